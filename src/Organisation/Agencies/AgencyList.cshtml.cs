using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Ui.Fields;

namespace MotCua.Organisation.Agencies;

/// <summary>Tổ chức: every agency with its one-stop offices as they stand on a chosen day, found also by a former name.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class AgencyListModel(AgencyReading reading, AgencyDesk desk) : PageModel
{
    public DateOnly Day { get; private set; }

    public bool IsToday => Day == desk.Today;

    public string Words { get; private set; } = "";

    public string? Kind { get; private set; }

    public string? Level { get; private set; }

    public IReadOnlyList<AgencyLine> Lines { get; private set; } = [];

    public int All { get; private set; }

    public IReadOnlyList<ChoiceView> Kinds { get; private set; } = [];

    public IReadOnlyList<ChoiceView> Levels { get; private set; } = [];

    /// <summary>The day in the address is no day.</summary>
    public bool Misread { get; private set; }

    public async Task OnGet([FromQuery(Name = "ngay")] string? day, [FromQuery(Name = "q")] string? words, [FromQuery(Name = "loai")] string? kind,
        [FromQuery(Name = "cap")] string? level)
    {
        Words = TypedText.Within(words?.Trim(), 100, "Từ cần tìm", "q");
        (Kind, Level) = (string.IsNullOrEmpty(kind) ? null : kind, string.IsNullOrEmpty(level) ? null : level);
        var read = TypedDay.Read(day, out var chosen);
        (Day, Misread) = (read ? chosen : desk.Today, !read && !string.IsNullOrWhiteSpace(day));
        var all = await reading.List(Day);
        All = all.Count;
        Kinds = [.. all.Select(line => line.Kind).Distinct().Select(one => new ChoiceView(one, AgencyWords.Kind(one)))];
        Levels = [.. all.Select(line => line.Level).Distinct().Order().Select(one => new ChoiceView($"{one}", AgencyWords.Level(one)))];
        Lines = [.. all.Where(line => (Kind is null || line.Kind == Kind)
            && (Level is null || $"{line.Level}" == Level) && line.Answers(Words))];
    }
}
