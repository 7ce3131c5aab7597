using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Resolve;

/// <summary>The values that a result template may use: answers.*, dossier.*, owner.*, agency.*.</summary>
internal sealed class ResultFields(FormLibrary forms, DossierRules rules, OrganisationDirectory organisation, TimeProvider clock)
{
    public async Task<IReadOnlyList<string>> Template(Dossier dossier) => (await rules.Version(dossier)).Result.Paragraphs;

    /// <summary>Those that the template of the procedure version names.</summary>
    public async Task<IEnumerable<string>> Names(Dossier dossier) => FormMerge.Names(string.Join('\n', (await rules.Version(dossier)).Result.Paragraphs));

    /// <summary>A result with these values, still to be drafted.</summary>
    public async Task<NewResult> Result(Dossier dossier, IReadOnlyDictionary<string, string> values, string verifyBase)
    {
        var (template, today) = ((await rules.Version(dossier)).Result, clock.Today());
        var agency = await organisation.Agency(dossier.CompetentAgency, today);
        return new NewResult(dossier.Id, dossier.Code, dossier.ProcedureCode, template.PaperType, template.ResultPaperCode, template.Title,
            template.NumberFormat, template.Paragraphs, values, dossier.CompetentAgency, dossier.CompetentAgencyName, ResolveDossier.OwnerOf(dossier),
            values["owner.name"], template.ValidMonths is { } months ? today.AddMonths(months) : null, verifyBase, await Labels(dossier))
        {
            Place = agency?.AdminUnitCode is { } unit ? (await organisation.Unit(unit, today))?.Name : null,
        };
    }

    public async Task<IReadOnlyDictionary<string, string>> Of(Dossier dossier)
    {
        var definition = await forms.Get(dossier.FormCode, dossier.FormVersion) ?? throw new InvalidOperationException($"Form {dossier.FormCode} is gone.");
        var fields = new Dictionary<string, string>(FormMerge.Of(definition, JsonNode.Parse(dossier.Answers)!.AsObject()), StringComparer.Ordinal)
        {
            ["dossier.code"] = dossier.Code,
            ["dossier.procedure"] = dossier.ProcedureName,
            ["dossier.receivedAt"] = dossier.ReceivedAt is { } at ? Vi.Date(at) : "",
            ["dossier.submittedAt"] = Vi.Date(dossier.SubmittedAt),
            ["owner.name"] = dossier.OwnerName,
            ["dossier.ownerName"] = dossier.OwnerName,
            ["owner.number"] = dossier.OwnerNumber ?? "",
            ["agency.name"] = dossier.CompetentAgencyName,
        };
        return fields;
    }

    /// <summary>How the desk calls a field that has no value.</summary>
    public async Task<Func<string, string>> Labels(Dossier dossier)
    {
        var definition = await forms.Get(dossier.FormCode, dossier.FormVersion) ?? throw new InvalidOperationException($"Form {dossier.FormCode} is gone.");
        return name => name switch
        {
            "owner.number" => "Số định danh của chủ hồ sơ",
            "dossier.receivedAt" => "Ngày tiếp nhận",
            "owner.name" or "dossier.ownerName" => "Chủ hồ sơ",
            "dossier.procedure" => "Tên thủ tục",
            "dossier.submittedAt" => "Ngày nộp",
            "agency.name" => "Cơ quan giải quyết",
            _ => FormMerge.Label(definition, name),
        };
    }
}
