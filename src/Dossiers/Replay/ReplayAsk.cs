using Microsoft.AspNetCore.Http;
using MotCua.Dossiers.Past;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Replay;

/// <summary>What an officer asks of a replay, as the address says it: which dossiers, and what a linked dossier is taken to need.</summary>
/// <param name="Typed">By the name of the box, as it was typed.</param>
internal sealed record ReplayAsk(int Most, DateOnly? From, DateOnly? To, int CallHours, IReadOnlyDictionary<string, string> Typed,
    IReadOnlyList<FieldProblem> Problems)
{
    public const int UsualMost = 5_000, MostOfAll = 20_000, LongestCall = 2_000;

    /// <summary>A person has pressed the button; before that nothing is played.</summary>
    public bool IsAsked => Typed.ContainsKey("so");

    public PastSpan Span(string procedure, DateTimeOffset now) => new(procedure,
        PastDays.Begins(From ?? PastDays.First).ToUniversalTime(),
        To is { } last ? PastDays.Begins(last.AddDays(1)).ToUniversalTime() : now.ToUniversalTime(), Most);

    /// <summary>The same question as an address, without the list that is open.</summary>
    public string Query => string.Join('&', Typed.Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));

    public string this[string name, string usual = ""] => Typed.GetValueOrDefault(name, usual);

    public static ReplayAsk Of(IQueryCollection query, DateOnly today)
    {
        var typed = new[] { "so", "tu", "den", "gio" }.Where(name => query.ContainsKey(name)).ToDictionary(name => name, name => query[name].ToString());
        var problems = new List<FieldProblem>();
        var most = Count("so", "Số hồ sơ", 1, MostOfAll) ?? UsualMost;
        var hours = Count("gio", "Giờ của hồ sơ liên thông", 0, LongestCall) ?? (int)ProcessReplay.UsualCallHours;
        var from = PastDays.Read(typed.GetValueOrDefault("tu"), "tu", today, problems);
        var to = PastDays.Read(typed.GetValueOrDefault("den"), "den", today, problems);
        PastDays.InOrder(from, to, problems);
        return new(most, from, to, hours, typed, problems);

        int? Count(string name, string label, int least, int largest)
        {
            if (typed.GetValueOrDefault(name) is not { } text || text.Trim().Length == 0) return null;
            var count = VietnameseNumber.Count(text, label, least, largest, out var problem);
            if (problem is not null) problems.Add(new(name, problem));
            return count;
        }
    }
}
