using System.Globalization;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Filing.WalkIn;

/// <summary>
/// Mã QR trên thẻ căn cước (mẫu 2021 trở đi), as a scanner types it: number, old number, name, ddMMyyyy, sex, residence,
/// day of issue, between upright bars. Later cards add parts at the end.
/// </summary>
internal sealed record IdCard(string Number, string Name, string? Birth, string? Sex, string Residence)
{
    public const string Source = "Lấy từ mã QR thẻ căn cước";

    public const string FieldId = "f-the";

    /// <summary>Null when the card does not say.</summary>
    public DateOnly? IssuedOn { get; init; }

    /// <summary>The scanner typed keystrokes, from which the words were put together: somebody must compare them with the card.</summary>
    public bool Recomposed { get; init; }

    public static IdCard Read(string? typed)
    {
        if (TypedText.IsBroken(TypedText.Gate(typed ?? ""))) throw LostMarks();
        var text = VietnameseText.Clean(typed);
        if (text.Length == 0) throw new Refused(400, "Đặt con trỏ vào ô này rồi quét mã QR trên thẻ căn cước", FieldId);
        var parts = text.Split('|', StringSplitOptions.TrimEntries);
        if (parts.Length < 6) throw new Refused(400, "Đây không phải mã QR của thẻ căn cước. Quét lại mã ở mặt trước thẻ, hoặc nhập tay", FieldId);
        // A Vietnamese input method turns the digits and doubled letters that the scanner types into marks.
        if (parts[0].Length != 12 || !parts[0].All(char.IsAsciiDigit) || !parts[3].All(char.IsAsciiDigit))
            throw new Refused(400, "Bộ gõ tiếng Việt đang bật, hãy tắt rồi quét lại", FieldId);
        if (parts[2].Length == 0 || parts[2].Any(sign => sign == '?' || char.IsDigit(sign))) throw LostMarks();
        // One mark anywhere, and the scanner types letters: then "Kim Soo Lan" is a name and no keystrokes.
        var name = text.All(char.IsAscii) ? RawKeystrokes.Recompose(parts[2]) : null;
        if (name is not null) (parts[2], parts[4], parts[5]) = (name, Together(parts[4]), Together(parts[5]));
        return new IdCard(parts[0], parts[2], Day(parts[3]), VietnameseText.Fold(parts[4]) switch { "nam" => "male", "nu" => "female", _ => null }, parts[5])
        {
            Recomposed = name is not null,
            IssuedOn = parts.Length > 6
                && DateOnly.TryParseExact(parts[6], "ddMMyyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var issued) ? issued : null,
        };
    }

    /// <summary>The residence in today's units; null when it does not name exactly one commune: then a person is asked.</summary>
    public PartyAddress? AddressIn(Places places) => CardAddress.Read(Residence, IssuedOn, places);

    public PartyProfile Profile(Places places) => new(OwnerIdentity.OfPerson(Number), Name, Birth, Sex, Address: AddressIn(places));

    /// <summary>What the officer is told after the boxes were filled.</summary>
    public string Note(Places places)
    {
        var place = AddressIn(places) is null ? $"Nơi cư trú ghi trên thẻ: {Residence}. Chọn xã, phường hiện nay giúp người nộp."
            : "Đã điền từ thẻ căn cước. Đối chiếu với người nộp rồi nhập tiếp.";
        return Recomposed ? $"Máy quét gõ phím chưa bỏ dấu, hệ thống đã ghép lại thành \"{Name}\". So từng chữ với thẻ. {place}" : place;
    }

    private static Refused LostMarks() =>
        new(400, "Máy quét làm mất dấu tiếng Việt trong họ tên. Chỉnh máy quét sang Unicode (UTF-8), hoặc nhập tay", FieldId);

    private static string Together(string text) =>
        string.Join(", ", text.Split(',', StringSplitOptions.TrimEntries).Select(part => RawKeystrokes.Recompose(part) ?? part));

    private static string? Day(string text) => text switch
    {
        { Length: 4 } => text,
        { Length: 8 } when text[..4] == "0000" => text[4..],
        { Length: 8 } when text[..2] == "00" => $"{text[4..]}-{text[2..4]}",
        { Length: 8 } => $"{text[4..]}-{text[2..4]}-{text[..2]}",
        _ => null,
    };
}
