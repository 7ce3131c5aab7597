using System.Text.Json.Nodes;
using MotCua.People.Contracts;

namespace MotCua.Forms.Contracts;

/// <summary>Điền sẵn: first values from what the state already knows, with their source.</summary>
public static class FormPrefill
{
    public const string FromAccount = "Lấy từ tài khoản";

    /// <summary>
    /// Puts values into fields that have none yet. Returns what was put, by field name, with the words of its source, so that
    /// the page can show it beside the box.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Fill(FormDefinition form, JsonObject answers, PartyProfile? party, Places places,
        string source = FromAccount, Func<FormField, bool>? only = null)
    {
        var filled = new Dictionary<string, string>(StringComparer.Ordinal);
        if (party is null) return filled;
        foreach (var field in form.Pages.SelectMany(page => page.Fields).Where(field => field.Prefill is not null && (only is null || only(field))))
        {
            if (answers.At(field.Name).IsAnswered() || Value(field.Prefill!, party, places) is not { } value) continue;
            answers.Put(field.Name, value);
            filled[field.Name] = source;
        }
        return filled;
    }

    /// <summary>
    /// Puts into the page's empty fields what an earlier page already answered (<see cref="FormField.CopyFrom"/>). Call when the
    /// page is shown for the first time.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Carry(FormDefinition form, FormPage page, JsonObject answers)
    {
        var carried = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in page.Fields.Where(field => field.CopyFrom is not null && field.CopyWhen.Holds(answers)))
        {
            if (answers.At(field.Name).IsAnswered() || answers.At(field.CopyFrom!) is not { } known || !known.IsAnswered()) continue;
            answers.Put(field.Name, known.DeepClone());
            carried[field.Name] = $"Lấy từ phần {form.Pages.First(other => other.Fields.Any(f => f.Name == field.CopyFrom)).Title}";
        }
        return carried;
    }

    private static JsonNode? Value(string prefill, PartyProfile party, Places places)
    {
        var person = party.Identity.Kind == OwnerIdentity.Person;
        return prefill switch
        {
            "person.name" => Text(person ? party.Name : party.Representative),
            "person.number" when person => Text(party.Identity.Number),
            "person.birth" when person => Text(party.Birth),
            "person.sex" when person => Text(party.Sex),
            "person.phone" => Text(party.Phone),
            "person.email" => Text(party.Email),
            "person.address" when person => Address(party.Address, places),
            "party.kind" => Text(party.Identity.Kind),
            "organisation.name" when !person => Text(party.Name),
            "organisation.number" when !person => Text(party.Identity.Number),
            "organisation.representative" when !person => Text(party.Representative),
            "organisation.address" when !person => Address(party.Address, places),
            _ => null,
        };
    }

    private static JsonValue? Text(string? text) => string.IsNullOrEmpty(text) ? null : JsonValue.Create(text);

    private static JsonObject? Address(PartyAddress? address, Places places)
    {
        if (address?.Commune is null) return null;
        var known = new JsonObject();
        foreach (var (key, value) in new[]
        {
            ("province", address.Province), ("provinceName", places.Province(address.Province)?.Name), ("commune", address.Commune),
            ("communeName", places.Commune(address.Commune)?.Name), ("detail", address.Detail),
        })
        {
            if (!string.IsNullOrEmpty(value)) known[key] = value;
        }
        return known;
    }
}
