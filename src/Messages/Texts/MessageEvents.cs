namespace MotCua.Messages.Texts;

/// <summary>Những việc được báo tin, in words.</summary>
internal static class MessageEvents
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["dossier.submitted"] = "Đã nộp hồ sơ", ["dossier.received"] = "Đã tiếp nhận hồ sơ", ["dossier.supplement"] = "Yêu cầu bổ sung",
        ["dossier.supplement-again"] = "Yêu cầu bổ sung thêm lần nữa", ["dossier.supplemented"] = "Đã nhận bổ sung",
        ["dossier.refused"] = "Không tiếp nhận hồ sơ",
        ["dossier.refused-received"] = "Từ chối giải quyết sau khi tiếp nhận", ["dossier.resolved"] = "Có kết quả",
        ["dossier.stopped"] = "Dừng giải quyết", ["dossier.payment"] = "Chờ nộp tiền", ["dossier.paused"] = "Tạm dừng tính giờ",
        ["dossier.resumed"] = "Giải quyết tiếp", ["dossier.process-notice"] = "Tin về việc giải quyết hồ sơ",
        ["dossier.apology"] = "Xin lỗi và hẹn lại", ["dossier.withdrawn"] = "Đã rút hồ sơ",
        ["dossier.corrected"] = "Kết quả được đính chính", ["dossier.clock-corrected"] = "Đính chính thời hạn", ["dossier.returned"] = "Đã trả kết quả",
        ["dossier.due-later"] = "Lịch nghỉ đổi, hẹn muộn hơn", ["dossier.due-earlier"] = "Lịch nghỉ đổi, hẹn sớm hơn",
        ["dossier.letter-day-closed"] = "Ngày hẹn trong văn bản thành ngày nghỉ", ["reminder.unansweredLong"] = "Hồ sơ nộp lâu chưa được trả lời",
        ["reminder.stepSilent"] = "Một bước chưa có thao tác", ["reminder.stepLate"] = "Một bước bị chậm", ["reminder.dueSoon"] = "Sắp đến hạn",
        ["reminder.dueToday"] = "Đến hạn hôm nay", ["reminder.overdue"] = "Quá hẹn trả", ["reminder.still"] = "Hồ sơ đứng yên",
        ["reminder.statutoryOver"] = "Quá thời hạn tối đa", ["draft.link"] = "Đường dẫn để làm tiếp hồ sơ", ["account.code"] = "Mã xác nhận",
        ["account.contact"] = "Nơi nhận tin của tài khoản đã đổi",
        ["vault.asked"] = "Giấy tờ nộp dưới tên ông/bà",
    };

    /// <summary>What a field says, and a value that was invented for it.</summary>
    private static readonly Dictionary<string, (string Words, string Sample)> Fields = new(StringComparer.Ordinal)
    {
        ["short"] = ("mã ngắn", "7KQ4-9M2X"), ["code"] = ("mã hồ sơ", "H12.32248-260428-0001"), ["procedure"] = ("tên thủ tục", "Đăng ký khai sinh"),
        ["due"] = ("ngày hẹn trả", "17:00, 29/04/2026"), ["moved"] = ("ngày hẹn trước", ", trước là 17:00, 24/04/2026"),
        ["reason"] = ("lý do", "Thiếu bản chụp giấy chứng sinh."), ["count"] = ("số giấy tờ", "2"), ["no"] = ("lần thứ mấy", "2"),
        ["link"] = ("đường dẫn để xem", ""), ["since"] = ("từ lúc nào", "09:00, 27/04/2026"), ["holder"] = ("nơi đang giữ hồ sơ", "UBND xã Đất Mũi"),
        ["step"] = ("tên bước", "Thẩm định hồ sơ"), ["late"] = ("chậm bao lâu", "quá hẹn 2 ngày làm việc"),
        ["time"] = ("lúc đổi", "09:00, 28/04/2026"),
    };

    public static IEnumerable<string> Known => Names.Keys;

    /// <summary>An event of a newer version keeps its name until it has words.</summary>
    public static string Name(string happening) => Names.GetValueOrDefault(happening, happening);

    public static string Field(string field, string happening) => happening == "account.code" && field == "code" ? "mã xác nhận"
        : Fields.GetValueOrDefault(field, (field, "")).Item1;

    public static Dictionary<string, string> Samples(string happening)
    {
        var values = Fields.Where(field => field.Key != "link").ToDictionary(field => field.Key, field => field.Value.Sample, StringComparer.Ordinal);
        if (happening == "account.code") values["code"] = "482913";
        return values;
    }
}
