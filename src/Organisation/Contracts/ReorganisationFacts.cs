using MotCua.Platform.Events;

namespace MotCua.Organisation.Contracts;

/// <summary>Lập hoặc sửa phương án sắp xếp.</summary>
[Fact("reorganisation.drafted/1")]
public sealed record ReorganisationDrafted(Guid Id, int Number, string Kind, IReadOnlyList<string> Units, DateOnly? Effective);

/// <summary>Duyệt phương án, by somebody who has not written it.</summary>
[Fact("reorganisation.approved/1")]
public sealed record ReorganisationApproved(Guid Id, int Number, DateOnly Effective, string Preview);

/// <summary>Rút phương án, before its day.</summary>
[Fact("reorganisation.withdrawn/1")]
public sealed record ReorganisationWithdrawn(Guid Id, int Number);

/// <summary>Phương án có hiệu lực: the rows of the organisation are written; who keeps something of these units moves it now.</summary>
/// <param name="Basis">"Nghị quyết 12/NQ-UBTVQH15": what people are told.</param>
/// <param name="Date">The first day of the new order.</param>
/// <param name="Split">Where one unit became two: what of the old one goes to the new one. Its agency stays, so <paramref name="Agencies"/> is empty.</param>
[Fact("reorganisation.applied/1")]
public sealed record ReorganisationApplied(Guid Id, int Number, string Kind, string Basis, DateOnly Date, IReadOnlyList<MovedAgency> Agencies,
    IReadOnlyList<MovedOffice> Offices, AgencySplit? Split = null);

/// <summary>Chia, tách: dossiers go with who holds their step, or with the office that received them.</summary>
/// <param name="People">Accounts that went on in the new unit.</param>
public sealed record AgencySplit(string Code, string Name, string Heir, string HeirName, IReadOnlyList<Guid> People);

/// <summary>One agency of before, and who does its work from then on: the same code under another name, or another agency.</summary>
public sealed record MovedAgency(string Code, string Name, string Heir, string HeirName);

/// <summary>One office of before; <paramref name="Heir"/> is itself where it stays open, <paramref name="Agency"/> is whose it is from then on.</summary>
public sealed record MovedOffice(string Code, string Name, string Heir, string HeirName, string Agency);

/// <summary>Sắp xếp, told of each unit of before.</summary>
[Fact("agency.reorganised/1")]
public sealed record AgencyReorganised(string Code, string Name, string Heir, string HeirName, DateOnly Date, int Number, string Kind);
