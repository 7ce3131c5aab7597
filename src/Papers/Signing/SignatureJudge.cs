using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;

namespace MotCua.Papers.Signing;

/// <summary>Finds the signatures of a file, checks what each covers, and gives one verdict.</summary>
internal sealed class SignatureJudge(IReadOnlyList<byte[]> roots)
{
    /// <summary>Each signature is compared with the revision it signed; nobody signs a paper this often.</summary>
    private const int MostSignatures = 60;

    private sealed record Found(string Field, PdfDictionary Dictionary, int GapStart, int GapEnd, int End)
    {
        public string? SubFilter => (Dictionary["SubFilter"] as PdfName)?.Name;

        public bool IsTimestamp => SubFilter == "ETSI.RFC3161" || Dictionary["Type"] is PdfName { Name: "DocTimeStamp" };
    }

    public PdfVerdict Judge(byte[] pdf)
    {
        try
        {
            var file = PdfFile.Open(pdf);
            if (file.IsLocked)
            {
                return SignatureWords.Say(PdfVerdictKind.Unreadable, []);
            }

            var fields = SignatureFields(file);
            if (fields.Count == 0)
            {
                return SignatureWords.Say(PdfVerdictKind.NoSignature, []);
            }

            // What was encrypted after the signature, and what was signed encrypted, look alike: nothing is said of either.
            if (file.IsEncrypted || fields.Count > MostSignatures || fields.Exists(f => file.OffsetOf(f.Number) is null))
            {
                return SignatureWords.Say(PdfVerdictKind.Unsupported, []);
            }

            var found = fields.ConvertAll(f => Locate(file, f.Name, f.Number));
            return found.Contains(null) ? SignatureWords.Say(PdfVerdictKind.Altered, []) : SignatureWords.Verdict(Findings(file,
                [.. found.OfType<Found>().OrderBy(f => f.End)]));
        }
        // Bytes from outside: whatever a reader stumbles over, the file is one that cannot be read.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return SignatureWords.Say(PdfVerdictKind.Unreadable, []);
        }
    }

    /// <summary>From the last to the first, so that a document timestamp proves the time of what it covers.</summary>
    private List<SignatureFinding> Findings(PdfFile file, List<Found> ordered)
    {
        var findings = new List<SignatureFinding>();
        StampFinding? proven = null;
        for (var i = ordered.Count - 1; i >= 0; i--)
        {
            var found = ordered[i];
            var signed = Signed(file, found);
            var contents = Contents(file.Bytes.AsSpan(found.GapStart + 1, found.GapEnd - found.GapStart - 2));
            var finding = Empty(found) with { CoversWholeFile = found.End == file.Bytes.Length };
            if (found.IsTimestamp)
            {
                var stamp = contents is null ? null : TimestampJudge.Judge(contents, signed, roots);
                proven = stamp is { At: not null } ? stamp : proven;
                finding = finding with
                {
                    SignerName = stamp?.Authority ?? "", Time = stamp?.At, TimeIsStamped = stamp?.At is not null, DigestOk = stamp is { Mismatch: false },
                        StampChain = stamp?.Chain ?? [],
                    Problem = stamp is { Mismatch: true } ? PdfVerdictKind.Altered : null,
                };
            }
            else
            {
                finding = found.SubFilter is null or "adbe.pkcs7.detached" or "adbe.pkcs7.sha1" or "ETSI.CAdES.detached"
                    ? CmsJudge.Check(finding, contents, signed, roots, proven)
                    : finding with { Problem = PdfVerdictKind.Unsupported, Algorithm = found.SubFilter };
            }

            var later = LaterRevisions.Since(file, found.End, isLast: i == ordered.Count - 1);
            findings.Insert(0, finding with
            {
                FilledLater = later == LaterChange.Filled,
                Problem = later == LaterChange.Changed && finding.Problem is not (PdfVerdictKind.Altered or PdfVerdictKind.Revoked)
                    ? PdfVerdictKind.ChangedAfterSigning : finding.Problem,
            });
        }

        return findings;
    }

    private static SignatureFinding Empty(Found found) =>
        new(found.Field, "", null, "", "", Claimed(found.Dictionary), false, false, false, false, false, false, PdfVerdictKind.Unsupported,
            []) { IsTimestamp = found.IsTimestamp };

    private static byte[] Signed(PdfFile file, Found found)
    {
        var signed = new byte[found.GapStart + found.End - found.GapEnd];
        file.Bytes.AsSpan(0, found.GapStart).CopyTo(signed);
        file.Bytes.AsSpan(found.GapEnd, found.End - found.GapEnd).CopyTo(signed.AsSpan(found.GapStart));
        return signed;
    }

    public static List<(string Name, int Number)> SignatureFields(PdfFile file)
    {
        var fields = new List<(string, int)>();
        var seen = new HashSet<int>();
        void Walk(PdfValue item, string prefix, string? kind, int depth)
        {
            if (depth > 32 || item is not PdfReference reference || !seen.Add(reference.Number) || file.Dictionary(item) is not { } field)
            {
                return;
            }

            kind = file.Name(field["FT"]) ?? kind;
            var name = file.Resolve(field["T"]) is PdfString t ? (prefix.Length > 0 ? prefix + "." : "") + t.Text : prefix;
            if (kind == "Sig" && field["V"] is { } value && file.Resolve(value) is PdfDictionary)
            {
                // One that is no object of its own has no place that could be found again: not checkable, but a signature.
                fields.Add((name, value is PdfReference v ? v.Number : 0));
            }

            var kids = file.Array(field["Kids"])?.Items ?? [];
            file.Budget.Step(kids.Count);
            kids.ForEach(kid => Walk(kid, name, kind, depth + 1));
        }

        (file.Array(file.Dictionary(file.Catalog["AcroForm"])?["Fields"])?.Items ?? []).ForEach(f => Walk(f, "", null, 0));
        return fields;
    }

    /// <summary>The only bytes left out of the digest must be the very string that holds the signature, as the file's own table finds it.</summary>
    private static Found? Locate(PdfFile file, string name, int number)
    {
        if (file.OffsetOf(number) is not { } offset)
        {
            return null;
        }

        var parser = new PdfParser(file.Bytes, offset, file.Budget);
        var (_, value) = parser.IndirectObject(_ => null);
        if (value is not PdfDictionary dictionary || dictionary["ByteRange"] is not PdfArray { Items.Count: 4 } range)
        {
            return null;
        }

        var r = range.Items.Select(i => i is PdfNumber n && int.TryParse(n.Digits, out var v) ? v : -1).ToArray();
        var (start, end) = parser.ContentsSpan;
        return r[0] == 0 && r[1] == start && r[2] == end && r[3] >= 0 && (long)r[2] + r[3] <= file.Bytes.Length && file.Bytes[start] == '<' && offset < start
            ? new Found(name, dictionary, start, end, r[2] + r[3])
            : null;
    }

    /// <summary>
    /// Bytes of the signature. The place of the signature is the one part of the file that no digest protects, so nothing may vary there:
    /// one case of hexadecimal digits, exact length, zeros behind.
    /// </summary>
    private static byte[]? Contents(ReadOnlySpan<byte> hex)
    {
        var upper = hex.IndexOfAnyInRange((byte)'A', (byte)'F') >= 0;
        var lower = hex.IndexOfAnyInRange((byte)'a', (byte)'f') >= 0;
        if ((upper && lower) || hex.Length % 2 == 1 || !hex.ToArray().All(b => char.IsAsciiHexDigit((char)b)))
        {
            return null;
        }

        var bytes = Convert.FromHexString(System.Text.Encoding.ASCII.GetString(hex));
        if (bytes.Length < 8 || bytes[0] != 0x30)
        {
            return null;
        }

        if (bytes[1] == 0x80)
        {
            var last = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
            return bytes[..Math.Min(bytes.Length, last + 1)].Concat(new byte[Math.Min(8, bytes.Length - last - 1)]).ToArray();
        }

        var count = bytes[1] & 0x7f;
        var length = bytes[1] < 0x80 ? bytes[1] + 2 : count is >= 1 and <= 3
            ? bytes.AsSpan(2, count).ToArray().Aggregate(0, (sum, b) => sum << 8 | b) + 2 + count : -1;
        return length < 0 || length > bytes.Length || bytes.AsSpan(length).ContainsAnyExcept((byte)0) ? null : bytes[..length];
    }

    private static DateTimeOffset? Claimed(PdfDictionary signature)
    {
        var text = (signature["M"] as PdfString)?.Text;
        if (text is null || text.Length < 16 || !text.StartsWith("D:", StringComparison.Ordinal)
            || !DateTime.TryParseExact(text.AsSpan(2, 14), "yyyyMMddHHmmss", null, System.Globalization.DateTimeStyles.None, out var local))
        {
            return null;
        }

        var hours = text.Length >= 19 && text[16] is '+' or '-' && int.TryParse(text.AsSpan(17, 2), out var h) && h <= 14 ? (text[16] == '-' ? -h : h) : 0;
        return new DateTimeOffset(local, TimeSpan.FromHours(hours));
    }
}
