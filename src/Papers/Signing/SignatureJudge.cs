using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;

namespace MotCua.Papers.Signing;

/// <summary>Finds the signatures of a file, checks what each covers, and gives one verdict.</summary>
internal sealed class SignatureJudge(IReadOnlyList<byte[]> roots, IReadOnlyList<byte[]> revocationLists)
{
    private sealed record Found(string Field, PdfDictionary Dictionary, int Start, int GapStart, int GapEnd, int End);

    public PdfVerdict Judge(byte[] pdf)
    {
        try
        {
            var file = PdfFile.Open(pdf);
            if (file.IsEncrypted)
            {
                return Say(PdfVerdictKind.Unreadable, []);
            }

            var fields = SignatureFields(file);
            if (fields.Count == 0)
            {
                return Say(PdfVerdictKind.NoSignature, []);
            }

            var found = fields.Select(f => Locate(file, f.Name, f.Number)).ToList();
            if (found.Contains(null))
            {
                return Say(PdfVerdictKind.Altered, []);
            }

            var ordered = found.OrderBy(f => f!.End).ToList();
            var findings = ordered.ConvertAll(f => Check(file, f!, f == ordered[^1]));
            var problem = findings.FirstOrDefault(f => f.Problem is not null and not PdfVerdictKind.TimeUnproven)?.Problem ?? findings.FirstOrDefault(f => f.Problem is not null)?.Problem;
            return Say(problem ?? PdfVerdictKind.Valid, findings);
        }
        catch (Exception e) when (e is PdfBroken or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidCastException or FormatException)
        {
            return Say(PdfVerdictKind.Unreadable, []);
        }
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
                fields.Add((name, value is PdfReference v ? v.Number : throw new PdfBroken("signature is not an object of its own")));
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
            ? new Found(name, dictionary, offset, start, end, r[2] + r[3])
            : null;
    }

    private SignatureFinding Check(PdfFile file, Found found, bool isLast)
    {
        var signed = new byte[found.GapStart + found.End - found.GapEnd];
        file.Bytes.AsSpan(0, found.GapStart).CopyTo(signed);
        file.Bytes.AsSpan(found.GapEnd, found.End - found.GapEnd).CopyTo(signed.AsSpan(found.GapStart));
        var finding = CmsJudge.Check(found.Field, Contents(file.Bytes.AsSpan(found.GapStart + 1, found.GapEnd - found.GapStart - 2)), signed, Claimed(found.Dictionary), roots, revocationLists);
        finding = finding with { CoversWholeFile = found.End == file.Bytes.Length };
        var changed = isLast ? !finding.CoversWholeFile : !LaterRevisions.OnlySign(file, found.End);
        return changed && finding.Problem is null or PdfVerdictKind.TimeUnproven or PdfVerdictKind.UntrustedSigner
            ? finding with { Problem = changed ? PdfVerdictKind.ChangedAfterSigning : finding.Problem }
            : finding;
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
        var length = bytes[1] < 0x80 ? bytes[1] + 2 : count is >= 1 and <= 3 ? bytes.AsSpan(2, count).ToArray().Aggregate(0, (sum, b) => sum << 8 | b) + 2 + count : -1;
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

    private static PdfVerdict Say(PdfVerdictKind kind, IReadOnlyList<SignatureFinding> findings)
    {
        var last = findings.Count > 0 ? findings[^1] : null;
        var when = last?.Time is { } t ? $"lúc {t.ToOffset(TimeSpan.FromHours(7)):HH:mm, dd/MM/yyyy}" : "";
        var sentence = kind switch
        {
            PdfVerdictKind.Valid => $"Văn bản còn nguyên vẹn. {last!.SignerName} đã ký {when}",
            PdfVerdictKind.TimeUnproven => $"Văn bản còn nguyên vẹn, {last!.SignerName} đã ký, nhưng chưa có dấu thời gian xác nhận lúc ký",
            PdfVerdictKind.NoSignature => "Tệp này không có chữ ký số",
            PdfVerdictKind.Altered => "Nội dung hoặc chữ ký đã bị thay đổi. Văn bản này không còn giá trị",
            PdfVerdictKind.ChangedAfterSigning => "Tệp đã bị thêm hoặc sửa sau khi ký. Văn bản này không còn giá trị",
            PdfVerdictKind.UntrustedSigner => "Chứng thư của người ký không do nơi được tin cậy cấp",
            PdfVerdictKind.CertificateNotInForce => "Chứng thư không còn hoặc chưa có hiệu lực khi ký",
            PdfVerdictKind.Revoked => "Chứng thư đã bị thu hồi trước khi ký",
            PdfVerdictKind.TimestampBroken => "Dấu thời gian không kiểm tra được. Văn bản này chưa tin cậy được",
            _ => "Chưa đọc được tệp này. Chọn đúng tệp PDF đã nhận từ cơ quan",
        };
        return new PdfVerdict(kind, sentence, findings);
    }
}
