using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Track;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Submit;

/// <summary>Hoàn tất: proof of filing at an address that cannot be guessed, reachable by bookmark, without personal data.</summary>
[Face(Face.Portal)]
internal sealed class ReceiptModel(TrackingQuery query, ProcedureCatalogue catalogue, DossierRules rules, TimeProvider clock) : PageModel
{
    public TrackedDossier Dossier { get; private set; } = null!;

    public ProcedureVersionView? Version { get; private set; }

    /// <summary>The promise; before reception what it would be if the dossier were received now.</summary>
    public PromiseView? Expected { get; private set; }

    /// <summary>The page was reached by sending the same draft once more.</summary>
    [FromQuery(Name = "da-nop")]
    public string? Again { get; set; }

    /// <summary>"a5": two copies on one sheet.</summary>
    [FromQuery(Name = "in")]
    public string? Print { get; set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public string TrackUrl => $"{HttpContext.SiteUrl()}/tra-cuu/{Dossier.TrackingToken}";

    /// <summary>The day for a calendar: the promise, before reception what is expected.</summary>
    public DateTimeOffset? Day => Dossier.DueAt ?? Expected?.DueAt;

    /// <summary>Opens the messages of the phone with the code and the address, to nobody yet; they are the applicant's to send.</summary>
    public string ToOtherPhone => "sms:?&body=" + Uri.EscapeDataString(
        $"Hồ sơ {ShortCode.Display(Dossier.ShortCode)}, {Dossier.ProcedureName}. Theo dõi: {TrackUrl}");

    public async Task<IActionResult> OnGetCalendar(string token)
    {
        await OnGet(token);
        if (Day is not { } due) throw Refused.NotFound("Hồ sơ này chưa có ngày hẹn. Theo dõi bằng mã ngắn để biết ngày trả");
        return File(CalendarFile.Of(Dossier, due, TrackUrl, Now), "text/calendar; charset=utf-8", $"hen-tra-{Dossier.ShortCode}.ics");
    }

    public IReadOnlyList<string> Next => Dossier.Status == DossierStatus.Submitted
        ?
        [
            $"{Dossier.HolderUnit} xem hồ sơ trong giờ làm việc và báo kết quả tiếp nhận.",
            "Nếu cần bổ sung, ông/bà được báo một lần, đủ mọi mục; thời hạn tạm dừng trong lúc chờ.",
            Dossier.ReturnMethod == "electronic" ? "Có kết quả, ông/bà xem và tải bản điện tử đã ký số." : "Có kết quả, ông/bà được báo để đến nhận.",
            "Theo dõi lúc nào cũng được bằng mã ngắn hoặc mã QR. Cần giúp: gọi 1022.",
        ]
        : [$"Hồ sơ hiện ở trạng thái: {Dossier.StatusWords.Words}.", "Theo dõi chi tiết bằng mã ngắn hoặc mã QR. Cần giúp: gọi 1022."];

    public async Task OnGet(string token)
    {
        Dossier = (token.Length <= 64 ? await query.ByToken(token) : null)
            ?? throw new Refused(404, "Không tìm thấy phiếu này. Kiểm tra lại đường dẫn, hoặc tra cứu bằng mã ngắn");
        Version = await catalogue.GetVersion(Dossier.ProcedureVersionId);
        if (Version is not { Term: not null } version || Dossier.DueAt is not null || Dossier.ReceivedAt is not null) return;
        Expected = PromiseView.IfReceived(Now, version, await rules.Basis(Dossier.IntakeOffice));
    }
}
