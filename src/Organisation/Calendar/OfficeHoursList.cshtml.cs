using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;

namespace MotCua.Organisation.Calendar;

/// <param name="Next">"từ 01/07/2026: …" when other hours are waiting.</param>
internal sealed record OfficeLine(OfficeView Office, string Working, string Saturday, DateOnly? Since, HoursPeriod? Next);

/// <summary>Giờ làm việc của mọi bộ phận hôm nay.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class OfficeHoursListModel(Db db, OrganisationDirectory directory, CalendarDesk desk) : PageModel
{
    private const int LongestWords = 100;

    public string Words { get; private set; } = "";

    public IReadOnlyList<OfficeLine> Lines { get; private set; } = [];

    public async Task OnGet([FromQuery(Name = "q")] string? words)
    {
        Words = TypedText.Within(VietnameseText.Clean(words), LongestWords, "Từ cần tìm", "q");
        var today = desk.Today;
        var periods = await OfficeHoursReading.Periods(db);
        Lines = [.. (await directory.Offices(today)).Where(office => SearchFold.Finds(office.Name, Words)).Select(office =>
        {
            var own = periods[office.Code].ToList();
            var (working, saturday) = OfficeHoursReading.On(own, today);
            return new OfficeLine(office, working, saturday, own.Find(period => period.IsAt(today))?.ValidFrom,
                own.LastOrDefault(period => period.ValidFrom > today));
        })];
    }
}
