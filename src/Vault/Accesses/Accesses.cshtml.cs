using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;
using MotCua.Vault.Contracts;

namespace MotCua.Vault.Accesses;

[Face(Face.Mine)]
internal sealed class AccessesModel(VaultReading reading, CurrentActor actor) : PageModel
{
    private const int PerPage = 50;

    public IReadOnlyList<VaultAccess> Rows { get; private set; } = [];

    public Guid? Next { get; private set; }

    public async Task OnGetAsync(Guid? truoc)
    {
        Rows = await reading.AccessesOf(actor.Value.Owner(), PerPage + 1, truoc);
        if (Rows.Count <= PerPage) return;
        Rows = [.. Rows.Take(PerPage)];
        Next = Rows[^1].Id;
    }

    /// <summary>A unit when one acted, with the official's name; a stranger's name is not given away.</summary>
    public static string Who(VaultAccess row) => (row.Act, row.ActorKind) switch
    {
        ("reused", _) => row.Unit ?? "Hệ thống",
        (_, "staff") => row.Unit is null ? row.ActorName : $"{row.ActorName}, {row.Unit}",
        (_, "citizen" or "organisation") => row.Outcome == "allowed" ? "Ông/bà" : "Một tài khoản khác",
        (_, "anonymous") => "Người chưa đăng nhập",
        _ => row.Unit ?? "Hệ thống",
    };

    public static string What(VaultAccess row) =>
        row.PaperTitle ?? (row.Act switch { "looked-up" => "Thông tin và kho giấy tờ", "searched" => "Số định danh", _ => "Hồ sơ" });

    public static string Act(VaultAccess row) => (row.Act, row.Outcome) switch
    {
        (_, "refused") => "Muốn mở, bị từ chối",
        ("reused", _) => "Dùng lại thay cho nộp mới",
        ("viewed", _) => "Xem hồ sơ",
        ("listed", _) => "Thấy tên trong danh sách",
        ("searched", _) => "Tìm kiếm",
        ("exported", _) => "In, xuất sổ",
        ("looked-up", _) => "Tra cứu tại quầy",
        _ => "Mở, tải về",
    };
}
