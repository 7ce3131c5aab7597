using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;

namespace MotCua.Dossiers.Process;

/// <summary>Câu trả lời của hồ sơ, as the conditions of its process look at them.</summary>
internal sealed class CaseAnswers(FormLibrary forms)
{
    /// <summary>By the names of <see cref="FormValues.Known"/>; null: not given, or not asked by the form that the dossier was filed with.</summary>
    public async Task<Func<string, object?>> Of(Dossier dossier) => await forms.Get(dossier.FormCode, dossier.FormVersion) is { } form
        ? FormValues.Of(form, JsonNode.Parse(dossier.Answers)!.AsObject()) : _ => null;
}
