using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Linked;

/// <summary>Một tờ khai cho nhiều hồ sơ: what the form of the linked procedure asks, out of the declaration that was filed and of the drawing.</summary>
internal sealed class LinkedAnswers(FormLibrary forms, PlaceBook places)
{
    /// <returns>The answers in the form of the linked procedure, and whether it would be taken as it is.</returns>
    public async Task<(JsonObject Answers, bool Complete)> Of(Dossier parent, JsonObject declared, LinkedCall call, ProcedureVersionView version)
    {
        var before = await Form(parent.FormCode, parent.FormVersion);
        var now = await Form(version.FormCode, version.FormVersion);
        var context = await places.Context();
        var fields = before.Pages.SelectMany(page => page.Fields).ToDictionary(field => field.Name, StringComparer.Ordinal);
        var given = new JsonObject();
        foreach (var one in call.Given)
            given.Put(one.Field, JsonValue.Create(one.Said(Declared)));
        // Whom it is for is not asked of who has filed for a person already.
        if (parent.OwnerNumber is { } number)
            FormPrefill.Fill(now, given, new PartyProfile(new OwnerIdentity(parent.OwnerKind, number), parent.OwnerName, null, null, null, null, null, null),
                context.Places, only: field => field.Prefill == "party.kind");
        var (answers, _) = FormCopy.Of(before, declared, now, context, given);
        return (answers, FormAnswers.Validate(now, answers, context).Problems.Count == 0);

        string Declared(string name) => fields.TryGetValue(name, out var field) ? FormSummary.Display(field, declared.At(name)) : "";
    }

    private async Task<FormDefinition> Form(string code, int version) =>
        await forms.Get(code, version) ?? throw new InvalidOperationException($"Form {code}/{version} is gone.");
}
