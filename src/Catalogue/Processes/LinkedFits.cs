using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Catalogue.Processes;

/// <summary>
/// Thủ tục này mở được hồ sơ của thủ tục kia không: who would decide on it, and whether one declaration answers both forms. What the law may let be missing
/// is only told; what would leave a dossier without its agency or its declaration hinders.
/// </summary>
internal sealed class LinkedFits(ProcedureCatalogue catalogue, FormLibrary forms)
{
    /// <summary>Filled in from who files, in whatever form.</summary>
    public const string PartyKind = "party.kind";

    /// <summary>Where who files lives: the commune that decides, where no other is known.</summary>
    public const string Home = "applicant.address";

    public async Task<LinkedFit> Of(ProcedureVersionView opens, LinkedCall call)
    {
        var (hinders, looks) = (new List<string>(), new List<string>());
        if (await catalogue.Get(call.Procedure) is not { Withdrawn: false } called)
            return new([$"danh mục không có thủ tục {call.Procedure} đang áp dụng"], []);
        var here = await forms.Get(opens.FormCode, opens.FormVersion) ?? throw new InvalidOperationException($"Form {opens.FormCode} is gone.");
        var there = await forms.Get(called.FormCode, called.FormVersion) ?? throw new InvalidOperationException($"Form {called.FormCode} is gone.");
        var asked = Fields(here).ToDictionary(one => one.Field.Name, StringComparer.Ordinal);

        if (call.Place is { } place && (!asked.TryGetValue(place, out var address) || address.Field.Type != FieldType.Address))
            hinders.Add($"nơi giải quyết theo mục “{place}”, nhưng tờ khai không có mục địa chỉ tên đó");
        if (called.CompetentLevel != "commune" && called.CompetentAgency is null) hinders.Add($"chưa rõ cơ quan nào giải quyết thủ tục {called.Code}");
        if (called.CompetentLevel == "commune" && opens.CompetentLevel != "commune" && call.Place is null && !asked.ContainsKey(Home))
            hinders.Add($"thủ tục {called.Code} do xã, phường giải quyết; chọn mục địa chỉ cho biết xã, phường nào");

        foreach (var given in call.Given)
        {
            var field = Fields(there).Select(one => one.Field).FirstOrDefault(field => field.Name == given.Field);
            if (field is null) hinders.Add($"tờ khai của thủ tục {called.Code} không có mục “{given.Field}”");
            else if (field.Type is FieldType.Address or FieldType.Group or FieldType.MultiChoice)
                hinders.Add($"mục “{field.Label}” không khai sẵn bằng lời được");
            else if (field.Options.Count > 0 && field.Options.All(option => option.Value != given.Text))
                hinders.Add($"mục “{field.Label}”: chọn một trong {string.Join(", ", field.Options.Select(option => $"{option.Value} ({option.Text})"))}");
            hinders.AddRange(given.Asked.Where(name => !asked.ContainsKey(name))
                .Select(name => $"mục khai sẵn “{given.Field}” nhắc “{{{name}}}”, tờ khai này không có mục đó"));
        }
        foreach (var (field, always) in Fields(there).Where(one => !one.Field.Optional && one.Field.Prefill != PartyKind))
        {
            if (call.Given.Any(given => given.Field == field.Name)) continue;
            var known = asked.TryGetValue(field.Name, out var same) && same.Field.Type == field.Type;
            if (!known && always) hinders.Add($"tờ khai của thủ tục {called.Code} cần “{field.Label}” ({field.Name}); tờ khai này không hỏi. Khai sẵn mục đó");
            else if (always && (same.Field.Optional || !same.Always))
                looks.Add($"“{field.Label}” có thể chưa được khai; khi đó hồ sơ liên thông chờ bộ phận một cửa");
        }
        looks.AddRange(called.Papers.Where(paper => paper.IsAlwaysNeeded && paper.Kind != "form" && !Has(opens, paper))
            .Select(paper => $"thủ tục {called.Code} cần “{paper.Name}”; không có trong hồ sơ này thì hồ sơ liên thông chờ bộ phận một cửa"));
        return new(hinders, looks);
    }

    /// <returns>The fields, and whether each is asked whatever else is answered.</returns>
    private static IEnumerable<(FormField Field, bool Always)> Fields(FormDefinition form) =>
        form.Pages.SelectMany(page => page.Fields.Select(field => (field, page.ShowWhen is null && field.ShowWhen is null)));

    /// <summary>The same kind of paper is handed in here.</summary>
    private static bool Has(ProcedureVersionView opens, PaperView paper) => paper.PaperType is { } type && opens.Papers.Any(own => own.PaperType == type);
}
