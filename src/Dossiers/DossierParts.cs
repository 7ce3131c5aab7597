using System.Text.Json;
using System.Text.Json.Serialization;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Supplement;
using MotCua.Papers.Contracts;
using MotCua.Platform.Events;

namespace MotCua.Dossiers;

internal sealed class Component
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public int Seq { get; init; }
    public required string PaperKey { get; init; }
    public required string Name { get; init; }
    public string? PaperType { get; init; }
    public bool Required { get; init; }
    public required string Kind { get; init; }
    /// <summary>missing: thiếu; have: có; vault: lấy từ kho; notNeeded: không cần.</summary>
    public required string State { get; set; }
    public int Originals { get; set; }
    public int Copies { get; set; }
    public Guid? GrantId { get; set; }
    public string? Note { get; set; }
    /// <summary>When an official last marked it; null: nobody has looked yet.</summary>
    public DateTimeOffset? CheckedAt { get; set; }
}

internal sealed class HandOver
{
    /// <summary>Outcome of a line that moved the whole dossier with its unit: no step was done by it.</summary>
    public const string Reorganised = "reorganised";

    public Guid DossierId { get; init; }
    public int Seq { get; init; }
    public DateTimeOffset At { get; init; }
    public required string FromName { get; init; }
    public required string FromUnit { get; init; }
    public string? ToName { get; init; }
    public required string ToUnit { get; init; }
    public required string StepName { get; init; }
    public required string Outcome { get; init; }
    public string? Note { get; init; }
}

/// <summary>One thing to mend: a paper of the list, or an answer.</summary>
/// <param name="Note">How to mend it.</param>
/// <param name="Why">What is wrong, a code of the list of reasons.</param>
/// <param name="Page">Where: the page of the paper.</param>
/// <param name="Region">What of that page, marked on its picture.</param>
internal sealed record SupplementItem(string? PaperKey, string Name, string Note, string? Why = null, int? Page = null, string? LegalBasis = null,
    PageRegion? Region = null)
{
    /// <summary>"2, góc trên bên phải"; empty without a page.</summary>
    [JsonIgnore]
    public string Where => Page is { } page ? $"{page}{(Region is null ? "" : $", {Region.Words}")}" : "";

    /// <summary>"Mờ, mất góc, không đọc được; trang 2. Chụp lại đủ bốn góc (Điều 9 Nghị định …)": one sentence for the applicant.</summary>
    public string Told(IReadOnlyList<Reason> reasons)
    {
        var what = string.Join("; ", new[]
        {
            reasons.FirstOrDefault(reason => reason.Code == Why)?.Words, Page is null ? null : $"trang {Where}"
        }.OfType<string>());
        var words = string.Join(". ", new[] { what, Note }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return LegalBasis is { Length: > 0 } basis ? $"{words} ({basis})" : words;
    }

    public static string Write(IReadOnlyList<SupplementItem> items) => JsonSerializer.Serialize(items, EventLog.Json);

    public static IReadOnlyList<SupplementItem> Read(string items) => JsonSerializer.Deserialize<List<SupplementItem>>(items, EventLog.Json)!;
}

internal sealed class SupplementRequest
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public int No { get; init; }
    [JsonConverter(typeof(RawJson))]
    public required string Items { get; init; }
    public required string Reason { get; init; }
    public DateTimeOffset RequestedAt { get; init; }
    public required string RequestedBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }
}

internal sealed class Attachment
{
    public Guid Id { get; init; }
    /// <summary>What brought it: the key of the filing, or the supplement request under which it waits or waited.</summary>
    [JsonPropertyName("draft_id")]
    public Guid? HolderId { get; set; }
    public Guid? DossierId { get; set; }
    public required string PaperKey { get; init; }
    public required string Sha256 { get; init; }
    /// <summary>For display only; never part of a path.</summary>
    public required string FileName { get; init; }
    public required string MediaType { get; init; }
    public long Size { get; init; }
    public int Pages { get; init; }
    public required string Origin { get; init; }
    public Guid? PaperId { get; set; }
    public string? PaperCode { get; set; }
    public DateTimeOffset UploadedAt { get; init; }
    public string? Signature { get; set; }
    public string? SignatureWords { get; set; }

    public static Attachment Of(NewDossier dossier, NewFile file) => new()
    {
        Id = file.Id, HolderId = dossier.Key, DossierId = dossier.Id, PaperKey = file.PaperKey, Sha256 = file.Sha256, FileName = file.FileName,
        MediaType = file.MediaType, Size = file.Size, Pages = file.Pages, Origin = file.Origin, UploadedAt = file.UploadedAt,
        Signature = file.Signature, SignatureWords = file.SignatureWords,
    };

    /// <summary>A file that was looked at and kept; nothing refers to it yet.</summary>
    /// <param name="origin">upload | scan | vault | linked.</param>
    public static Attachment Of(UploadedFile file, string paperKey, string origin, DateTimeOffset at) => new Attachment
    {
        Id = Guid.CreateVersion7(), PaperKey = paperKey, Sha256 = file.Sha256, FileName = file.FileName, MediaType = file.MediaType, Size = file.Size,
        Pages = file.Pages, Origin = origin, UploadedAt = at,
    }.Judged(file.Verdict);

    /// <summary>Of its digital signatures; null: it has none.</summary>
    public FileVerdict? Verdict() => FileVerdict.Read(Signature, SignatureWords);

    public Attachment Judged(FileVerdict? verdict)
    {
        (Signature, SignatureWords) = (verdict?.Kind, verdict?.Words);
        return this;
    }
}

internal sealed class Opinion
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid? AuthorId { get; init; }
    public required string AuthorName { get; init; }
    public required string Kind { get; init; }
    public required string Text { get; init; }
}
