using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Past;

/// <summary>Which ended dossiers are asked for, as the address says it: a procedure and the days of their end, else the last year.</summary>
internal sealed record HappenedAsk(string Procedure, string FromText, string ToText, DateOnly From, DateOnly To, IReadOnlyList<FieldProblem> Problems)
{
    public HappenedSpan Span => new(Procedure, PastDays.Begins(From), PastDays.Begins(To.AddDays(1)));

    public string Query => $"thu-tuc={Uri.EscapeDataString(Procedure)}&tu={Uri.EscapeDataString(FromText)}&den={Uri.EscapeDataString(ToText)}";

    /// <param name="procedure">National code.</param>
    public static HappenedAsk Of(string procedure, string? from, string? to, DateOnly today)
    {
        var problems = new List<FieldProblem>();
        var first = PastDays.Read(from, "tu", today, problems) ?? today.AddYears(-1);
        var last = PastDays.Read(to, "den", today, problems) ?? today;
        if (problems.Count == 0) PastDays.InOrder(first, last, problems);
        return new(procedure, Shown(from, first), Shown(to, last), first, last, problems);

        string Shown(string? typed, DateOnly day) => string.IsNullOrWhiteSpace(typed) ? Vi.Date(day) : typed;
    }
}
