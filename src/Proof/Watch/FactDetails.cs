using System.Globalization;
using System.Text.Json;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Ui;

namespace MotCua.Proof.Watch;

/// <param name="Stream">What the value is a key of, so that it can be named.</param>
internal sealed record FactDetail(string Label, string Value, string? Stream = null);

/// <summary>
/// Trước và sau, in words: of the content of a fact only what this list names. Nothing in it tells of the owner of a dossier or a paper: who watches
/// over the log has no case in which to read that.
/// </summary>
internal static class FactDetails
{
    private static readonly (string Key, string Label)[] Anywhere =
    [
        ("no", "Lần"), ("number", "Số"), ("version", "Phiên bản"), ("before", "Trước"), ("after", "Sau"), ("oldDue", "Hẹn trước"), ("newDue", "Hẹn mới"),
        ("dueAt", "Hẹn trả"), ("fromUnit", "Từ"), ("toUnit", "Đến"), ("fromAgency", "Từ cơ quan"), ("toAgency", "Đến cơ quan"), ("step", "Bước"),
    ];

    private static readonly (string Key, string Label)[] OfTheHouse =
    [
        ("role", "Vai trò"), ("agencyCode", "Cơ quan"), ("officeCode", "Bộ phận"), ("agency", "Cơ quan"), ("name", "Tên"), ("heirName", "Về"),
        ("title", "Chức danh"), ("username", "Tên đăng nhập"), ("door", "Cửa nộp"), ("address", "Địa chỉ"), ("phone", "Điện thoại"), ("email", "Thư điện tử"),
        ("validFrom", "Từ ngày"), ("from", "Từ ngày"), ("validTo", "Đến hết ngày"), ("lastDay", "Đến hết ngày"), ("effective", "Có hiệu lực"),
        ("date", "Ngày"), ("basis", "Căn cứ"), ("changed", "Phần đổi"),
        ("said", "Người dân nói"), ("law", "Từ trong thủ tục"), ("files", "Tệp"), ("loaded", "Dòng nạp"), ("refused", "Dòng không nạp"),
    ];

    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["agencyCode"] = "agency", ["agency"] = "agency", ["fromAgency"] = "agency", ["toAgency"] = "agency", ["officeCode"] = "office",
    };

    /// <summary>What is the house's own. Whatever else there is, also what comes later, may be about somebody's dossier or papers.</summary>
    private static readonly HashSet<string> House = new(StringComparer.Ordinal)
    {
        "account", "agency", "office", "calendar", "reorganisation", "procedure", "everyday-term", "rule-set", "message-text", "paper-template", "load", "work",
        "reason", "process",
    };

    /// <param name="prefix">Of the stream: what the fact is about.</param>
    public static IReadOnlyList<FactDetail> Of(string data, string prefix)
    {
        using var read = JsonDocument.Parse(data);
        if (read.RootElement.ValueKind != JsonValueKind.Object) return [];
        return [.. In(read.RootElement, House.Contains(prefix) ? [.. Anywhere, .. OfTheHouse] : Anywhere, "")];
    }

    private static IEnumerable<FactDetail> In(JsonElement content, (string Key, string Label)[] known, string before)
    {
        foreach (var (key, label) in known)
        {
            if (!content.TryGetProperty(key, out var value)) continue;
            if (value.ValueKind == JsonValueKind.Object)
                foreach (var inner in In(value, known, $"{label}: ")) yield return inner;
            else if (Words(key, value) is { Length: > 0 } words)
                yield return new FactDetail(before + label, words, Named.TryGetValue(key, out var prefix) ? $"{prefix}/{words}" : null);
        }
    }

    private static string? Words(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out var number) ? Vi.Number(number) : value.GetRawText(),
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString())),
        JsonValueKind.String => Text(key, value.GetString()!),
        _ => null,
    };

    private static string? Text(string key, string text)
    {
        if (Guid.TryParse(text, out _)) return null;
        if (key == "role") return Roles.Names.GetValueOrDefault(text, text);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Vi.Date(day);
        return text.Length >= 19 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? Vi.DateTime(at) : text;
    }
}
