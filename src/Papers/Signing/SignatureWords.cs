using MotCua.Papers.Contracts;

namespace MotCua.Papers.Signing;

/// <summary>One verdict and one sentence over all signatures of a file.</summary>
internal static class SignatureWords
{
    /// <summary>The gravest first: a file is what its worst signature is.</summary>
    private static readonly PdfVerdictKind[] Gravity =
    [
        PdfVerdictKind.Altered, PdfVerdictKind.ChangedAfterSigning, PdfVerdictKind.WrongSigner, PdfVerdictKind.Revoked, PdfVerdictKind.CertificateNotInForce,
        PdfVerdictKind.TimestampBroken, PdfVerdictKind.UntrustedSigner, PdfVerdictKind.Unsupported, PdfVerdictKind.StatusUnknown, PdfVerdictKind.TimeUnproven,
    ];

    public static PdfVerdict Verdict(IReadOnlyList<SignatureFinding> findings)
    {
        var problems = findings.Where(f => f.Problem is not null).Select(f => f.Problem!.Value).ToHashSet();
        return problems.Count > 0 ? Say(Gravity.First(problems.Contains), findings)
            // A document timestamp alone says when, and nobody signed.
            : findings.All(f => f.IsTimestamp) ? Say(PdfVerdictKind.NoSignature, findings)
            : Say(PdfVerdictKind.Valid, findings);
    }

    public static PdfVerdict Say(PdfVerdictKind kind, IReadOnlyList<SignatureFinding> findings)
    {
        var last = findings.LastOrDefault(f => !f.IsTimestamp);
        var when = last?.Time is { } t ? $"lúc {t.ToOffset(TimeSpan.FromHours(7)):HH:mm, dd/MM/yyyy}" : "";
        var algorithm = findings.FirstOrDefault(f => f.Problem == PdfVerdictKind.Unsupported)?.Algorithm;
        var sentence = kind switch
        {
            PdfVerdictKind.Valid => $"Văn bản còn nguyên vẹn. {last!.SignerName} đã ký {when}",
            PdfVerdictKind.TimeUnproven => $"Văn bản còn nguyên vẹn, {last!.SignerName} đã ký, nhưng "
                + (last.HasForeignStamp ? "dấu thời gian do nơi chưa được tin cậy ở đây cấp nên chưa xác nhận được lúc ký"
                : "chưa có dấu thời gian xác nhận lúc ký"),
            PdfVerdictKind.NoSignature => "Tệp này không có chữ ký số",
            PdfVerdictKind.Altered => "Nội dung hoặc chữ ký đã bị thay đổi. Văn bản này không còn giá trị",
            PdfVerdictKind.ChangedAfterSigning => "Tệp đã bị thêm hoặc sửa sau khi ký. Văn bản này không còn giá trị",
            PdfVerdictKind.UntrustedSigner => "Chứng thư của người ký không do nơi được tin cậy cấp",
            PdfVerdictKind.CertificateNotInForce => "Chứng thư không còn hoặc chưa có hiệu lực khi ký",
            PdfVerdictKind.Revoked => "Chứng thư đã bị thu hồi trước khi ký",
            PdfVerdictKind.TimestampBroken => "Dấu thời gian không đúng với chữ ký. Văn bản này chưa tin cậy được",
            PdfVerdictKind.Unsupported => algorithm is null ? "Chữ ký số trên tệp này không kiểm tra được ở đây. Hỏi nơi đã ký"
                : $"Chữ ký không kiểm tra được: {algorithm} đã cũ hoặc chưa hỗ trợ. Hỏi nơi đã ký",
            PdfVerdictKind.StatusUnknown => "Văn bản còn nguyên vẹn, nhưng chưa hỏi được chứng thư có bị thu hồi không. Kiểm tra lại sau",
            PdfVerdictKind.WrongSigner => "Người ký không giữ chức vụ ký của cơ quan này khi ký. Hỏi cơ quan ban hành",
            _ => "Chưa đọc được tệp này. Chọn đúng tệp PDF đã nhận từ cơ quan",
        };
        return new PdfVerdict(kind, sentence, findings);
    }
}
