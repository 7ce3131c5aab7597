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
            ["owner.number"] = dossier.OwnerNumber ?? "",
            ["agency.name"] = dossier.CompetentAgencyName,
        };
        return fields;
    }
}
