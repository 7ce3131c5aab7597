using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui.Components;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Vault.Keep;

[Face(Face.Mine)]
internal sealed class KeepModel(PersonalVault vault, Db db, CurrentActor actor, TimeProvider clock) : PageModel
{
    private const int SoonDays = 30;

    public IReadOnlyList<VaultPaper> Papers { get; private set; } = [];

    public ILookup<Guid, VaultGrant> Grants { get; private set; } = Array.Empty<VaultGrant>().ToLookup(grant => grant.ItemId);

    public async Task OnGetAsync()
    {
        var owner = actor.Value.Owner();
        Papers = await vault.Items(owner);
        Grants = (await vault.GrantsOf(owner)).ToLookup(grant => grant.ItemId);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id)
    {
        await vault.Withdraw(id, actor.Value.Owner());
        await db.Save();
        return Redirect("/kho-giay-to");
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid id, string? mine)
    {
        if (mine is not ("yes" or "no")) throw new Refused(400, "Chọn: của tôi, hoặc không phải của tôi");
        await vault.Answer(id, actor.Value.Owner(), mine == "yes");
        await db.Save();
        return Redirect("/kho-giay-to");
    }

    public static string Source(VaultPaper paper) => paper.Origin == NewVaultItem.Result ? "Kết quả đã cấp" : "Giấy tờ đã tiếp nhận";

    /// <summary>For whom it may be used again.</summary>
    public static string ServesWords(VaultPaper paper) => paper.Subject is { } subject
        ? $"Được mời dùng khi một thủ tục cần giấy tờ này của {subject.Name}."
        : "Chưa rõ giấy tờ này của ai nên không được mời dùng. Cần dùng thì tải về rồi nộp kèm hồ sơ.";

    public (ChipKind Kind, string Words)? StateChip(VaultPaper paper) => paper.State switch
    {
        "asked" => (ChipKind.Soon, "Chờ ông/bà xác nhận"),
        "replaced" => (ChipKind.Neutral, "Đã có bản thay thế"),
        "expired" => (ChipKind.Neutral, "Đã hết hiệu lực"),
        _ => paper.ValidTo is { } end && end.DayNumber - clock.Today().DayNumber <= SoonDays ? (ChipKind.Soon, "Sắp hết hiệu lực") : null,
    };
}
