using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Components;

namespace MotCua.Organisation.Calendar;

/// <summary>Lịch làm việc: the years with their state, the versions with what each of them moved.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class CalendarListModel(CalendarReading reading, CalendarDesk desk, ICalendarPromises promises) : PageModel
{
    private const int MostVersions = 100;

    public IReadOnlyList<YearLine> Years { get; private set; } = [];

    public IReadOnlyList<VersionLine> Versions { get; private set; } = [];

    public IReadOnlyDictionary<int, RecountView> Recounts { get; private set; } = new Dictionary<int, RecountView>();

    public IReadOnlyList<(int Year, string Words)> Warnings { get; private set; } = [];

    public bool MayChange => desk.MayChange;

    public async Task OnGet()
    {
        Years = await reading.Years();
        Versions = await reading.Versions(MostVersions);
        Recounts = await promises.Recounts();
        Warnings = [.. Years.OrderBy(year => year.Year).Select(year => (year.Year, Words: reading.Warning(year))).Where(one => one.Words is not null)
            .Select(one => (one.Year, one.Words!))];
    }

    public static string Kind(string state) => state switch
    {
        YearState.Official => nameof(ChipKind.Done),
        YearState.Provisional => nameof(ChipKind.Soon),
        _ => nameof(ChipKind.Neutral),
    };

    /// <summary>State of the recount in words; the numbers stand beside it.</summary>
    public static string RecountWords(VersionLine version, RecountView? recount) => recount switch
    {
        null when version.Version == 1 => "Lịch đầu tiên, không tính lại hồ sơ nào",
        null => "Chờ tính lại",
        { FinishedAt: null } => $"Đang tính lại, từ {Platform.Ui.Vi.DateTime(recount.StartedAt)}",
        { FinishedAt: { } end } => $"Tính lại xong {Platform.Ui.Vi.DateTime(end)}",
    };
}
