using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Calendar;

/// <summary>Một tháng as it is drawn: its special days by date.</summary>
internal sealed record MonthView(DateOnly First, IReadOnlyDictionary<DateOnly, CalendarDay> Special, DateOnly Today)
{
    /// <summary>The Monday on which the first week begins.</summary>
    public DateOnly Start => First.AddDays(-(((int)First.DayOfWeek + 6) % 7));

    public IEnumerable<CalendarDay> Days => Special.Values.Where(day => day.Date.Year == First.Year && day.Date.Month == First.Month).OrderBy(day => day.Date);

    /// <summary>How a day looks and the word under it: colour alone says nothing to who cannot see it.</summary>
    public (string Look, string? Word) Of(DateOnly date)
    {
        var (look, word) = Special.TryGetValue(date, out var day) ? day.Kind == DayKind.MakeUp ? ("is-counted", "bù") : ("is-paused", "nghỉ")
            : CalendarDay.IsWeekend(date) ? ("is-skipped", null) : ("", (string?)null);
        return (date == Today ? $"{look} is-today".Trim() : look, word);
    }
}

/// <summary>Lịch của một năm, month by month; a notice is entered, looked at and published here.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
[RequestSizeLimit(MostPosted), RequestFormLimits(MultipartBodyLengthLimit = MostPosted)]
internal sealed class CalendarYearModel(CalendarReading reading, CalendarDesk desk, PublishNotice publish) : PageModel, IComesBack
{
    private const long MostPosted = 2 * 1024 * 1024;
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    public int Year { get; private set; }

    public string State { get; private set; } = YearState.Unknown;

    public YearLine? Line { get; private set; }

    public IReadOnlyList<CalendarDay> Days { get; private set; } = [];

    public NoticeForm Form { get; private set; } = null!;

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>What publishing would change; null while the form is filled in.</summary>
    public NoticePreview? Preview { get; private set; }

    /// <summary>Of this preview: the same button pressed twice publishes once.</summary>
    public string Key { get; private set; } = "";

    public int? Published { get; private set; }

    public bool MayChange => desk.MayChange;

    public DateOnly Today => desk.Today;

    public IEnumerable<MonthView> Months
    {
        get
        {
            var special = Days.ToDictionary(day => day.Date);
            return Enumerable.Range(1, 12).Select(month => new MonthView(new DateOnly(Year, month, 1), special, Today));
        }
    }

    public async Task OnGet(int year, [FromQuery(Name = "phien-ban")] string? published)
    {
        await Show(year);
        Published = int.TryParse(published, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
        Form = NoticeForm.Of(State, Days);
    }

    public async Task<IActionResult> OnPostPreview(int year)
    {
        await Show(year);
        desk.Guard();
        return await Look(await Read()) ?? Page();
    }

    /// <summary>Back from the preview to the form, with everything that was typed.</summary>
    public async Task<IActionResult> OnPostEdit(int year)
    {
        await Show(year);
        desk.Guard();
        (Form, _) = await NoticeForm.Posted(Request.Form);
        return Page();
    }

    public async Task<IActionResult> OnPostPublish(int year, string? seen, string? key)
    {
        await Show(year);
        desk.Guard();
        (Form, _) = await NoticeForm.Posted(Request.Form);
        // Sent twice, the second finds nothing bent any more, and must still be read as the first was.
        var bent = Request.Form["bends"] == "true";
        var (notice, problems) = Form.Read(year, Today,
            days => CalendarDifference.Past(Days, days, Today) is { Count: > 0 } past ? past : bent ? ["xem trước đã nêu"] : []);
        if (notice is null) return Refuse(400, problems);
        if (!int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return await Look(notice) ?? Page();
        try
        {
            return Redirect($"/quan-tri/lich-lam-viec/{year}?phien-ban={await publish.Execute(notice, version, key ?? "")}");
        }
        catch (Refused refused) when (refused.Status is 400 or 409 or 422)
        {
            await Look(notice);
            return Refuse(refused.Status, [new FieldProblem("", refused.Message)]);
        }
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        if (!int.TryParse(RouteData.Values["year"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var year)) return null;
        await Show(year);
        desk.Guard();
        (Form, _) = await NoticeForm.Posted(Request.Form);
        return Refuse(why.Status, [new FieldProblem("", why.Message)]);
    }

    private async Task<Notice?> Read()
    {
        (Form, var unread) = await NoticeForm.Posted(Request.Form);
        var (notice, problems) = Form.Read(Year, Today, days => CalendarDifference.Past(Days, days, Today));
        Problems = unread is null ? problems : [unread, .. problems];
        return unread is null ? notice : null;
    }

    /// <returns>The answer, when there is nothing to look at.</returns>
    private async Task<IActionResult?> Look(Notice? notice)
    {
        if (notice is null) return Refuse(400, Problems);
        var preview = await reading.Preview(notice);
        if (preview.Change is null) return Refuse(400,
            [new FieldProblem(NoticeLines.Field, "Danh sách và tình trạng giống hệt lịch đang dùng nên không có gì để công bố")]);
        (Preview, Key) = (preview, Guid.NewGuid().ToString());
        return null;
    }

    private PageResult Refuse(int status, IReadOnlyList<FieldProblem> problems)
    {
        Problems = problems;
        Response.StatusCode = status;
        return Page();
    }

    private async Task Show(int year)
    {
        if (year is < FirstYear or > LastYear) throw Refused.NotFound($"Lịch làm việc có từ năm {FirstYear} đến năm {LastYear}");
        (Year, State, Days) = (year, await reading.StateOf(year), await reading.Days(year));
        Line = (await reading.Years()).FirstOrDefault(line => line.Year == year);
        Form = NoticeForm.Of(State, Days);
    }
}
