using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Supplement;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Desk;

/// <param name="Kind">How a number that is not zero is dressed.</param>
internal sealed record Waits(string Words, string Address, int Count, int Most, ChipTone Kind = ChipTone.Plain)
{
    /// <summary>"hơn 1.000" where nobody counts on.</summary>
    public string Number => Count < Most ? Vi.Number(Count) : $"hơn {Vi.Number(Most)}";
}

internal enum ChipTone { Plain, Late }

/// <summary>Trang đầu của cán bộ: what waits, by role; each number opens the list that it counts.</summary>
[Face(Face.Desk)]
internal sealed class HomeModel(TaskLists tasks, DeskLists desk, IssuedResults results, LayoutModel layout, CurrentActor current,
    ProposeSupplement proposals, TimeProvider clock) : PageModel
{
    public IReadOnlyList<(string Title, IReadOnlyList<Waits> Numbers)> Parts { get; private set; } = [];

    /// <summary>Somebody may stand at the counter.</summary>
    public bool Receives => current.Value.Has(Roles.ReceivingOfficer);

    public IReadOnlyList<NavigationItem> Places { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        var actor = current.Value;
        if (!actor.IsStaff) return Redirect("/");
        var parts = new List<(string, IReadOnlyList<Waits>)>();
        if (Receives)
        {
            var (arrivals, ready) = await desk.Counts(actor);
            parts.Add(("Tại quầy", [new("Hồ sơ trực tuyến chờ tiếp nhận", "/noi-bo/tiep-nhan", arrivals, DeskLists.MostCounted),
                new("Kết quả chờ trả", "/noi-bo/tra-ket-qua", ready, DeskLists.MostCounted)]));
        }
        var led = actor.Positions.Where(p => p.Role == Roles.Leader).Select(p => p.AgencyCode).Distinct().ToArray();
        var took = actor.Positions.Where(p => p.Role == Roles.Leader).SelectMany(p => p.Agencies).Distinct().ToArray();
        if (led.Length > 0)
            parts.Add(("Lãnh đạo", [new("Dự thảo chờ ký", "/noi-bo/ky-so", await results.CountToSign(led, DeskLists.MostCounted), DeskLists.MostCounted),
                new("Yêu cầu bổ sung thêm chờ duyệt", "/noi-bo/ky-so#cho-duyet", await proposals.CountWaiting(led, DeskLists.MostCounted),
                    DeskLists.MostCounted), .. await Of("?nhom=don-vi", "cả đơn vị", took)]));
        if (actor.Has(Roles.ReceivingOfficer, Roles.Specialist, Roles.Registrar, Roles.Leader)) parts.Add(("Việc của tôi", await Of("", "", null)));
        Parts = parts;
        Places = [.. layout.Navigation(Face.Desk)];
        return Page();
    }

    private async Task<IReadOnlyList<Waits>> Of(string query, string whose, string[]? team)
    {
        var now = clock.GetUtcNow();
        var kinds = await tasks.Kinds(current.Value, now, VietnamTime.At(now.Day().AddDays(1), TimeOnly.MinValue), team);
        var (address, more) = ("/noi-bo/viec" + query, query.Length == 0 ? "?" : "&");
        string Said(string words) => whose.Length == 0 ? words : $"{words}, {whose}";
        return [new(Said("Quá hạn"), $"{address}{more}han=qua-han", kinds.Sum(kind => kind.Late), TaskLists.MostCounted, ChipTone.Late),
            new(Said("Đến hạn hôm nay"), $"{address}{more}han=hom-nay", kinds.Sum(kind => kind.Today), TaskLists.MostCounted),
            new(Said("Tất cả việc đang mở"), address, kinds.Sum(kind => kind.Tasks), TaskLists.MostCounted)];
    }
}
