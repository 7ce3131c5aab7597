using MotCua.Papers.Contracts;

namespace MotCua.Dossiers.Slips;

/// <summary>
/// What whoever edits a template sees of a real dossier: its shape. Only what stands in this list is the dossier's own; any
/// other field, also one added tomorrow, has the invented value of its list of fields.
/// </summary>
internal static class PreviewValues
{
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "agency.name", "office.name", "office.address", "office.phone", "office.website", "hotline", "place.date", "dossier.code", "procedure.name",
            "procedure.code",
        "intake.name", "authority.name", "receipt.sets", "receipt.term", "receipt.receivedAt", "receipt.dueAt", "sheet.receivedAt", "sheet.term", "sheet.dueAt",
        "request.no", "apology.receivedAt", "apology.oldDue", "apology.newDue", "stop.receivedAt", "stop.at", "stop.legalBasis", "result.kind", "return.at",
        "components.name", "components.originals", "components.certified", "components.copies", "components.kind", "items.name", "items.count",
        "hops.from", "hops.to", "hops.step", "hops.at", "hops.outcome",
    };

    private static readonly string[] Lists = ["components", "batch", "items", "hops"];

    /// <param name="real">As the paper itself would get them.</param>
    public static PaperValues Of(string kind, PaperValues real)
    {
        var shown = PaperTemplates.Sample(kind);
        var fields = PaperTemplates.FieldsOf(kind);
        foreach (var field in fields)
        {
            var value = real.Of(field.Name);
            // A line that the dossier does not have is left out here too.
            if (value.Length == 0 ? !field.Required : Own.Contains(field.Name)) shown[field.Name] = value;
        }
        foreach (var list in Lists.Where(list => shown.Items(list).Count > 0))
        {
            var columns = fields.Where(field => field.Name.StartsWith(list + ".", StringComparison.Ordinal)).ToList();
            shown.Add(list, real.Items(list).Select((item, at) =>
                columns.ToDictionary(field => field.Name[(list.Length + 1)..],
                field => Shown(field, item.GetValueOrDefault(field.Name[(list.Length + 1)..]), at))));
        }
        return shown;
    }

    private static string? Shown(PaperField field, string? value, int at) => string.IsNullOrEmpty(value) || Own.Contains(field.Name) ? value
        : field.Samples[at % field.Samples.Length] is { Length: > 0 } sample ? sample : field.Sample;
}
