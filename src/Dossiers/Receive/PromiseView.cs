using MotCua.Organisation.Contracts;

namespace MotCua.Dossiers.Receive;

/// <summary>The date that would be promised now, and why.</summary>
internal sealed record PromiseView(DueDate? Due, string TermWords);
