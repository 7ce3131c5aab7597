namespace MotCua.Proof.Watch;

/// <summary>Sự kiện bằng lời, by the stable names of docs/facts.txt.</summary>
internal static class FactWords
{
    private static readonly (string Subject, string Act, string Words)[] Rows =
    [
        ("dossier", "assigned", "Giao việc"),
        ("dossier", "fee-taken", "Thu phí, lệ phí"),
        ("dossier", "handed-over", "Bàn giao hồ sơ"),
        ("dossier", "paper-digitised", "Số hóa giấy tờ"),
        ("dossier", "received", "Tiếp nhận hồ sơ"),
        ("dossier", "refused", "Từ chối hồ sơ"),
        ("dossier", "resolved", "Có kết quả"),
        ("dossier", "returned", "Trả kết quả"),
        ("dossier", "submitted", "Nộp hồ sơ"),
        ("dossier", "supplement-answered", "Bổ sung hồ sơ"),
        ("dossier", "supplement-requested", "Yêu cầu bổ sung"),
        ("dossier", "withdrawn", "Rút hồ sơ"),
        ("position", "ended", "Thôi vị trí công tác"),
        ("position", "granted", "Giao vị trí công tác"),
        ("procedure", "filing-door-set", "Đổi cửa nộp"),
        ("result", "signed", "Ký kết quả"),
        ("vault", "consent-given", "Đồng ý dùng giấy tờ"),
        ("vault", "consent-withdrawn", "Thu hồi đồng ý"),
        ("vault", "item-read", "Xem giấy tờ"),
        ("vault", "paper-deposited", "Lưu giấy tờ vào kho"),
        ("vault", "paper-reused", "Dùng lại giấy tờ"),
    ];

    public static readonly IReadOnlyDictionary<string, string> All =
        Rows.ToDictionary(row => $"{row.Subject}.{row.Act}/1", row => row.Words, StringComparer.Ordinal);

    /// <summary>A fact of a newer version keeps its name until it has words.</summary>
    public static string Of(string kind) => All.GetValueOrDefault(kind, kind);
}
