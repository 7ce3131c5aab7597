using Microsoft.EntityFrameworkCore;
using MotCua.People.Contracts;
using MotCua.Vault.Contracts;

namespace MotCua.Vault;

internal sealed class VaultItem
{
    public Guid Id { get; init; }
    public required string OwnerKind { get; init; }
    public required string OwnerNumber { get; init; }
    public required string PaperType { get; init; }
    public required string Title { get; init; }
    public string? PaperCode { get; init; }
    public string? Number { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public DateOnly? ValidTo { get; init; }
    public string? Issuer { get; init; }
    public required string Origin { get; init; }
    public Guid? SourceDossierId { get; init; }
    public string? SourceDossierCode { get; init; }
    public Guid PaperId { get; init; }
    public required string Sha256 { get; init; }
    public required string MediaType { get; init; }
    public DateTimeOffset DepositedAt { get; init; }
    public Guid? ReplacedBy { get; set; }
    public bool Hidden { get; init; }
    public string Assurance { get; set; } = "proven";
    public DateTimeOffset? AnsweredAt { get; set; }
    /// <summary>Of the marks in the log; stays in the row. Null in rows of before there were marks.</summary>
    public Guid? Salt { get; init; } = Guid.NewGuid();
    public string? SubjectName { get; init; }
    public string? SubjectNumber { get; init; }
    public string? SubjectBorn { get; init; }
    public string? Signature { get; init; }
    public string? SignatureWords { get; init; }

    public OwnerIdentity Owner => new(OwnerKind, OwnerNumber);

    public PaperSubject? Subject => SubjectName is { } name ? new PaperSubject(name, SubjectNumber, SubjectBorn) : null;

    public string StateOn(DateOnly day) => Assurance is "asked" or "disowned" ? Assurance
        : ReplacedBy is not null ? "replaced" : ValidTo < day ? "expired" : "valid";

    public bool CanBeOffered(DateOnly day) => !Hidden && StateOn(day) == "valid";

    /// <summary>What leaves the vault with the paper: only what there is.</summary>
    public IReadOnlyList<string> SharedFields =>
    [
        SubjectName is { } name ? $"Tên giấy tờ và tên người trên giấy tờ ({name})" : "Tên giấy tờ", "Bản điện tử của giấy tờ",
        .. Number is null ? [] : new[] { "Số, ký hiệu" },
        .. IssuedOn is null ? [] : new[] { "Ngày cấp" },
        .. ValidTo is null ? [] : new[] { "Ngày hết hiệu lực" },
        .. Issuer is null ? [] : new[] { "Cơ quan cấp" },
    ];

    public VaultOffer Offer() => new(Id, PaperType, Title, Number, IssuedOn, ValidTo, Issuer, Origin, SourceDossierCode, PaperId, Sha256, MediaType,
        SharedFields, Subject);

    public static void Map(ModelBuilder model)
    {
        var item = model.Entity<VaultItem>().ToTable("item", "vault");
        item.Ignore(i => i.Owner).Ignore(i => i.SharedFields).Ignore(i => i.Subject);
        // Told so that what is referred to is written first.
        item.HasOne<VaultItem>().WithMany().HasForeignKey(i => i.ReplacedBy);
    }
}
