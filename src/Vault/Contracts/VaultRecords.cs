using MotCua.People.Contracts;

namespace MotCua.Vault.Contracts;

/// <summary>Giấy tờ đưa vào kho của chủ sở hữu.</summary>
/// <param name="Origin"><see cref="Result"/> (kết quả giải quyết) or <see cref="Accepted"/> (giấy tờ đã được tiếp nhận, số hóa).</param>
/// <param name="PaperId">Id of the paper in its own room; one owner has it once.</param>
/// <param name="Sha256">Address of the bytes in the file store.</param>
public sealed record NewVaultItem(OwnerIdentity Owner, string PaperType, string Title, Guid PaperId, string Sha256, string MediaType, string Origin)
{
    public const string Result = "result";

    public const string Accepted = "accepted";

    /// <summary>Of whom it speaks; null: nobody knows.</summary>
    public PaperSubject? Subject { get; init; }

    public string? PaperCode { get; init; }

    public string? Number { get; init; }

    public DateOnly? IssuedOn { get; init; }

    /// <summary>Last day of use; null = no end.</summary>
    public DateOnly? ValidTo { get; init; }

    public string? Issuer { get; init; }

    public Guid? SourceDossierId { get; init; }

    public string? SourceDossierCode { get; init; }

    /// <summary>False: whoever handed it in has not shown to be the owner or to act for them. The owner is asked before it counts.</summary>
    public bool Proven { get; init; } = true;

    /// <summary>The verdict on its digital signatures, a kind and a sentence; null: it has none.</summary>
    public string? Signature { get; init; }

    public string? SignatureWords { get; init; }

    /// <summary>Paper id that this one corrects or renews; that one is never offered again.</summary>
    public Guid? Replaces { get; init; }
}

/// <summary>Giấy tờ trong kho as its owner sees it.</summary>
/// <param name="Origin">"result" or "accepted".</param>
/// <param name="State">"valid", "expired" or "replaced" on the day asked for; "asked" while the owner has not said whether it is theirs.</param>
/// <param name="Uses">Hồ sơ đã dùng lại giấy tờ này, newest first.</param>
/// <param name="Subject">Of whom it speaks; null: nobody knows, and it is offered to nobody by itself.</param>
public sealed record VaultPaper(Guid Id, string PaperType, string Title, string? PaperCode, string? Number, DateOnly? IssuedOn, DateOnly? ValidTo,
    string? Issuer, string Origin, string? SourceDossierCode, Guid PaperId, string Sha256, string MediaType, DateTimeOffset DepositedAt,
    string State, IReadOnlyList<PaperUse> Uses, string? Signature = null, string? SignatureWords = null,
    PaperSubject? Subject = null);

/// <summary>Một lần tái sử dụng.</summary>
public sealed record PaperUse(string DossierCode, string Unit, DateTimeOffset At);

/// <summary>Giấy tờ có thể lấy từ kho thay cho việc nộp lại: valid, not replaced.</summary>
/// <param name="SharedFields">What exactly is shared on consent, in Vietnamese, for the consent screen.</param>
/// <param name="Subject">Of whom it speaks: who offers it looks whether that is whom the form is about.</param>
public sealed record VaultOffer(Guid ItemId, string PaperType, string Title, string? Number, DateOnly? IssuedOn, DateOnly? ValidTo, string? Issuer,
    string Origin, string? SourceDossierCode, Guid PaperId, string Sha256, string MediaType, IReadOnlyList<string> SharedFields, PaperSubject? Subject)
{
    /// <summary>May take the place of a paper about this person.</summary>
    public bool IsAbout(PaperSubject? wanted) => wanted is not null && Subject is { } subject && subject.IsSame(wanted);

    /// <summary>"Trích lục khai sinh của Nguyễn Thị An".</summary>
    public string TitleOfWhom => Subject is { } subject ? $"{Title} của {subject.Name}" : Title;
}

/// <summary>Quyền dùng một giấy tờ cho một hồ sơ.</summary>
/// <param name="DraftId">The draft (or walk-in case) consent was given for.</param>
/// <param name="DossierId">Set once used.</param>
public sealed record VaultGrant(Guid Id, Guid ItemId, string PaperType, string Title, string? Issuer, DateOnly? IssuedOn, Guid PaperId, string Sha256,
    string MediaType, Guid DraftId, string ProcedureCode, string ProcedureName, IReadOnlyList<string> SharedFields, DateTimeOffset GrantedAt,
    Guid? DossierId, string? DossierCode, DateTimeOffset? UsedAt);

/// <summary>Một dòng của "Ai đã xem dữ liệu của tôi".</summary>
/// <param name="Act">"read" or "reused" of a paper; "viewed", "file", "listed", "searched", "exported", "looked-up" of a dossier or a number.</param>
/// <param name="Channel">"portal", "counter", "desk", "api" or "system".</param>
/// <param name="Outcome">"allowed" or "refused".</param>
public sealed record VaultAccess(Guid Id, DateTimeOffset At, string ActorName, string ActorKind, string? Unit, Guid? ItemId, string? PaperTitle,
    string Act, string? Purpose, string? DossierCode, string Channel, string Outcome);

/// <summary>Vụ việc vì nó mà cán bộ xem giấy tờ: without one, personal papers are not read.</summary>
/// <param name="Purpose">Thủ tục and step, in words the owner will read.</param>
/// <param name="Unit">Name of the unit that reads.</param>
public sealed record ReadingCase(Guid DossierId, string? DossierCode, string Purpose, string Unit);

/// <summary>A paper whose bytes may now be sent: the policy has said yes and the reading is recorded.</summary>
public sealed record ReadablePaper(Guid ItemId, Guid PaperId, string Title, string Sha256, string MediaType);
