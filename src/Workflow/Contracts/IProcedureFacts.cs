using MotCua.Platform.Expressions;

namespace MotCua.Workflow.Contracts;

/// <summary>
/// Thủ tục mà quy trình được vẽ cho. Procedures and their forms stand beside this room, which may not look there: the room that knows them gives it.
/// </summary>
public interface IProcedureFacts
{
    /// <param name="code">National code or alias.</param>
    /// <returns>null: no such procedure.</returns>
    Task<ProcedureFacts?> Of(string code);

    /// <summary>Procedures by everyday words or code, the best first.</summary>
    Task<IReadOnlyList<ProcedureName>> Find(string words, int most);

    /// <summary>Everyday titles by code.</summary>
    Task<IReadOnlyDictionary<string, string>> Titles();

    /// <summary>Whether a dossier of the called procedure can be opened out of one of this procedure.</summary>
    Task<LinkedFit> Fits(string procedureCode, LinkedCall call);

    /// <summary>Mẫu quy trình đã công bố, those of the procedure itself first.</summary>
    Task<IReadOnlyList<ProcessTemplate>> Templates(string procedureCode);

    /// <summary>A template as BPMN 2.0 with its guesses marked; null: no such template.</summary>
    Task<string?> Draw(string template);
}

/// <summary>What a drawing of a procedure is judged against.</summary>
/// <param name="TermHours">Working hours of the legal term; null: it has none.</param>
/// <param name="Known">What conditions may look at.</param>
/// <param name="Steps">The list that holds as long as nothing is drawn.</param>
/// <param name="Drawing">What comes with the procedure instead of such a list.</param>
/// <param name="Agencies">Code and short name of those that may have to resolve it today.</param>
public sealed record ProcedureFacts(string Code, string Title, decimal? TermHours, bool SiteVisit, IReadOnlyList<KnownValue> Known,
    IReadOnlyList<ProcessStep> Steps, string? Drawing, IReadOnlyList<(string Code, string Name)> Agencies)
{
    /// <summary>What holds as long as no officer has published another one; null: nothing is known.</summary>
    public string? Unpublished => Drawing
        ?? (Steps.Count > 0 ? ProcessTemplates.Draw("process", Title, [.. Steps.Select(step => new TemplateStep(step, null))]) : null);
}

/// <summary>What a linked dossier would lack, in words.</summary>
/// <param name="Hinders">It could not be opened, or would come without answers that its form demands.</param>
/// <param name="Looks">It would be opened and wait for its office.</param>
public sealed record LinkedFit(IReadOnlyList<string> Hinders, IReadOnlyList<string> Looks);

/// <summary>A procedure as it is found.</summary>
public sealed record ProcedureName(string Code, string Title);

/// <summary>Mẫu quy trình từ một quyết định công bố.</summary>
/// <param name="Source">The decision and its province.</param>
/// <param name="OfThis">Published for the procedure that was asked for.</param>
public sealed record ProcessTemplate(string Id, string Name, int Steps, string Source, bool OfThis);
