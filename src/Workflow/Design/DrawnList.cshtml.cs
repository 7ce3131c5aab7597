using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Ui.Components;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Design;

internal sealed record DrawnListed(Guid Id, string ProcedureCode, int Version, string State, string Source, DateOnly? WishedOn, DateTimeOffset? FromAt,
    DateTimeOffset? ToAt, string MadeBy, DateTimeOffset MadeAt);

/// <summary>Quy trình đã vẽ: every version of every procedure, the newest first, found by procedure and by what is to be done with it.</summary>
[Face(Face.Desk, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class DrawnListModel(Db db, IProcedureFacts procedures, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;

    private static readonly IReadOnlyDictionary<string, string> Filters = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["dang-soan"] = DrawnProcess.Draft, ["cho-duyet"] = DrawnProcess.Proposed, ["da-duyet"] = DrawnProcess.Approved, ["da-rut"] = DrawnProcess.Withdrawn,
    };

    public static readonly IReadOnlyList<ChoiceView> States =
        [.. Filters.Select(one => new ChoiceView(one.Key, DrawnProcess.StateWords(one.Value)))];

    public IReadOnlyList<DrawnListed> Rows { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Titles { get; private set; } = new Dictionary<string, string>();

    public string Words { get; private set; } = "";

    public string? State { get; private set; }

    public string? Next { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task OnGet([FromQuery(Name = "tim")] string? words, [FromQuery(Name = "trang-thai")] string? state, [FromQuery(Name = "sau")] string? after)
    {
        (Words, State, Titles) = (TypedText.Within(words, 100, "Từ tìm", "tim"), state, await procedures.Titles());
        var found = Titles.Where(one => SearchFold.Finds(one.Value, Words) || one.Key.Contains(Words, StringComparison.OrdinalIgnoreCase))
            .Select(one => one.Key).Append(Words).ToArray();
        var (wanted, all) = (state is null ? null : Filters.GetValueOrDefault(state), Words.Length == 0);
        var (at, id) = Cursor.After(after is { Length: > 0 } ? after : null) ?? (DateTimeOffset.MaxValue.ToUniversalTime(), Guid.Empty);
        Rows = await db.Database.SqlQuery<DrawnListed>($"""
            select id, procedure_code, version, state, source, wished_on, from_at, to_at, made_by, made_at from workflow.drawn_process
            where ({all} or procedure_code = any({found})) and ({wanted}::text is null or state = {wanted}) and (made_at, id) < ({at}, {id})
            order by made_at desc, id desc limit {PageSize + 1}
            """).ToListAsync();
        if (Rows.Count <= PageSize) return;
        Rows = [.. Rows.Take(PageSize)];
        Next = Cursor.Write(Rows[^1].MadeAt, Rows[^1].Id);
    }

    /// <summary>What a version is to the dossiers of today.</summary>
    public static (string Words, ChipKind Kind) Standing(string state, DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now) => state switch
    {
        DrawnProcess.Draft => ("Đang soạn", ChipKind.Neutral), DrawnProcess.Proposed => ("Chờ duyệt", ChipKind.Turn),
        DrawnProcess.Withdrawn => ("Đã rút", ChipKind.Refused), _ when from > now => ("Đã duyệt, chờ đến ngày", ChipKind.Soon),
        _ when to <= now => ("Đã thôi áp dụng", ChipKind.Neutral), _ => ("Đang áp dụng", ChipKind.Done),
    };
}
