using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;

namespace MotCua.Dossiers;

/// <summary>The answers of a dossier as a person reads them, in the words of the form version they were given to.</summary>
internal sealed class FormSummaries(FormLibrary forms)
{
    public async Task<IReadOnlyList<SummarySection>> Of(string formCode, int formVersion, string answers)
    {
        var definition = await forms.Get(formCode, formVersion) ?? throw new InvalidOperationException($"Form {formCode}/{formVersion} is gone.");
        return FormSummary.Of(definition, JsonNode.Parse(answers)!.AsObject());
    }
}
