using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Live;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Sheets;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Desk;

[Face(Face.Desk, Roles.ReceivingOfficer)]
internal sealed class ArrivalsModel(DeskLists lists, CurrentActor current, ProcedureCatalogue catalogue, Budgets budgets, DeskPulse pulse,
    TimeProvider clock) : PageModel
{
    public const int PageSize = 50;

    private const int MostExported = 5_000;

    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    [FromQuery(Name = "xep")]
    public string? Sorted { get; set; }

    /// <summary>Null: the oldest first.</summary>
    public SortOrder? Order { get; private set; }

    public IReadOnlyList<DeskRow> Rows { get; private set; } = [];

    public IReadOnlyList<DeskRow>? Found { get; private set; }

    public string? NextAfter { get; private set; }

    public LivePill? Live { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The order as it stands in the address.</summary>
    public string Asked => Order is null ? "" : $"xep={Uri.EscapeDataString(Sorted!)}";

    public SortHead Head(string words, string column) => new(words, column, Order ?? new SortOrder("nop", false), "");

    public async Task OnGet([FromQuery(Name = "sau")] string? after)
    {
        var from = await pulse.Place();
        Rows = await Find(PageSize, Cursor.Read(after));
        if (after is null) Live = new LivePill("tiep-nhan", from, $"/noi-bo/tiep-nhan?{Asked}");
        NextAfter = Rows.Count == PageSize ? Cursor.Write(Rows[^1].SubmittedAt, Rows[^1].Id) : null;
        if (!string.IsNullOrWhiteSpace(Words)) Found = await lists.Search(current.Value, Words, PageSize);
    }

    public async Task<IActionResult> OnGetXlsx() => this.Xlsx(await Export(), "Cho-tiep-nhan", clock);

    public async Task<IActionResult> OnGetCsv() => this.Csv(await Export(), "Cho-tiep-nhan", clock);

    private async Task<IReadOnlyList<DeskRow>> Find(int take, (DateTimeOffset At, Guid Id)? after)
    {
        Order = SortOrder.Read(Sorted, DeskLists.ArrivalColumns);
        if (Order == new SortOrder("nop", false)) Order = null;
        return Order is null ? await lists.Arrivals(current.Value, take, after)
            : await lists.Arrivals(current.Value, take, after?.Id ?? Guid.Empty, Order, TitleOrder.Of(await catalogue.PlainTitles()));
    }

    private async Task<Sheet> Export()
    {
        budgets.Spend(Doors.Export);
        var (rows, titles) = (await Find(MostExported + 1, null), await catalogue.PlainTitles());
        if (rows.Count > MostExported)
            throw new Refused(400, $"Có hơn {Vi.Number(MostExported)} hồ sơ đang chờ, nhiều hơn một tệp chứa được. Tiếp nhận bớt rồi xuất");
        await lists.Exported(rows, "Xuất danh sách chờ tiếp nhận");
        return new Sheet("Chờ tiếp nhận", [new("Mã hồ sơ", 26), new("Thủ tục", 40), new("Chủ hồ sơ", 28), new("Nộp lúc", 18), new("Kênh", 14)],
            [.. rows.Select(row => (IReadOnlyList<object?>)
            [row.Code, titles.GetValueOrDefault(row.ProcedureCode, row.ProcedureName), row.OwnerName, row.SubmittedAt, ChannelWords.Of(row.Channel)])]);
    }
}
