using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Desk;
using MotCua.Dossiers.Past;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Slips;

/// <summary>Sổ theo dõi hồ sơ: what my office received between two days, and the papers printed of it.</summary>
[Face(Face.Desk, Roles.ReceivingOfficer, Roles.Leader, Roles.Registrar)]
internal sealed class RegisterPageModel(Register register, OrganisationDirectory organisation, CurrentActor current, Budgets budgets,
    TimeProvider clock) : PageModel
{
    /// <summary>On one page of the screen.</summary>
    private const int Shown = 200;

    [BindProperty(SupportsGet = true, Name = "ngay")]
    public string? FromText { get; set; }

    [BindProperty(SupportsGet = true, Name = "den")]
    public string? ToText { get; set; }

    [BindProperty(SupportsGet = true, Name = "noi")]
    public string? Office { get; set; }

    public IReadOnlyList<OfficeView> Offices { get; private set; } = [];

    public IReadOnlyList<RegisterRow> Rows { get; private set; } = [];

    public IReadOnlyList<RegisterRow> Results { get; private set; } = [];

    /// <summary>Address of the next page; null: this is the last one.</summary>
    public string? Next { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    public string Query => $"ngay={Vi.Date(From)}&den={Vi.Date(To)}&noi={Uri.EscapeDataString(Office ?? "")}";

    public async Task OnGet([FromQuery(Name = "sau")] string? after)
    {
        (From, To) = (clock.Today(), clock.Today());
        try
        {
            await Settle();
            if (Office is null) return;
            var rows = await register.Received(Office, From, To, Shown + 1, Cursor.Read(after));
            Rows = [.. rows.Take(Shown)];
            Next = rows.Count > Shown ? $"?{Query}&sau={Uri.EscapeDataString(Cursor.Write(Rows[^1].ReceivedAt!.Value, Rows[^1].Id))}" : null;
            if (after is null) Results = await register.HandedOver(Office, From, To, Shown);
            await register.Listed(Rows.Concat(Results));
        }
        catch (Refused refused) when (refused.Status == 400)
        {
            (Problems, Response.StatusCode) = (refused.Problems, refused.Status);
        }
    }

    public async Task<IActionResult> OnGetPdf()
    {
        await Settle();
        return SlipEndpoints.Show(HttpContext, await register.PrintRegister(Mine(), From, To, current.Value.Name),
            $"So-theo-doi-{From:yyyyMMdd}-{To:yyyyMMdd}.pdf");
    }

    public async Task<IActionResult> OnGetHandOver()
    {
        await Settle();
        return SlipEndpoints.Show(HttpContext, await register.PrintHandOver(Mine(), From, To, current.Value.Name),
            $"Phieu-ban-giao-{From:yyyyMMdd}-{To:yyyyMMdd}.pdf");
    }

    public async Task<IActionResult> OnGetXlsx() => this.Xlsx(await Export(), $"So-theo-doi-{From:yyyyMMdd}-{To:yyyyMMdd}", clock);

    public async Task<IActionResult> OnGetCsv() => this.Csv(await Export(), $"So-theo-doi-{From:yyyyMMdd}-{To:yyyyMMdd}", clock);

    private async Task<Platform.Sheets.Sheet> Export()
    {
        budgets.Spend(Doors.Export);
        await Settle();
        return await register.Export(Mine(), From, To);
    }

    private string Mine() => Office ?? throw Refused.NotFound("Anh/chị chưa có vị trí ở bộ phận một cửa nào");

    private async Task Settle()
    {
        From = Read(FromText, "ngay") ?? clock.Today();
        To = Read(ToText, "den") ?? From;
        if (To < From || To.DayNumber - From.DayNumber > 366) throw new Refused(400, "Đến ngày phải từ ngày đầu trở đi, và không quá một năm", "den");
        var offices = new List<OfficeView>();
        foreach (var code in DossierPolicy.Places(current.Value).Offices)
            if ((await organisation.Office(code, To) ?? await organisation.Office(code)) is { } office) offices.Add(office);
        Offices = offices;
        // Another office's book is not there for the asker.
        if (Office is { Length: > 0 } asked && offices.All(o => o.Code != asked))
            throw Refused.NotFound("Không có sổ của bộ phận này, hoặc anh/chị không làm việc ở đó");
        Office = Office is { Length: > 0 } ? Office : offices.FirstOrDefault()?.Code;
    }

    private DateOnly? Read(string? text, string field) =>
        string.IsNullOrWhiteSpace(text) ? null
        : !TypedDay.Read(text, out var day) ? throw new Refused(400, TypedDay.Wrong, field)
        : day < PastDays.First || day > clock.Today().AddYears(1)
            ? throw new Refused(400, $"Sổ có từ ngày {Vi.Date(PastDays.First)} và không quá một năm sau hôm nay. Chọn lại ngày", field)
        : day;
}
