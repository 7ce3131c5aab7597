using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Desk;
using MotCua.Dossiers.Live;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Sheets;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Work;

/// <summary>Việc của tôi. What is asked for stands in the address, so that it can be kept, sent and come back to.</summary>
[Face(Face.Desk)]
internal sealed class MyTasksModel(TaskLists lists, Db db, Calendars calendars, CurrentActor current, DossierReadings readings, ProcedureCatalogue catalogue,
    SavedViews views, Budgets budgets, DeskPulse pulse, Presence presence, TimeProvider clock) : PageModel, IKeepsTyped
{
    public const string Address = "/noi-bo/viec";

    /// <summary>More than anybody reads through on paper; who needs more narrows the list, or takes it in parts.</summary>
    private const int MostExported = 5_000;

    private const int PageSize = 50;
    private readonly Dictionary<Guid, RemainingTime> left = [];
    private IReadOnlyList<(Guid Id, string Code, string OwnerKind, string? OwnerNumber)> owners = [];
    private IReadOnlyDictionary<string, string> titles = new Dictionary<string, string>();

    public static readonly IReadOnlyList<(string Code, string Words)> DueChoices =
        [("qua-han", "Quá hạn"), ("hom-nay", "Đến hạn hôm nay"), ("bay-ngay", "Đến hạn trong 7 ngày")];

    public static readonly IReadOnlyList<(string Code, string Words)> TakenChoices = [("toi", "Đã giao cho tôi"), ("chua-ai", "Chưa ai nhận")];

    /// <summary>can-lam: mine; don-vi: all that is open in the agencies that the asker leads; cho: waiting for others.</summary>
    public string Tab { get; private set; } = "can-lam";

    public bool Leads => Led.Length > 0;

    public string TypedName => Request.HasFormContentType ? Request.Form["ten"].ToString() : "";

    public Guid? Me => current.Value.AccountId;

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    [FromQuery(Name = "thu-tuc")]
    public string? Procedure { get; set; }

    [FromQuery(Name = "buoc")]
    public string? Step { get; set; }

    [FromQuery(Name = "han")]
    public string? Due { get; set; }

    [FromQuery(Name = "nguoi")]
    public string? Taken { get; set; }

    [FromQuery(Name = "xep")]
    public string? Sorted { get; set; }

    /// <summary>Null: the least time left first.</summary>
    public SortOrder? Order { get; private set; }

    public IReadOnlyList<TaskRow> Rows { get; private set; } = [];

    public IReadOnlyList<TaskKind> Kinds { get; private set; } = [];

    public string? NextAfter { get; private set; }

    /// <summary>What came since then is new to this page; null: nothing comes to it.</summary>
    public LivePill? Live { get; private set; }

    /// <summary>Who else has a dossier of this list open now.</summary>
    public ILookup<Guid, string> Present { get; private set; } = Array.Empty<string>().ToLookup(_ => Guid.Empty);

    /// <summary>"12", or "hơn 1.000" where nobody counts on.</summary>
    public string Count => Kinds.Sum(kind => kind.Tasks) is var count && count < TaskLists.MostCounted ? Vi.Number(count) : $"hơn {Vi.Number(count)}";

    /// <summary>The same list without a filter.</summary>
    public string Whole => Tab == "don-vi" ? $"{Address}?nhom=don-vi" : Address;

    public bool Filtered => new[] { Words, Procedure, Step, Due, Taken }.Any(asked => !string.IsNullOrWhiteSpace(asked));

    public Task OnGet([FromQuery(Name = "nhom")] string? tab, [FromQuery(Name = "sau")] string? after) => Show(tab, after);

    /// <summary>The list as it is filtered, under a name.</summary>
    public async Task<IActionResult> OnPostSave([FromQuery(Name = "nhom")] string? tab, string? ten, bool chung)
    {
        Settle(tab);
        try
        {
            await views.Save(ten, Asked(words: false), chung);
            return Redirect(Address + "?" + Asked());
        }
        catch (Refused refused) when (refused.Problems.Count > 0)
        {
            (Problems, Response.StatusCode) = (refused.Problems, refused.Status);
            await Show(tab, null);
            return Page();
        }
    }

    public async Task<IActionResult> OnPostDrop(Guid id)
    {
        await views.Drop(id);
        return Redirect(Address);
    }

    public async Task<IActionResult> OnGetXlsx([FromQuery(Name = "nhom")] string? tab) => this.Xlsx(await Export(tab), "Viec", clock);

    public async Task<IActionResult> OnGetCsv([FromQuery(Name = "nhom")] string? tab) => this.Csv(await Export(tab), "Viec", clock);

    private async Task<Sheet> Export(string? tab)
    {
        budgets.Spend(Doors.Export);
        Settle(tab);
        titles = await catalogue.PlainTitles();
        Rows = await Find(MostExported + 1, null);
        if (Rows.Count > MostExported)
            throw new Refused(400, $"Danh sách có hơn {Vi.Number(MostExported)} việc. Lọc theo thủ tục, bước hoặc hạn rồi xuất từng phần");
        await FindWords();
        await readings.Exported(owners, "Xuất danh sách việc");
        return new Sheet("Việc", [new("Mã hồ sơ", 26), new("Thủ tục", 40), new("Chủ hồ sơ", 28), new("Bước", 28), new("Người làm", 24),
            new("Hạn", 18), new("Thời gian còn lại", 32)], [.. Rows.Select(row => (IReadOnlyList<object?>)
            [row.DossierCode, Title(row.ProcedureCode, row.ProcedureName), row.OwnerName, row.StepName, row.AssigneeName, row.ShownDueAt, left[row.Id].Text])]);
    }

    private void Settle(string? tab)
    {
        Tab = tab switch { "cho" => "cho", "don-vi" when Leads => "don-vi", _ => "can-lam" };
        Order = Tab == "cho" ? null : SortOrder.Read(Sorted, TaskLists.Columns);
        if (Order == new SortOrder("han", false)) Order = null;
        Words = TypedText.Within(VietnameseText.Clean(Words ?? ""), 100, "Từ cần tìm", "q");
    }

    private async Task<IReadOnlyList<TaskRow>> Find(int take, (DateTimeOffset, Guid)? after) =>
        Tab == "cho" ? await lists.Waiting(DossierPolicy.Places(current.Value).Agencies, take, after)
        : Filtered || Order is not null || Tab == "don-vi"
            ? await lists.Find(current.Value, await Filter(), take, after, Tab == "don-vi" ? Led : null, Order, TitleOrder.Of(titles))
        : await lists.Mine(current.Value, take, after);

    private string[] Led => [.. current.Value.Positions.Where(p => p.Role == Roles.Leader).SelectMany(p => p.Agencies).Distinct()];

    private async Task Show(string? tab, string? after)
    {
        Settle(tab);
        titles = await catalogue.PlainTitles();
        Views = await views.Mine();
        // Before the rows are read: what comes between is told, and what stands here already is not counted by the page.
        if (Tab != "cho" && after is null) Live = new LivePill(Tab, await pulse.Place(), Filtered ? Whole : $"{Address}?{Asked()}", Filtered);
        var now = clock.GetUtcNow();
        if (Tab != "cho") Kinds = await lists.Kinds(current.Value, now, VietnamTime.At(now.Day().AddDays(1), TimeOnly.MinValue), Tab == "don-vi" ? Led : null);
        var rows = await Find(PageSize + 1, Cursor(after));
        Rows = [.. rows.Take(PageSize)];
        NextAfter = rows.Count > PageSize
            ? $"{Rows[^1].ShownDueAt.ToString("O", CultureInfo.InvariantCulture)}_{Rows[^1].Id}" : null;
        await FindWords();
        await readings.Listed(Rows.Select(row => row.DossierId));
        Present = (await presence.Of([.. Rows.Select(row => row.DossierId).Distinct()])).Where(one => one.AccountId != Me)
            .ToLookup(one => one.DossierId, one => one.Name);
    }

    public RemainingTime Left(TaskRow row) => left[row.Id];

    public string Title(string procedure, string official) => titles.GetValueOrDefault(procedure, official);

    public IEnumerable<(string Code, string Words)> ProcedureChoices => Kinds.GroupBy(kind => kind.ProcedureCode)
        .Select(kind => (kind.Key, $"{Title(kind.Key, kind.Key)} ({kind.Sum(one => one.Tasks)})")).OrderBy(choice => choice.Item2, VietnameseOrder);

    public IEnumerable<(string Code, string Words)> StepChoices => Kinds.GroupBy(kind => kind.StepName)
        .Select(kind => (kind.Key, $"{kind.Key} ({kind.Sum(one => one.Tasks)})")).OrderBy(choice => choice.Key, VietnameseOrder);

    /// <summary>Who has taken the tasks of this list, to choose from.</summary>
    public IEnumerable<(string Code, string Words)> PersonChoices => TakenChoices.Concat(Kinds.Where(kind => kind.Assignee is not null)
        .GroupBy(kind => kind.Assignee!.Value).Select(kind => ($"{kind.Key}", $"{kind.First().AssigneeName} ({kind.Sum(one => one.Tasks)})")));

    /// <summary>The same list with another page of it.</summary>
    public string Next(string after) => $"?{Asked()}&sau={Uri.EscapeDataString(after)}";

    /// <summary>The head of a column: the same list, sorted by it.</summary>
    public SortHead Head(string words, string column) => new(words, column, Order ?? new SortOrder("han", false), Asked(sorted: false));

    /// <summary>What is asked for, as it stands in the address.</summary>
    /// <param name="words">With what is searched for, which may be a person's name.</param>
    /// <param name="sorted">With the order.</param>
    public string Asked(bool words = true, bool sorted = true) => string.Join('&', new[] { ("nhom", Tab == "can-lam" ? null : Tab), ("q", words ? Words : null),
            ("thu-tuc", Procedure), ("buoc", Step), ("han", Due), ("nguoi", Taken), ("xep", sorted && Order is not null ? Sorted : null) }
        .Where(part => !string.IsNullOrWhiteSpace(part.Item2)).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));

    private static readonly StringComparer VietnameseOrder = StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), ignoreCase: true);

    private async Task<TaskFilter> Filter()
    {
        var now = clock.GetUtcNow();
        var today = VietnamTime.At(now.Day(), TimeOnly.MinValue);
        var (from, until) = Due switch
        {
            "qua-han" => ((DateTimeOffset?)null, (DateTimeOffset?)now),
            "hom-nay" => (today, today.AddDays(1)),
            "bay-ngay" => (now, today.AddDays(8)),
            _ => (null, null),
        };
        return new TaskFilter(Words, await Known(), Procedure, Step, from, until, Taken switch { "toi" => true, "chua-ai" => false, _ => null },
            Taken == "toi" && Tab == "don-vi" ? current.Value.AccountId : Guid.TryParse(Taken, out var person) ? person : null);
    }

    /// <summary>Short code and identity number are the dossier's; the list itself says which of them are the asker's tasks.</summary>
    private async Task<Guid[]> Known()
    {
        var shortCode = Contracts.ShortCode.Normalise(Words);
        var number = string.Concat((Words ?? "").Where(char.IsAsciiDigit));
        if (shortCode is null && number.Length < 9) return [];
        return await db.Set<Dossier>().Where(DossierPolicy.Readable(current.Value)).Where(d => d.ShortCode == shortCode || d.OwnerNumber == number)
            .OrderByDescending(d => d.SubmittedAt).Take(500).Select(d => d.Id).ToArrayAsync();
    }

    /// <summary>The same words as on the dossier and in tracking: from the reception, by the office's own hours, and standing still in a pause.</summary>
    private async Task FindWords()
    {
        var ids = Rows.Select(row => row.DossierId).Distinct().ToArray();
        var clocks = await db.Set<Dossier>().AsNoTracking().Where(d => ids.Contains(d.Id))
            .Select(d => new { d.Id, d.Code, d.OwnerKind, d.OwnerNumber, d.IntakeOffice, d.ReceivedAt, d.PausedAt }).ToDictionaryAsync(d => d.Id);
        owners = [.. clocks.Values.Select(d => (d.Id, d.Code, d.OwnerKind, d.OwnerNumber))];
        foreach (var row in Rows)
        {
            var dossier = clocks[row.DossierId];
            left[row.Id] = RemainingTime.Words(clock.GetUtcNow(), row.ShownDueAt, await calendars.Of(dossier.IntakeOffice),
                row.DossierDueAt is null ? row.OpenedAt : dossier.ReceivedAt, paused: dossier.PausedAt is not null);
        }
        if (Words is { Length: > 0 } words) await readings.Searched(words, owners);
    }

    private static (DateTimeOffset, Guid)? Cursor(string? after) =>
        after?.Split('_') is [var due, var id] && Guid.TryParse(id, out var guid)
        && DateTimeOffset.TryParse(due, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? (at, guid) : null;
}
