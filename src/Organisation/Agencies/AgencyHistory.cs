using MotCua.Organisation.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Ui;

namespace MotCua.Organisation.Agencies;

/// <summary>The facts of an agency in words, for its page.</summary>
internal static class AgencyHistory
{
    public static string Words(Event line) => line.Kind switch
    {
        "agency.corrected/1" => Corrected(line.As<AgencyCorrected>()),
        "office.opened/1" when line.As<OfficeOpened>() is var it => $"Mở {it.Name} ({it.Code}) từ {Vi.Date(it.From)}",
        "office.renamed/1" when line.As<OfficeRenamed>() is var it => $"Đổi tên {it.Before} thành {it.After} từ {Vi.Date(it.From)}",
        "office.closed/1" when line.As<OfficeClosed>() is var it => $"Đóng {it.Name} ({it.Code}), tiếp nhận đến hết {Vi.Date(it.LastDay)}",
        "agency.reorganised/1" when line.As<AgencyReorganised>() is { Kind: "split" } it && it.Code != it.Heir =>
            $"Tách một phần thành {it.HeirName} ({it.Heir}) từ {Vi.Date(it.Date)}, phương án số {it.Number}",
        "agency.reorganised/1" when line.As<AgencyReorganised>() is var it => it.Code != it.Heir
            ? $"{it.Name} do {it.HeirName} ({it.Heir}) kế tục từ {Vi.Date(it.Date)}, phương án số {it.Number}"
            : $"{it.HeirName} từ {Vi.Date(it.Date)}, phương án số {it.Number}",
        _ => line.Kind,
    };

    private static string Corrected(AgencyCorrected fact) => "Đính chính " + string.Join("; ", new[]
    {
        ("địa chỉ", fact.Before.Address, fact.After.Address), ("điện thoại", fact.Before.Phone, fact.After.Phone),
        ("trang thông tin", fact.Before.Website, fact.After.Website),
    }.Where(one => one.Item2 != one.Item3).Select(one => $"{one.Item1}: từ “{one.Item2 ?? "chưa có"}” thành “{one.Item3 ?? "chưa có"}”"));
}
