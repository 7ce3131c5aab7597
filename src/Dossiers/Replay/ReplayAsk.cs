using System.Globalization;
using Microsoft.AspNetCore.Http;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Replay;

/// <summary>What an officer asks of a replay, as the address says it: which dossiers, and what a linked dossier is taken to need.</summary>
/// <param name="Typed">By the name of the box, as it was typed.</param>
internal sealed record ReplayAsk(int Most, DateOnly? From, DateOnly? To, int CallHours, IReadOnlyDictionary<string, string> Typed,
    IReadOnlyList<FieldProblem> Problems)
{
    public const int UsualMost = 5_000, MostOfAll = 20_000, LongestCall = 2_000;

    private static readonly DateOnly First = new(2018, 6, 21);

    /// <summary>A person has pressed the button; before that nothing is played.</summary>
    public bool IsAsked => Typed.ContainsKey("so");

    public PastSpan Span(string procedure, DateTimeOffset now) => new(procedure,
        VietnamTime.At(From ?? First, TimeOnly.MinValue).ToUniversalTime(),
        To is { } last ? VietnamTime.At(last.AddDays(1), TimeOnly.MinValue).ToUniversalTime() : now.ToUniversalTime(), Most);

    /// <summary>The same question as an address, without the list that is open.</summary>
    public string Query => string.Join('&', Typed.Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));

    public string this[string name, string usual = ""] => Typed.GetValueOrDefault(name, usual);

    public static ReplayAsk Of(IQueryCollection query, DateOnly today)
    {
        var typed = new[] { "so", "tu", "den", "gio" }.Where(name => query.ContainsKey(name)).ToDictionary(name => name, name => query[name].ToString());
        var problems = new List<FieldProblem>();
        var most = Count("so", "Số hồ sơ", 1, MostOfAll) ?? UsualMost;
        var hours = Count("gio", "Giờ của hồ sơ liên thông", 0, LongestCall) ?? (int)ProcessReplay.UsualCallHours;
        var (from, to) = (Day("tu"), Day("den"));
        if (to < from) problems.Add(new("den", "Đến ngày phải từ ngày đầu trở đi"));
        return new(most, from, to, hours, typed, problems);

        int? Count(string name, string label, int least, int largest)
        {
            if (typed.GetValueOrDefault(name) is not { } text || text.Trim().Length == 0) return null;
            var count = VietnameseNumber.Count(text, label, least, largest, out var problem);
            if (problem is not null) problems.Add(new(name, problem));
            return count;
        }

        DateOnly? Day(string name)
        {
            if (typed.GetValueOrDefault(name) is not { } text || text.Trim().Length == 0) return null;
            if (!DateOnly.TryParseExact(text.Trim(), ["dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                problems.Add(new(name, "Nhập ngày có trong lịch, ví dụ 28/04/2026"));
            else if (day < First || day > today) problems.Add(new(name, $"Chọn ngày từ {Vi.Date(First)} đến hôm nay"));
            else return day;
            return null;
        }
    }
}
