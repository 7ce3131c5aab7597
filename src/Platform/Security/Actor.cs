namespace MotCua.Platform.Security;

/// <summary>What kind of account acts. Program: one that only files; a program that holds a position acts as Staff does.</summary>
public enum ActorKind { Anonymous, Citizen, Organisation, Staff, System, Program }

/// <summary>A position the actor holds now: role code and where.</summary>
/// <param name="Role">Role code of Organisation, for example "receivingOfficer".</param>
public sealed record ActorPosition(Guid Id, string Role, string AgencyCode, string? OfficeCode)
{
    /// <summary>Codes of before a reorganisation: what those agencies and offices had in hand is in hand here.</summary>
    public IReadOnlyList<string> Former { get; init; } = [];

    /// <summary>The position with which it began: one that goes on in another unit after a reorganisation is no change of power.</summary>
    public Guid Line { get; init; } = Id;

    /// <summary>"Chuyên viên thụ lý, UBND xã Đất Mũi": what a header says of it.</summary>
    public string? Words { get; init; }

    /// <summary>Its agency first; codes of offices among those of before are no agency's.</summary>
    public IEnumerable<string> Agencies => Former.Prepend(AgencyCode);

    /// <summary>Its office first; none where it is in the agency itself.</summary>
    public IEnumerable<string> Offices => OfficeCode is null ? [] : Former.Prepend(OfficeCode);

    public bool IsAt(string agency) => Agencies.Contains(agency);

    public bool IsIn(string office) => Offices.Contains(office);
}

/// <summary>Người ủy quyền.</summary>
public sealed record ActedFor(Guid DelegationId, Guid AccountId, string Name);

/// <summary>Who acts in this request or job.</summary>
/// <param name="OwnerKind">"person" or "organisation" when the account stands for an owner of dossiers.</param>
/// <param name="OwnerNumber">Personal ID or tax code of that owner.</param>
/// <param name="IsProgram">Chương trình kết nối: no person sits before it, so it opens no page.</param>
/// <param name="ActsFor">Ủy quyền: whose positions these are, when the account acts for somebody else.</param>
public sealed record Actor(
    Guid? AccountId, ActorKind Kind, string Name,
    string? OwnerKind = null, string? OwnerNumber = null, string? Phone = null,
    IReadOnlyList<ActorPosition>? HeldPositions = null, ActedFor? ActsFor = null, bool IsProgram = false)
{
    public static readonly Actor Anonymous = new(null, ActorKind.Anonymous, "Người dùng chưa đăng nhập");

    public static readonly Actor System = new(null, ActorKind.System, "Hệ thống");

    public IReadOnlyList<ActorPosition> Positions => HeldPositions ?? [];

    /// <summary>As it is written down: under a delegation both are named.</summary>
    public string Name { get; } = ActsFor is null ? Name : $"{Name} (thay {ActsFor.Name})";

    /// <summary>The person alone, for a certificate.</summary>
    public string OwnName { get; } = Name;

    /// <summary>The person alone, of a name as it was written down.</summary>
    public static string PersonOf(string written) => written.Split(" (thay ")[0];

    /// <summary>This account, or the one it acts for: what was given to either is theirs to do.</summary>
    public bool StandsFor(Guid? account) => account is not null && (account == AccountId || account == ActsFor?.AccountId);

    public bool IsSignedIn => AccountId is not null;

    public bool IsStaff => Kind == ActorKind.Staff;

    public bool Has(params string[] roles) => Positions.Any(position => roles.Contains(position.Role));

    public IEnumerable<string> Agencies => Positions.Select(position => position.AgencyCode).Distinct();

    public IEnumerable<string> Offices => Positions.Where(position => position.OfficeCode is not null).Select(position => position.OfficeCode!).Distinct();
}

/// <summary>The actor of the current scope; set by authentication or by the background runner.</summary>
public sealed class CurrentActor
{
    public Actor Value { get; set; } = Actor.Anonymous;

    /// <summary>The session of the request; null in a job and without sign-in.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>The session may do nothing but change its password.</summary>
    public bool MustChangePassword { get; set; }
}
