using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Papers.Contracts;
using MotCua.Platform.Events;

namespace MotCua.Papers.Digitise;

/// <summary>One scanned file and its pages, until each page belongs to a paper or is dropped.</summary>
internal sealed class Scan
{
    public const string Waiting = "waiting";
    public const string Ready = "ready";
    public const string NoOcr = "noOcr";
    public const string Failed = "failed";

    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public required string Sha256 { get; init; }
    public required string MediaType { get; init; }
    public int Pages { get; init; }
    public required string State { get; set; }
    public string? Problem { get; set; }
    public string PageFiles { get; set; } = "[]";
    public string Text { get; set; } = "[]";
    public required string UploadedBy { get; init; }
    public DateTimeOffset UploadedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? Signature { get; init; }
    public string? SignatureWords { get; init; }

    public FileVerdict? Verdict() => FileVerdict.Read(Signature, SignatureWords);

    public List<PageFile> ReadPages() => JsonSerializer.Deserialize<List<PageFile>>(PageFiles, EventLog.Json)!;

    public void WritePages(List<PageFile> pages) => PageFiles = JsonSerializer.Serialize(pages, EventLog.Json);

    /// <summary>The words of each page, in page order; fewer than pages when nothing could be read.</summary>
    public List<List<OcrWord>> ReadWords() => JsonSerializer.Deserialize<List<List<OcrWord>>>(Text, EventLog.Json)!;

    public void WriteWords(IEnumerable<IReadOnlyList<OcrWord>> words) => Text = JsonSerializer.Serialize(words, EventLog.Json);

    public static void Map(ModelBuilder model)
    {
        var scan = model.Entity<Scan>().ToTable("scan", "papers");
        scan.Property(s => s.Id).ValueGeneratedNever();
        scan.Property(s => s.PageFiles).HasColumnType("jsonb");
        scan.Property(s => s.Text).HasColumnType("jsonb");
    }
}

/// <param name="Image">SHA-256 of the page's image in the file store; <paramref name="Thumb"/> of the small one.</param>
/// <param name="Choice">Where an official put the page: a paper's key, or <see cref="Scans.Dropped"/>; null = not decided.</param>
/// <param name="PaperCode">Set once the page is part of a digitised paper.</param>
internal sealed record PageFile(string Image, string Thumb, string MediaType, bool Blank, string? Choice = null, string? PaperCode = null);
