using MotCua.Platform.Events;

namespace MotCua.People.Contracts;

/// <summary>Tạo tài khoản.</summary>
[Fact("account.made/1")]
public sealed record AccountMade(Guid AccountId, string Username, string Kind);

/// <summary>Đổi mật khẩu, by the account itself.</summary>
/// <param name="By">"password": the old one was typed; "code": a code came to the phone or by e-mail.</param>
[Fact("account.password-changed/1", Outlives = true)]
public sealed record PasswordChanged(Guid AccountId, string By);

/// <summary>Đổi nơi nhận tin: the new one gave its code back. The addresses themselves are not told here.</summary>
/// <param name="Channel">"phone" or "email".</param>
[Fact("account.contact-changed/1", Outlives = true)]
public sealed record ContactChanged(Guid AccountId, string Channel);

/// <summary>Cấp lại mật khẩu, by somebody else: it is changed at the first sign-in.</summary>
[Fact("account.password-reset/1", Outlives = true)]
public sealed record PasswordReset(Guid AccountId);

/// <summary>Khóa tài khoản, until it is lifted.</summary>
[Fact("account.blocked/1", Outlives = true)]
public sealed record AccountBlocked(Guid AccountId);

[Fact("account.unblocked/1", Outlives = true)]
public sealed record AccountUnblocked(Guid AccountId);

/// <summary>Chấm dứt tài khoản, for good.</summary>
[Fact("account.ended/1", Outlives = true)]
public sealed record AccountEnded(Guid AccountId);

/// <summary>Thôi đại diện cho tổ chức; the last day it holds.</summary>
[Fact("account.representation-ended/1", Outlives = true)]
public sealed record RepresentationEnded(Guid AccountId, string TaxCode, DateOnly ValidTo);

/// <summary>Nạp dữ liệu tham chiếu by command: the actor is its author.</summary>
/// <param name="LoadId">The run, with its report.</param>
/// <param name="FilesSha256">Over names and bytes of the folder as both looked at it.</param>
/// <param name="Files">Those that changed something.</param>
[Fact("reference.loaded/1")]
public sealed record ReferenceLoaded(Guid LoadId, string FilesSha256, Guid AuthorId, Guid ApproverId, string ApproverName, int Loaded, int Refused,
    IReadOnlyList<string> Files);
