using MotCua.Forms.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.WalkIn;

/// <summary>
/// Mã QR trên thẻ căn cước (mẫu 2021 trở đi), as a scanner types it: number, old number, name, ddMMyyyy, sex, residence,
/// day of issue, between upright bars. Later cards add parts at the end.
/// </summary>
internal sealed record IdCard(string Number, string Name, string? Birth, string? Sex, string Residence)
{
    public const string Source = "Lấy từ mã QR thẻ căn cước";

    public const string FieldId = "f-the";

    public static IdCard Read(string? typed)
    {
        var text = VietnameseText.Clean(typed);
        if (text.Length == 0) throw new Refused(400, "Đặt con trỏ vào ô này rồi quét mã QR trên thẻ căn cước", FieldId);
        var parts = text.Split('|', StringSplitOptions.TrimEntries);
        if (parts.Length < 6) throw new Refused(400, "Đây không phải mã QR của thẻ căn cước. Quét lại mã ở mặt trước thẻ, hoặc nhập tay", FieldId);
        // A Vietnamese input method turns the digits and doubled letters that the scanner types into marks.
        if (parts[0].Length != 12 || !parts[0].All(char.IsAsciiDigit) || !parts[3].All(char.IsAsciiDigit))
            throw new Refused(400, "Bộ gõ tiếng Việt đang bật, hãy tắt rồi quét lại", FieldId);
        if (parts[2].Length < 2 || parts[2].Any(sign => sign == '?' || char.IsDigit(sign)))
            throw new Refused(400, "Máy quét làm mất dấu tiếng Việt trong họ tên. Chỉnh máy quét sang Unicode (UTF-8), hoặc nhập tay", FieldId);
        return new IdCard(parts[0], RawKeystrokes.Recompose(parts[2]) ?? parts[2], Day(parts[3]),
            VietnameseText.Fold(parts[4]) switch { "nam" => "male", "nu" => "female", _ => null }, parts[5]);
    }

    /// <summary>The residence in today's units; null when the text does not name exactly one commune of the province.</summary>
    public PartyAddress? AddressIn(Places places)
    {
        var parts = Residence.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || Residence.Any(sign => sign == '|')) return null;
        // Cards issued before 01/07/2025 name commune, district and province.
        if (parts.Length >= 3)
        {
            var (commune, district) = (VietnameseText.Fold(parts[^3]), VietnameseText.Fold(parts[^2]));
            var now = places.Former.Where(place => place.Whole && VietnameseText.Fold(place.Name).Split(',', StringSplitOptions.TrimEntries) is [var name, var above]
                && EndsWith(name, commune) && EndsWith(above, district)).Select(place => place.NowCode).Distinct().ToList();
            if (now.Count == 1) return new PartyAddress(places.HomeProvince, now[0], string.Join(", ", parts[..^3]));
        }
        if (places.Province(places.HomeProvince) is not { } home || !EndsWith(VietnameseText.Fold(home.Name), VietnameseText.Fold(parts[^1]))) return null;
        var today = places.Communes.Where(place => EndsWith(VietnameseText.Fold(place.Name), VietnameseText.Fold(parts[^2]))).ToList();
        return today.Count == 1 ? new PartyAddress(places.HomeProvince, today[0].Code, string.Join(", ", parts[..^2])) : null;
    }

    public PartyProfile Profile(Places places) => new(OwnerIdentity.OfPerson(Number), Name, Birth, Sex, Address: AddressIn(places));

    private static bool EndsWith(string whole, string words) => whole == words || whole.EndsWith(" " + words, StringComparison.Ordinal);

    private static string? Day(string text) => text switch
    {
        { Length: 4 } => text,
        { Length: 8 } when text[..4] == "0000" => text[4..],
        { Length: 8 } when text[..2] == "00" => $"{text[4..]}-{text[2..4]}",
        { Length: 8 } => $"{text[4..]}-{text[2..4]}-{text[..2]}",
        _ => null,
    };
}
