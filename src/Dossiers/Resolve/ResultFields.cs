using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Resolve;

/// <summary>The values that a result template may use: answers.*, dossier.*, owner.*, agency.*.</summary>
internal sealed class ResultFields(FormLibrary forms)
{
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
