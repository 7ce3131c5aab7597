using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Components;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Recount;

/// <summary>Hồ sơ đổi hạn theo một phiên bản lịch: codes and dates only, nothing of the people.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class RecountListModel(RecountReading reading, Calendars calendars) : PageModel
{
    private const int PageSize = 50;

    public int Version { get; private set; }

    public string Reason { get; private set; } = "";

    public RecountView? Recount { get; private set; }

    public RecountedKind Kind { get; private set; }

    public IReadOnlyList<RecountedRow> Rows { get; private set; } = [];

    public string? NextAfter { get; private set; }

    public async Task OnGet(int version, [FromQuery(Name = "loai")] string? kind, [FromQuery(Name = "sau")] string? after)
    {
        Version = version;
        Reason = await calendars.Reason(version) ?? throw Refused.NotFound("Không có phiên bản lịch này. Chọn lại trên trang Lịch làm việc");
        Recount = (await reading.Recounts()).GetValueOrDefault(version);
        Kind = kind switch { "muon-hon" => RecountedKind.Later, "som-hon" => RecountedKind.Earlier, _ => RecountedKind.All };
        Rows = await reading.Moved(version, Kind, Guid.TryParseExact(after, "n", out var last) ? last : Guid.Empty, PageSize);
        NextAfter = Rows.Count == PageSize ? Rows[^1].Id.ToString("n") : null;
    }

    public string Name => Kind switch { RecountedKind.Later => "muon-hon", RecountedKind.Earlier => "som-hon", _ => "tat-ca" };

    public string State => Recount switch
    {
        null => "Chưa tính lại hồ sơ nào theo phiên bản này.",
        { FinishedAt: null } => $"Đang tính lại từ {Vi.DateTime(Recount.StartedAt)}; mở lại trang sau ít phút.",
        { FinishedAt: { } end } => $"Tính lại xong {Vi.DateTime(end)}: xem lại {Vi.Number(Recount.Seen)} hồ sơ đang mở, {Vi.Number(Recount.Later)} muộn hơn, "
            + $"{Vi.Number(Recount.Earlier)} sớm hơn.",
    };

    /// <summary>In words, and the chip that dresses them.</summary>
    public static (string Words, string Look) Direction(RecountedRow row) => (row.Before, row.After) switch
    {
        ({ } before, { } now) when now > before => ("Muộn hơn", nameof(ChipKind.Soon)),
        ({ } before, { } now) when now < before => ("Sớm hơn", nameof(ChipKind.Info)),
        _ => ("Giữ ngày, đổi dự kiến hoặc chính thức", nameof(ChipKind.Neutral)),
    };
}
