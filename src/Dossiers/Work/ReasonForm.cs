using MotCua.Dossiers.Contracts;

namespace MotCua.Dossiers.Work;

/// <summary>An act of an officials' page that needs a reason in words.</summary>
/// <param name="Handler">Name of the page handler.</param>
/// <param name="Final">The act ends the dossier: a red button.</param>
/// <param name="List">Reasons to choose from; the words then only add to them.</param>
internal sealed record ReasonForm(ActPageModel Page, string Handler, string Label, string Button, bool Final, IReadOnlyList<Reason>? List = null);
