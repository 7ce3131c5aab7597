namespace MotCua.Organisation.Agencies;

/// <summary>Loại và cấp của cơ quan bằng lời.</summary>
internal static class AgencyWords
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["ubnd"] = "Ủy ban nhân dân", ["so"] = "Sở", ["ban"] = "Ban", ["van_phong"] = "Văn phòng", ["mot_cua"] = "Trung tâm phục vụ hành chính công",
        ["thanh_tra"] = "Thanh tra", ["ban_quan_ly"] = "Ban quản lý", ["cong_an"] = "Công an", ["thue"] = "Thuế", ["bhxh"] = "Bảo hiểm xã hội",
        ["quan_su"] = "Quân sự",
    };

    public static string Kind(string kind) => Kinds.GetValueOrDefault(kind, kind);

    public static string Level(int level) => level switch { 1 => "Tỉnh", 2 => "Huyện (đến 30/06/2025)", _ => "Xã, phường" };

    public static string OfficeKind(string kind) => kind == "serviceCentre" ? "Trung tâm cấp tỉnh" : kind == "communeCentre" ? "Trung tâm cấp xã"
        : "Bộ phận Một cửa";

    public static string Days(DateOnly from, DateOnly? to) => to is { } last ? $"{Platform.Ui.Vi.Date(from)} đến hết {Platform.Ui.Vi.Date(last)}"
        : $"từ {Platform.Ui.Vi.Date(from)}";
}
