using MotCua.Platform.Text;

namespace MotCua.Catalogue;

/// <summary>How people here call things, folded (no marks), beside the law's words. A query is also tried with these in place.</summary>
internal static class EverydayTerms
{
    private static readonly (string Said, string Law)[] Pairs =
    [
        ("giay khai sanh", "dang ky khai sinh"), ("khai sanh", "khai sinh"), ("sanh con", "khai sinh"), ("sinh con", "khai sinh"),
            ("lam khai sinh", "dang ky khai sinh"),
        ("cuoi", "ket hon"), ("lay chong", "ket hon"), ("lay vo", "ket hon"), ("dam cuoi", "ket hon"), ("giay ket hon", "dang ky ket hon"),
        ("bao tu", "khai tu"), ("nguoi mat", "khai tu"), ("giay chung tu", "khai tu"), ("mai tang", "mai tang phi"), ("doc than", "tinh trang hon nhan"),
        ("sang ten dat", "bien dong"), ("sang ten", "bien dong"), ("mua ban dat", "bien dong"), ("so do", "giay chung nhan quyen su dung dat"),
            ("so hong", "giay chung nhan quyen su dung dat"),
        ("nha dat", "dat dai"), ("tach so", "tach thua"), ("xay nha", "giay phep xay dung"), ("cat nha", "giay phep xay dung"),
            ("phep xay dung", "giay phep xay dung"),
        ("mo quan", "ho kinh doanh"), ("mo tiem", "ho kinh doanh"), ("buon ban", "ho kinh doanh"), ("giay phep kinh doanh", "ho kinh doanh"),
            ("mo cong ty", "thanh lap cong ty"),
        ("sao y", "chung thuc ban sao"), ("cong chung", "chung thuc"), ("photo chung thuc", "chung thuc ban sao"),
        ("tro cap", "tro giup xa hoi"), ("tien gia", "tro giup xa hoi"), ("tien nguoi gia", "tro giup xa hoi"), ("nguoi gia", "nguoi cao tuoi"),
            ("tan tat", "khuyet tat"),
        ("chung minh nhan dan", "can cuoc"), ("cmnd", "can cuoc"), ("cccd", "can cuoc"), ("ho khau", "thuong tru"), ("nhap khau", "dang ky thuong tru"),
            ("ly lich tu phap", "ly lich tu phap"),
    ];

    private static readonly (string Said, string Law)[] Folded = [.. Pairs.Select(pair => (SearchFold.Of(pair.Said), SearchFold.Of(pair.Law)))];

    /// <summary>The query itself first, then the same with everyday words replaced by the law's.</summary>
    public static IReadOnlyList<string> Variants(string folded)
    {
        var variants = new List<string> { folded };
        foreach (var (said, law) in Folded)
        {
            if ($" {folded} ".Contains($" {said} ", StringComparison.Ordinal))
                variants.Add($" {folded} ".Replace($" {said} ", $" {law} ", StringComparison.Ordinal).Trim());
        }
        return [.. variants.Distinct().Take(6)];
    }
}
