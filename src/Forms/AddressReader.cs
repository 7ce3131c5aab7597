using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.Platform.Text;

namespace MotCua.Forms;

/// <summary>
/// Địa chỉ hai cấp: {province, provinceName, commune?, communeName, detail}. In the home province the commune must be known, by
/// code or by its present or a former name; elsewhere it is kept as written.
/// </summary>
internal static class AddressReader
{
    private const int NameLimit = 120;

    public static JsonObject? Read(FormField field, string path, RawValues raw, Places places, FieldReader reader)
    {
        var (provinceText, communeText, detail) = (Box("province"), Box("commune"), Box("detail"));
        if (communeText.Length + detail.Length == 0)
        {
            if (!field.Optional) reader.Say(path, FieldReader.MissingText(field), true);
            return null;
        }
        foreach (var part in new[] { "province", "commune", "detail" })
        {
            if (!TypedText.IsBroken(raw[$"{path}.{part}"])) continue;
            reader.Say($"{path}.{part}", TypedText.BrokenWords);
            return null;
        }
        var province = provinceText.Length == 0 ? places.Province(places.HomeProvince) : places.Province(provinceText)
            ?? places.Provinces.FirstOrDefault(place => Same(place.Name, provinceText));
        if (places.Provinces.Count > 0 && province is null)
        {
            reader.Say($"{path}.province", "Chọn tỉnh, thành phố trong danh sách");
            return null;
        }
        if (communeText.Length == 0 || TypedText.Length(communeText) > NameLimit)
        {
            reader.Say(path, communeText.Length == 0 ? FieldReader.MissingText(field) : "Tên xã, phường quá dài. Chọn trong danh sách",
                communeText.Length == 0);
            return null;
        }
        if (detail.Length == 0 && !field.Optional) reader.Say($"{path}.detail", "Nhập địa chỉ chi tiết: số nhà, đường, ấp hoặc khóm", true);
        if (TypedText.TooLong(detail, field.Limit, "Địa chỉ chi tiết") is { } tooLong)
        {
            reader.Say($"{path}.detail", tooLong);
            detail = "";
        }
        var commune = new Place("", communeText);
        if (places.Communes.Count > 0 && province?.Code == places.HomeProvince)
        {
            if (Commune(communeText, places, out var problem) is not { } known)
            {
                reader.Say(path, problem);
                return null;
            }
            commune = known;
        }
        var address = new JsonObject();
        Put("province", province?.Code);
        Put("provinceName", province?.Name ?? provinceText);
        Put("commune", commune.Code);
        Put("communeName", commune.Name);
        Put("detail", detail);
        return address;

        string Box(string part) => VietnameseText.Clean(raw[$"{path}.{part}"]);

        void Put(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value)) address[key] = value;
        }
    }

    private static Place? Commune(string text, Places places, out string problem)
    {
        problem = "";
        if (places.Commune(text) is { } byCode) return byCode;
        if (places.Communes.FirstOrDefault(place => Same(place.Name, text)) is { } exact) return exact;
        var bare = places.Communes.Where(place => Same(Bare(place.Name), text)).ToList();
        if (bare.Count == 1) return bare[0];
        var former = places.Former.Where(old => Same(old.Name, text) || Same(old.Name.Split(',')[0], text) || Same(Bare(old.Name.Split(',')[0]), text))
            .ToList();
        var now = bare.Count > 1 ? bare : [.. former.Select(old => places.Commune(old.NowCode)).OfType<Place>().Distinct()];
        if (now.Count == 1) return now[0];
        problem = now.Count > 1
            ? $"\"{text}\" nay có thể là: {string.Join(", ", now.Take(4).Select(place => place.Name))}. Chọn một nơi"
            : $"Chưa thấy xã, phường \"{(text.Length > 40 ? TypedText.Beginning(text, 40) + "…" : text)}\". Chọn trong danh sách, có thể gõ tên cũ";
        return null;
    }

    /// <summary>"Xã Đất Mũi" → "Đất Mũi".</summary>
    private static string Bare(string name)
    {
        foreach (var kind in new[] { "Xã ", "Phường ", "Thị trấn " })
        {
            if (name.StartsWith(kind, StringComparison.OrdinalIgnoreCase)) return name[kind.Length..];
        }
        return name;
    }

    private static bool Same(string one, string other) => SearchFold.Of(one) == SearchFold.Of(other);
}
