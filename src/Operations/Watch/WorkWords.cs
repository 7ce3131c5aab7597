using MotCua.Platform.Events;

namespace MotCua.Operations.Watch;

/// <summary>Việc nền bằng lời, by the stable names of subscribers, jobs, timers, channels and recurring work.</summary>
internal static class WorkWords
{
    public static readonly IReadOnlyDictionary<string, string> Subscribers = Named(
    [
        ("dossiers", "close-consultations", "Khép việc lấy ý kiến khi hồ sơ kết thúc"),
        ("dossiers", "draft-apology", "Soạn sẵn văn bản xin lỗi"),
        ("dossiers", "follow-reorganisation", "Chuyển hồ sơ theo đơn vị kế tục"),
        ("dossiers", "keep-timers", "Giữ hẹn giờ nhắc việc của hồ sơ"),
        ("dossiers", "linked-ended", "Cho hồ sơ đi tiếp khi hồ sơ liên thông đã xong"),
        ("dossiers", "lent-papers", "Thu lại giấy tờ khi chủ kho rút đồng ý"),
        ("dossiers", "letter-day-closed", "Báo ngày hẹn nay là ngày nghỉ"),
        ("dossiers", "recount", "Nhận lịch làm việc mới để tính lại hạn"),
        ("dossiers", "tell-consultation", "Báo việc lấy ý kiến"),
        ("dossiers", "tell-proposal", "Báo việc trình yêu cầu bổ sung thêm"),
        ("dossiers", "tell-damage", "Báo tệp lưu trữ hỏng"),
        ("dossiers", "tell-recount", "Báo hạn trả đã tính lại"),
        ("dossiers", "tell-submission", "Báo đã nộp hồ sơ"),
        ("dossiers", "watch-readings", "Xét việc xem dữ liệu của hồ sơ đã rút"),
        ("operations", "tell-set-aside", "Báo quản trị có việc bị để riêng"),
    ]);

    public static readonly IReadOnlyDictionary<string, string> Jobs = Named(
    [
        ("dossiers", "move", "Chuyển hồ sơ sau sắp xếp đơn vị"),
        ("dossiers", "process-token", "Việc hệ thống tự làm và thời gian trong quy trình của hồ sơ"),
        ("dossiers", "recount", "Tính lại hạn theo lịch mới"),
        ("dossiers", "send-phone-code", "Soạn mã tra cứu gửi về điện thoại"),
        ("messages", "reset-code", "Soạn mã lấy lại mật khẩu"),
        ("papers", "read-scan", "Đọc chữ trên bản quét"),
    ]);

    public static readonly IReadOnlyDictionary<string, string> Recurring = Named(
    [
        ("dossiers", "delete-abandoned-files", "Xóa tệp bổ sung không còn ai chờ"),
        ("dossiers", "delete-expired-codes", "Xóa mã tra cứu đã hết hạn"),
        ("filing", "delete-expired-drafts", "Xóa bản nháp đã hết hạn"),
        ("dossiers", "purge-timers", "Dọn lời nhắc đã gửi từ lâu"),
        ("dossiers", "remind-due", "Nhắc việc đến giờ"),
        ("dossiers", "watch-begun-receptions", "Xét các lần tiếp nhận bỏ dở"),
        ("messages", "blank-codes", "Xóa nội dung mã đã hết hạn"),
        ("messages", "send-email", "Gửi thư điện tử"),
        ("messages", "send-sms", "Gửi tin nhắn SMS"),
        ("messages", "send-zalo", "Gửi tin Zalo"),
        ("organisation", "apply-reorganisations", "Cho phương án sắp xếp có hiệu lực"),
        ("people", "purge-tries", "Dọn các lần đăng nhập cũ"),
        ("platform", "purge-done", "Dọn việc nền đã xong"),
        ("platform", "purge-tries", "Dọn các lần thử mã cũ"),
        ("platform", "sweep-loose-files", "Dọn tệp không còn ai dùng"),
        ("proof", "check-rows", "Kiểm tra luân phiên dữ liệu với nhật ký"),
        ("proof", "seal-log", "Niêm phong nhật ký"),
        ("proof", "send-witness", "Gửi đối chứng ra ngoài"),
        ("workflow", "keep-past", "Ghi đường đi của hồ sơ đã qua"),
    ]);

    private static readonly Dictionary<string, string> Timers = new(StringComparer.Ordinal)
    {
        ["unanswered"] = "chưa tiếp nhận", ["unansweredLong"] = "chưa tiếp nhận quá lâu", ["stepSilent"] = "bước chưa có thao tác",
            ["stepLate"] = "bước quá hạn",
        ["dueSoon"] = "sắp đến hạn trả", ["dueToday"] = "đến hạn hôm nay", ["overdue"] = "quá hẹn trả", ["still"] = "hồ sơ đứng yên",
        ["consultationLate"] = "ý kiến trả lời quá hạn", ["statutorySoon"] = "sắp hết thời hạn tối đa", ["statutoryOver"] = "quá thời hạn tối đa",
    };

    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["sms"] = "Tin nhắn SMS", ["email"] = "Thư điện tử", ["zalo"] = "Tin Zalo", ["seal-log"] = "Nhật ký chưa niêm phong",
            ["send-witness"] = "Đối chứng ngoài chưa nhận được",
    };

    private static Dictionary<string, string> Named((string Room, string Name, string Words)[] rows) =>
        rows.ToDictionary(row => $"{row.Room}.{row.Name}", row => row.Words, StringComparer.Ordinal);

    public static string Of(string what, string name) => what switch
    {
        WorkSetAside.Fact or "subscriber" => Subscribers.GetValueOrDefault(name, name),
        WorkSetAside.Job => Jobs.GetValueOrDefault(name, name),
        WorkSetAside.Timer => $"Lời nhắc: {Timers.GetValueOrDefault(name, name)}",
        "recurring" => Recurring.GetValueOrDefault(name, name),
        _ => Others.GetValueOrDefault(name, name),
    };
}
