using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Work;

/// <summary>Việc của tôi. What is asked for stands in the address, so that it can be kept, sent and come back to.</summary>
[Face(Face.Desk)]
internal sealed class MyTasksModel(TaskLists lists, Db db, Calendars calendars, CurrentActor current, DossierReadings readings, ProcedureCatalogue catalogue,
    TimeProvider clock) : PageModel
{
    private const int PageSize = 50;
    private readonly Dictionary<Guid, RemainingTime> left = [];
    private IReadOnlyDictionary<string, string> titles = new Dictionary<string, string>();

    public static readonly IReadOnlyList<(string Code, string Words)> DueChoices =
        [("qua-han", "Quá hạn"), ("hom-nay", "Đến hạn hôm nay"), ("bay-ngay", "Đến hạn trong 7 ngày")];

    public static readonly IReadOnlyList<(string Code, string Words)> TakenChoices = [("toi", "Đã giao cho tôi"), ("chua-ai", "Chưa ai nhận")];

    public string Tab { get; private set; } = "can-lam";

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

    public IReadOnlyList<TaskRow> Rows { get; private set; } = [];

    public IReadOnlyList<TaskKind> Kinds { get; private set; } = [];

    public string? NextAfter { get; private set; }

    /// <summary>"12", or "hơn 1.000" where nobody counts on.</summary>
    public string Count => Kinds.Sum(kind => kind.Tasks) is var count && count < TaskLists.MostCounted ? Vi.Number(count) : $"hơn {Vi.Number(count)}";

    public bool Filtered => new[] { Words, Procedure, Step, Due, Taken }.Any(asked => !string.IsNullOrWhiteSpace(asked));

    public async Task OnGet([FromQuery(Name = "nhom")] string? tab, [FromQuery(Name = "sau")] string? after)
    {
        Tab = tab == "cho" ? "cho" : "can-lam";
        Words = TypedText.Within(VietnameseText.Clean(Words ?? ""), 100, "Từ cần tìm", "q");
        titles = await catalogue.PlainTitles();
        if (Tab == "can-lam") Kinds = await lists.Kinds(current.Value);
        var rows = Tab == "cho" ? await lists.Waiting(DossierPolicy.Places(current.Value).Agencies, PageSize + 1, Cursor(after))
            : Filtered ? await lists.Find(current.Value, await Filter(), PageSize + 1, Cursor(after))
            : await lists.Mine(current.Value, PageSize + 1, Cursor(after));
        Rows = [.. rows.Take(PageSize)];
        NextAfter = rows.Count > PageSize
            ? $"{Rows[^1].ShownDueAt.ToString("O", CultureInfo.InvariantCulture)}_{Rows[^1].Id}" : null;
        await FindWords();
        await readings.Listed(Rows.Select(row => row.DossierId));
    }

    public RemainingTime Left(TaskRow row) => left[row.Id];

    public string Title(string procedure, string official) => titles.GetValueOrDefault(procedure, official);

    public IEnumerable<(string Code, string Words)> ProcedureChoices => Kinds.GroupBy(kind => kind.ProcedureCode)
        .Select(kind => (kind.Key, $"{Title(kind.Key, kind.Key)} ({kind.Sum(one => one.Tasks)})")).OrderBy(choice => choice.Item2, VietnameseOrder);

    public IEnumerable<(string Code, string Words)> StepChoices => Kinds.GroupBy(kind => kind.StepName)
        .Select(kind => (kind.Key, $"{kind.Key} ({kind.Sum(one => one.Tasks)})")).OrderBy(choice => choice.Key, VietnameseOrder);

    /// <summary>The same list with another page of it.</summary>
    public string Next(string after) => "?" + string.Join('&', new[] { ("nhom", Tab == "cho" ? "cho" : null), ("q", Words), ("thu-tuc", Procedure),
            ("buoc", Step), ("han", Due), ("nguoi", Taken), ("sau", (string?)after) }
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
        return new TaskFilter(Words, await Known(), Procedure, Step, from, until, Taken switch { "toi" => true, "chua-ai" => false, _ => null });
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
        foreach (var row in Rows)
        {
            var dossier = clocks[row.DossierId];
            left[row.Id] = RemainingTime.Words(clock.GetUtcNow(), row.ShownDueAt, await calendars.Of(dossier.IntakeOffice),
                row.DossierDueAt is null ? row.OpenedAt : dossier.ReceivedAt, paused: dossier.PausedAt is not null);
        }
        if (Words is { Length: > 0 } words) await readings.Searched(words, [.. clocks.Values.Select(d => (d.Id, d.Code, d.OwnerKind, d.OwnerNumber))]);
    }

    private static (DateTimeOffset, Guid)? Cursor(string? after) =>
        after?.Split('_') is [var due, var id] && Guid.TryParse(id, out var guid)
        && DateTimeOffset.TryParse(due, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? (at, guid) : null;
}
