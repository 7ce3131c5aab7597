using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using MotCua.Papers.Intake;
using MotCua.Platform.Files;

namespace MotCua.Papers.Contracts;

/// <summary>
/// Kiểm tra tệp trước khi nhận, on every way in: what it is and what it can do, then the virus scanner. What the scanner said
/// is kept with the bytes (<see cref="ScannedFiles"/>).
/// </summary>
public sealed class UploadCheck
{
    private static readonly Counter<long> Judged = new Meter("MotCua.Uploads")
        .CreateCounter<long>("motcua.uploads.judged", "{file}", "Files from outside that were judged");

    private readonly VirusScan viruses;
    private readonly ScannedFiles scanned;

    /// <summary>
    /// What the same bytes were found to be: one licence comes with each of fifty dossiers, and is opened in a process of its own once. The scan for
    /// viruses is asked each time; what was refused is judged anew.
    /// </summary>
    private static readonly ConcurrentDictionary<string, UploadInspection> Accepted = new(StringComparer.Ordinal);
    private const int Remembered = 10_000;

    internal UploadCheck(VirusScan viruses, ScannedFiles scanned) => (this.viruses, this.scanned) = (viruses, scanned);

    public async Task<UploadInspection> Inspect(byte[] bytes, string fileName, CancellationToken cancellation = default)
    {
        var seen = await Look(bytes, fileName, cancellation);
        Judged.Add(1, new KeyValuePair<string, object?>("motcua.outcome", seen.IsAccepted ? "taken" : "refused"));
        return seen;
    }

    private async Task<UploadInspection> Look(byte[] bytes, string fileName, CancellationToken cancellation)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!Accepted.TryGetValue(name, out var seen))
        {
            seen = await UploadInspection.Inspect(bytes, fileName, cancellation);
            if (!seen.IsAccepted) return seen;
            if (Accepted.Count >= Remembered) Accepted.Clear();
            Accepted[name] = seen;
        }
        var state = await viruses.Look(bytes, cancellation);
        if (state == VirusState.Found) return FileJudge.Refuse("Tệp có vi-rút nên không nhận. Quét vi-rút trên máy rồi chọn tệp sạch");
        if (state == VirusState.Clean) await scanned.Note(name);
        return seen;
    }
}
