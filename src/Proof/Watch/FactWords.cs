namespace MotCua.Proof.Watch;

/// <summary>Sự kiện bằng lời, by the stable names of docs/facts.txt.</summary>
internal static class FactWords
{
    private static readonly (string Subject, string Act, string Words)[] Rows =
    [
        ("account", "blocked", "Khóa tài khoản"),
        ("account", "ended", "Chấm dứt tài khoản"),
        ("account", "made", "Tạo tài khoản"),
        ("account", "password-changed", "Đổi mật khẩu"),
        ("account", "password-reset", "Cấp lại mật khẩu"),
        ("account", "representation-ended", "Thôi đại diện tổ chức"),
        ("account", "unblocked", "Mở khóa tài khoản"),
        ("calendar", "published", "Công bố lịch làm việc"),
        ("delegation", "ended", "Thu hồi ủy quyền"),
        ("delegation", "granted", "Ủy quyền xử lý thay"),
        ("dossier", "apologised", "Xin lỗi và hẹn lại"),
        ("dossier", "assigned", "Giao việc"),
        ("dossier", "clock-corrected", "Đính chính sổ thời hạn"),
        ("dossier", "consultation-answered", "Trả lời lấy ý kiến"),
        ("dossier", "consultation-asked", "Lấy ý kiến cơ quan khác"),
        ("dossier", "consultation-passed-over", "Bỏ qua ý kiến quá hạn"),
        ("dossier", "consultation-recounted", "Tính lại hạn trả lời"),
        ("dossier", "consultation-withdrawn", "Rút yêu cầu lấy ý kiến"),
        ("dossier", "due-recounted", "Tính lại hạn theo lịch mới"),
        ("dossier", "fee-taken", "Thu phí, lệ phí"),
        ("dossier", "handed-over", "Bàn giao hồ sơ"),
        ("dossier", "held", "Tạm dừng tính giờ"),
        ("dossier", "mandate-ended", "Chấm dứt ủy quyền nộp hồ sơ"),
        ("dossier", "letter-day-closed", "Ngày hẹn trong văn bản nay là ngày nghỉ"),
        ("dossier", "paper-digitised", "Số hóa giấy tờ"),
        ("dossier", "received", "Tiếp nhận hồ sơ"),
        ("dossier", "refused", "Từ chối hồ sơ"),
        ("dossier", "reminded", "Nhắc việc"),
        ("dossier", "resolved", "Có kết quả"),
        ("dossier", "result-corrected", "Đính chính kết quả"),
        ("dossier", "resumed", "Tính giờ tiếp"),
        ("dossier", "returned", "Trả kết quả"),
        ("dossier", "stopped", "Dừng giải quyết"),
        ("dossier", "submitted", "Nộp hồ sơ"),
        ("dossier", "supplement-answered", "Bổ sung hồ sơ"),
        ("dossier", "supplement-requested", "Yêu cầu bổ sung"),
        ("dossier", "withdrawn", "Rút hồ sơ"),
        ("dossiers", "generated", "Thêm hồ sơ giả lập"),
        ("log", "breach-closed", "Đóng chỗ không khớp"),
        ("log", "breach-found", "Thấy chỗ không khớp"),
        ("log", "caution-lifted", "Gỡ thận trọng"),
        ("log", "caution-proposed", "Đề nghị gỡ thận trọng"),
        ("log", "caution-raised", "Nhật ký và đối chứng mâu thuẫn"),
        ("log", "witness-caught-up", "Viết tiếp tệp đối chứng"),
        ("log", "rows-covered", "Bắt đầu canh giữ dòng dữ liệu"),
        ("file", "damaged", "Tệp lưu trữ mất hoặc bị đổi"),
        ("paper-template", "published", "Phát hành mẫu giấy tờ"),
        ("position", "ended", "Thôi vị trí công tác"),
        ("position", "granted", "Giao vị trí công tác"),
        ("procedure", "filing-door-set", "Đổi cửa nộp"),
        ("procedure", "version-published", "Công bố phiên bản thủ tục"),
        ("result", "signed", "Ký kết quả"),
        ("row", "kept", "Ghi dấu dòng dữ liệu"),
        ("ruleset", "approved", "Duyệt bộ quy định"),
        ("ruleset", "made", "Lập bộ quy định"),
        ("ruleset", "scheduled", "Lên lịch bộ quy định"),
        ("ruleset", "withdrawn", "Rút bộ quy định"),
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
