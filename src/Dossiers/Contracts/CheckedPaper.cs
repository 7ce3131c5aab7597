namespace MotCua.Dossiers.Contracts;

/// <summary>One line of the paper checklist as the officer marked it.</summary>
/// <param name="State">have | missing | vault | notNeeded.</param>
/// <param name="Originals">Sheets, at most <see cref="MostSheets"/>; so <paramref name="Copies"/>.</param>
public sealed record CheckedPaper(string PaperKey, string State, int Originals, int Copies, string? Note)
{
    public const int MostSheets = 999;
}
