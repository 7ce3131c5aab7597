using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Calendar;

/// <summary>Giờ làm việc của một bộ phận: every stretch of time, and the form of new hours.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class OfficeHoursPageModel(Db db, OrganisationDirectory directory, CalendarDesk desk, ICalendarPromises promises, SetHours set) : PageModel,
    IComesBack
{
    public OfficeView Office { get; private set; } = null!;

    public IReadOnlyList<HoursPeriod> Periods { get; private set; } = [];

    public HoursForm Form { get; private set; } = HoursForm.Empty();

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>Open promises that new hours would have counted again.</summary>
    public int Touched { get; private set; }

    public int Seen { get; private set; }

    public string Key { get; private set; } = "";

    public int? Published { get; private set; }

    public bool MayChange => desk.MayChange;

    public DateOnly Today => desk.Today;

    public (string Working, string Saturday) Now => OfficeHoursReading.On(Periods, Today);

    public async Task OnGet(string office, [FromQuery(Name = "phien-ban")] string? published)
    {
        await Show(office);
        Published = int.TryParse(published, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }

    public async Task<IActionResult> OnPost(string office, string? seen, string? key)
    {
        await Show(office);
        desk.Guard();
        Form = HoursForm.Posted(Request.Form);
        var (hours, problems) = Form.Read(Office.Code, Today);
        if (hours is null) return Refuse(400, problems);
        try
        {
            var version = await set.Execute(hours, Office.Name, int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : -1,
                key ?? "");
            return Redirect($"/quan-tri/lich-lam-viec/gio-lam-viec/{Office.Code}?phien-ban={version}");
        }
        catch (Refused refused) when (refused.Status is 400 or 409 or 422)
        {
            return Refuse(refused.Status, refused.Problems is [{ Field: "from" }] ? refused.Problems : [new FieldProblem("", refused.Message)]);
        }
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        await Show(RouteData.Values["office"]?.ToString() ?? "");
        desk.Guard();
        Form = HoursForm.Posted(Request.Form);
        return Refuse(why.Status, [new FieldProblem("", why.Message)]);
    }

    private PageResult Refuse(int status, IReadOnlyList<FieldProblem> problems)
    {
        Problems = problems;
        Response.StatusCode = status;
        return Page();
    }

    private async Task Show(string office)
    {
        Office = await directory.Office(office) ?? throw Refused.NotFound("Không có bộ phận này. Chọn lại trong danh sách giờ làm việc");
        Periods = [.. (await OfficeHoursReading.Periods(db, Office.Code))[Office.Code]];
        Touched = await promises.Touched(new CalendarChange(null, [Office.Code]));
        (Seen, Key) = (await desk.Newest(), Guid.NewGuid().ToString());
    }
}
