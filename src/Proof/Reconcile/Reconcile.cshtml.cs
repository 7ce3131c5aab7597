using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Proof.Contracts;

namespace MotCua.Proof.Reconcile;

internal sealed record ReconciliationRow(long Id, DateTimeOffset BegunAt, string Gap, DateTimeOffset? ClosedAt, string? ClosedBy, string? Reason)
{
    public GapFound Fact => JsonSerializer.Deserialize<GapFound>(Gap, EventLog.Json)!;
}

internal sealed record FindingRow(long ReconciliationId, string Room, string Words);

[Face(Face.Admin, Roles.Administrator)]
internal sealed class ReconcileModel(Db db, CloseReconciliation close) : PageModel, IComesBack
{
    private const int MostRows = 20;
    private const int MostFindings = 2000;

    public IReadOnlyList<ReconciliationRow> Rows { get; private set; } = [];

    public ILookup<long, FindingRow> Findings { get; private set; } = Array.Empty<FindingRow>().ToLookup(row => row.ReconciliationId);

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string? Reason { get; private set; }

    public static string RoomName(string room) => room switch
    {
        "Dossiers" => "Hồ sơ", "Papers" => "Kết quả, giấy tờ", "Vault" => "Kho giấy tờ", "Organisation" => "Vị trí công tác", "People" => "Tài khoản",
        "Messages" => "Tin nhắn", _ => "Tệp",
    };

    public Task OnGet() => Show();

    public async Task<IActionResult> OnPost(long id, string? reason)
    {
        Reason = reason;
        try
        {
            await close.Execute(id, reason);
            return Redirect(Request.Path);
        }
        catch (Refused refused) when (refused.Status == 400) { return await Again(refused.Problems, refused.Status); }
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        Reason = Request.Form["reason"];
        return await Again([new FieldProblem("", why.Message)], why.Status);
    }

    private async Task<IActionResult> Again(IReadOnlyList<FieldProblem> problems, int status)
    {
        (Problems, Response.StatusCode) = (problems, status);
        await Show();
        return Page();
    }

    private async Task Show()
    {
        Rows = await db.Database.SqlQuery<ReconciliationRow>($"""
            select id, begun_at, gap::text as gap, closed_at, closed_by, reason from platform.reconciliation order by id desc limit {MostRows}
            """).ToListAsync();
        var ids = Rows.Select(row => row.Id).ToArray();
        Findings = (await db.Database.SqlQuery<FindingRow>($"""
            select reconciliation_id, room, words from platform.reconciliation_finding
            where reconciliation_id = any({ids}) order by reconciliation_id desc, no limit {MostFindings}
            """).ToListAsync()).ToLookup(row => row.ReconciliationId);
    }
}
