using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.Work;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Process;

/// <param name="Task">Null: not there, not the asker's, or nothing is open.</param>
/// <param name="Problem">Why it stays as it is.</param>
internal sealed record ToAssign(string Code, string OwnerName, int Version, CurrentTask? Task, string? Problem);

/// <param name="Before">Who held it until now; null: nobody.</param>
/// <param name="Version">Of the dossier after the act.</param>
internal sealed record Assigned(string Code, string OwnerName, Guid? Before, int Version, string? Problem);

/// <summary>Giao nhiều việc: what is chosen in the list is shown with who holds it, given to one person, each by itself, and can be taken back.</summary>
[Face(Face.Desk)]
internal sealed class AssignManyModel(DossierDesk desk, Db db, WorkOnStep work, TaskLists tasks, Candidates candidates, DossierReadings readings)
    : PageModel, IKeepsTyped
{
    public const int Most = 200;

    public IReadOnlyList<ToAssign> Rows { get; private set; } = [];

    public IReadOnlyList<Candidate> People { get; private set; } = [];

    public IReadOnlyList<Assigned>? Done { get; private set; }

    /// <summary>Of the person that the work was given to; null after it was taken back.</summary>
    public string? To { get; private set; }

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>The list that was chosen from.</summary>
    public string Back { get; private set; } = MyTasksModel.Address;

    public IEnumerable<ToAssign> Possible => Rows.Where(row => row.Problem is null);

    public async Task OnGet([FromQuery(Name = "chon")] string[] chosen, [FromQuery(Name = "ve")] string? back)
    {
        Settle(back);
        try { await Find(chosen); }
        catch (Refused refused) when (refused.Status == 400) { Show(refused); }
    }

    public async Task<IActionResult> OnPost(Guid to, string? ve)
    {
        Settle(ve);
        var chosen = Request.Form["chon"].OfType<string>().ToArray();
        try
        {
            Request.Form.RefuseBroken();
            await Find(chosen);
            To = People.FirstOrDefault(person => person.Id == to)?.Name ?? throw new Refused(400, "Chọn người nhận việc trong danh sách", "to");
            Done = await Each(Possible, (row, seen) => work.Assign(row.Code, seen, to));
        }
        catch (Refused refused) when (refused.Status == 400) { Show(refused); }
        return Page();
    }

    /// <summary>Hoàn tác: each goes back to whoever held it, unless somebody has gone on meanwhile.</summary>
    public async Task<IActionResult> OnPostUndo(string? ve)
    {
        Settle(ve);
        var chosen = Request.Form["chon"].OfType<string>().ToArray();
        try
        {
            Request.Form.RefuseBroken();
            await Find(chosen);
            Done = await Each(Rows, (row, seen) => Guid.TryParse(Request.Form[$"before.{row.Code}"], out var before)
                ? work.Assign(row.Code, seen, before) : work.Release(row.Code, seen));
        }
        catch (Refused refused) when (refused.Status == 400) { Show(refused); }
        return Page();
    }

    private async Task<IReadOnlyList<Assigned>> Each(IEnumerable<ToAssign> rows, Func<ToAssign, Seen, Task<Dossier>> act)
    {
        var done = new List<Assigned>();
        foreach (var row in rows.ToList())
        {
            var (version, seen) = (0, new Seen(int.TryParse(Request.Form[$"seen.{row.Code}"], out var looked) ? looked : -1));
            var refused = await desk.Alone(async () => version = (await act(row, seen)).Version);
            done.Add(new Assigned(row.Code, row.OwnerName, row.Task?.AssigneeId, version, refused?.Message));
        }
        return done;
    }

    private async Task Find(string[] chosen)
    {
        var codes = chosen.Where(code => code.Length is > 0 and < 60).Distinct().ToArray();
        if (codes.Length == 0) throw new Refused(400, "Chưa chọn việc nào. Quay lại danh sách và đánh dấu các việc cần giao", "chon");
        if (codes.Length > Most) throw new Refused(400, $"Mỗi lần giao tối đa {Most} việc, đang chọn {codes.Length}. Lọc bớt rồi giao tiếp", "chon");
        var dossiers = await db.Set<Dossier>().AsNoTracking().Where(DossierPolicy.Readable(desk.Actor)).Where(d => codes.Contains(d.Code)).ToListAsync();
        var open = await tasks.Current([.. dossiers.Select(d => d.Id)]);
        await readings.Listed(dossiers.Select(d => d.Id));
        Rows = [.. codes.Select(code =>
        {
            if (dossiers.FirstOrDefault(d => d.Code == code) is not { } dossier)
                return new ToAssign(code, "", 0, null, "Không tìm thấy hồ sơ này trong phạm vi của anh/chị");
            var task = desk.Choose(open[dossier.Id].OrderByDescending(one => one.OfficeCode is null), dossier);
            var problem = task is null ? "Hồ sơ không còn bước nào đang mở" : task.Paused ? "Hồ sơ đang tạm dừng"
                : task.OfficeCode is not null ? "Bước này ở quầy, không giao cho một người"
                : DossierPolicy.MayLead(task, dossier, desk.Actor) || task.AssigneeId is null && DossierPolicy.MayDo(task, dossier, desk.Actor) ? null
                : task.AssigneeId is null ? "Bước này do vai trò khác làm" : $"Đang do {task.AssigneeName} giữ; đổi người cần lãnh đạo";
            return new ToAssign(code, dossier.OwnerName, dossier.Version, task, problem);
        })];
        var leads = dossiers.Any(d => open[d.Id].Any(task => DossierPolicy.MayLead(task, d, desk.Actor)));
        var people = await candidates.For(Possible.Select(row => row.Task!));
        People = leads ? people : [.. people.Where(person => desk.Actor.AccountId == person.Id)];
    }

    private void Settle(string? back)
    {
        if (Url.IsLocalUrl(back) && back.StartsWith(MyTasksModel.Address, StringComparison.Ordinal)) Back = back;
    }

    private void Show(Refused refused) => (Problems, Response.StatusCode) =
        (refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)], refused.Status);
}
