using System.Text.RegularExpressions;
using MotCua.Forms.Contracts;

namespace MotCua.Forms;

/// <summary>What the shape of the JSON cannot say about a form.</summary>
internal static partial class FormCheck
{
    private const int LongestText = 10_000;
    private const int MostRows = 200;
    private const decimal LargestNumber = 1_000_000_000_000_000m;

    [GeneratedRegex("^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$")]
    private static partial Regex NameShape();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KeyShape();

    public static IReadOnlyList<string> Problems(FormDefinition form)
    {
        var problems = new List<string>();
        var names = form.Pages.SelectMany(page => page.Fields).Select(field => field.Name).ToList();
        if (form.Pages.Count == 0) problems.Add("A form needs at least one page.");
        Repeated(form.Pages.Select(page => page.Key), "page key", problems);
        Repeated(names, "field name", problems);
        foreach (var page in form.Pages)
        {
            if (!KeyShape().IsMatch(page.Key)) problems.Add($"Page key '{page.Key}' is not lower case with hyphens.");
            if (!FormSections.Titles.ContainsKey(page.Section)) problems.Add($"Page {page.Key}: unknown section '{page.Section}'.");
            if (page.ShowWhen is not null && page.Because is null) problems.Add($"Page {page.Key}: a conditional page says why it appeared (because).");
            if (page.Fields.Count == 0) problems.Add($"Page {page.Key} has no field.");
            Look(page.ShowWhen, $"Page {page.Key}", names, problems);
            foreach (var field in page.Fields) Look(field, names, problems);
        }
        // What conditions are typed against must be right first.
        if (problems.Count > 0) return problems;
        var known = FormValues.Known(form);
        foreach (var (page, where, condition) in form.Pages.SelectMany(page => page.Fields
            .SelectMany(field => new[] { (page, $"Field {field.Name}", field.ShowWhen), (page, $"Field {field.Name}", field.CopyWhen) })
            .Prepend((page, $"Page {page.Key}", page.ShowWhen))))
            problems.AddRange(condition?.Bind(form, known, page).Select(fault => $"{where}: {fault}.") ?? []);
        return problems;
    }

    private static void Look(FormField field, List<string> names, List<string> problems)
    {
        var where = $"Field {field.Name}";
        if (!NameShape().IsMatch(field.Name)) problems.Add($"{where}: a name is made of letters and dots, for example child.name.");
        if (names.Any(other => other.StartsWith(field.Name + ".", StringComparison.Ordinal))) problems.Add($"{where}: another field lies inside it.");
        if (field.Label.Length == 0) problems.Add($"{where} has no label.");
        if (field.Type is FieldType.Choice or FieldType.MultiChoice != field.Options.Count > 0)
            problems.Add($"{where}: options belong to choices, and choices need options.");
        Repeated(field.Options.Select(option => option.Value), $"option of {field.Name}", problems);
        Look(field.ShowWhen, where, names, problems);
        Look(field.CopyWhen, where, names, problems);
        foreach (var other in new[] { field.After, field.BirthField, field.SexField, field.CopyFrom, field.DiffersFrom })
        {
            if (other is not null && !names.Contains(other)) problems.Add($"{where} refers to the unknown field {other}.");
        }
        if (field.Whole && field.Type != FieldType.Number) problems.Add($"{where}: only a number can be whole.");
        if (field.Type == FieldType.Group != field.Fields.Count > 0) problems.Add($"{where}: fields belong to groups, and groups need fields.");
        if (field.Type == FieldType.Group && (field.RowTitle is null || field.AddText is null)) problems.Add($"{where}: a group needs rowTitle and addText.");
        Bounds(field, where, problems);
        if (field.MinRows > field.RowLimit) problems.Add($"{where}: minRows is above maxRows.");
        Repeated(field.Fields.Select(inner => inner.Name), $"field name in {field.Name}", problems);
        foreach (var inner in field.Fields)
        {
            if (inner.Type == FieldType.Group) problems.Add($"{where}: a group inside a group cannot be asked for.");
            if (inner.ShowWhen is not null || inner.BirthField is not null || inner.After is not null) problems.Add($"{where}: rows have no conditions.");
            Look(inner, [], problems);
        }
    }

    /// <summary>A bound that nobody can meet, or that no column holds, would leave an applicant before a box that no answer fits.</summary>
    private static void Bounds(FormField field, string where, List<string> problems)
    {
        if (field.MaxLength is < 1 or > LongestText) problems.Add($"{where}: maxLength is from 1 to {LongestText}.");
        if (field.MaxLength is not null && field.Type is not (FieldType.Text or FieldType.LongText or FieldType.Address))
            problems.Add($"{where}: maxLength belongs to text.");
        if (field.Type is not (FieldType.Number or FieldType.Money) && (field.Min ?? field.Max) is not null)
            problems.Add($"{where}: min and max belong to numbers.");
        if (field.Min is < -LargestNumber or > LargestNumber || field.Max is < -LargestNumber or > LargestNumber)
            problems.Add($"{where}: min and max lie within {LargestNumber}.");
        if (field.Max is { } most && (field.Min ?? 0) > most) problems.Add($"{where}: min is above max.");
        if (field.MinRows is < 0 || field.MaxRows is < 1 or > MostRows) problems.Add($"{where}: rows are from 0 to {MostRows}.");
        if (field.Type != FieldType.Group && (field.MinRows ?? field.MaxRows) is not null) problems.Add($"{where}: minRows and maxRows belong to groups.");
    }

    private static void Look(Condition? condition, string where, List<string> names, List<string> problems)
    {
        if (condition is null) return;
        if (condition.Shape() is { } wrong) problems.Add($"{where}: {wrong}.");
        problems.AddRange(condition.Names().Where(name => !names.Contains(name)).Select(name => $"{where}: the condition looks at the unknown field {name}."));
    }

    private static void Repeated(IEnumerable<string> values, string what, List<string> problems) =>
        problems.AddRange(values.GroupBy(value => value).Where(group => group.Count() > 1).Select(group => $"The {what} '{group.Key}' stands twice."));
}
