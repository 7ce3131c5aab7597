using MotCua.Forms.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Text;

namespace MotCua.Filing.WalkIn;

/// <summary>
/// Nơi cư trú ghi trên thẻ, "Ấp 1, Viên An, Ngọc Hiển, Cà Mau": commune, district and province on cards from before a
/// reorganisation, commune and province on later ones. A district is never a commune, and a part is never guessed: two readings
/// that lead to two places are none.
/// </summary>
internal static class CardAddress
{
    // Longest first: "thi xa" before "xa".
    private static readonly string[] Kinds =
        ["thi tran", "thi xa", "thanh pho", "phuong", "huyen", "quan", "tinh", "tp.", "tt.", "tx.", "tp", "tt", "tx", "xa", "p.", "x.", "h.", "q."];

    public static PartyAddress? Read(string residence, DateOnly? issued, Places places)
    {
        var parts = residence.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || residence.Contains('|', StringComparison.Ordinal) || places.Province(places.HomeProvince) is not { } home) return null;
        var today = Same(home.Name, parts[^1]) ? places.Communes.Where(place => Same(place.Name, parts[^2])).ToList() : [];
        // A commune of today that has the name of others that went elsewhere is no certain reading of an older card.
        var now = today.Count == 1 && places.Former.Where(old => Same(Unit(old), parts[^2]))
            .All(old => old.NowCode == today[0].Code || issued >= old.Changed) ? today[0].Code : null;
        if (parts.Length < 3) return At(now, parts[..^2]);
        var district = places.Former.Where(old => (issued is null || old.Changed is null || issued < old.Changed)
            && Same(old.Province ?? home.Name, parts[^1]) && District(old) is { } above && Same(above, parts[^2])).ToList();
        var former = district.Where(old => Same(Unit(old), parts[^3])).ToList();
        if (former.Count > 0)
            return At(former.TrueForAll(old => old.Whole) && former.Select(old => old.NowCode).Distinct().ToList() is [var code] ? code : null, parts[..^3]);
        // A district whose commune is not known: the part before it may be misread, so the district's namesake is no answer.
        return district.Count > 0 ? null : At(now, parts[..^2]);

        PartyAddress? At(string? commune, string[] detail) =>
            commune is null ? null : new PartyAddress(places.HomeProvince, commune, string.Join(", ", detail));
    }

    private static string Unit(FormerPlace old) => old.Name.Split(',', StringSplitOptions.TrimEntries)[0];

    private static string? District(FormerPlace old) => old.Name.Split(',', StringSplitOptions.TrimEntries) is [_, var above] ? above : null;

    /// <summary>The same name, and the same kind where the card writes it: "Thị trấn Thới Bình" is only the town, "Thới Bình" perhaps the commune.</summary>
    private static bool Same(string known, string written)
    {
        var (kind, name) = Parts(known);
        var (saidKind, saidName) = Parts(written);
        return name == saidName && (saidKind.Length == 0 || kind.Length == 0 || Long(kind) == Long(saidKind));
    }

    private static (string Kind, string Name) Parts(string text)
    {
        var folded = VietnameseText.Fold(text);
        var kind = Kinds.FirstOrDefault(kind => folded.StartsWith(kind, StringComparison.Ordinal)
            && (kind[^1] == '.' || folded.Length > kind.Length && folded[kind.Length] == ' '));
        var name = kind is null ? folded : folded[kind.Length..].Trim();
        // "P5" and "Phường 05" are written too.
        if (kind is null && folded is ['p', ..] && folded.Length > 1 && folded[1..].All(char.IsAsciiDigit)) (kind, name) = ("p.", folded[1..]);
        return (kind ?? "", name.Length > 1 && name.All(char.IsAsciiDigit) ? name.TrimStart('0') : name.Replace('y', 'i'));
    }

    private static string Long(string kind) => kind.TrimEnd('.') switch
    {
        "tp" => "thanh pho", "tt" => "thi tran", "tx" => "thi xa", "p" => "phuong", "x" => "xa", "h" => "huyen", "q" => "quan", var whole => whole,
    };
}
