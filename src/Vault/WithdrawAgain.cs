using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Outside;
using MotCua.Vault.Contracts;

namespace MotCua.Vault;

/// <summary>Consents that had been withdrawn when the database was put back are withdrawn again, before anybody can read on them.</summary>
internal static class WithdrawAgain
{
    public static async Task Run(Db db, EventLog log, Lost lost)
    {
        foreach (var (line, withdrawn) in lost.Facts<ConsentWithdrawn>())
        {
            if (await db.Set<PaperGrant>().FindAsync(withdrawn.GrantId) is not { IsActive: true } grant) continue;
            grant.WithdrawnAt = line.Written;
            log.Record(PersonalVault.Stream(grant.ItemId), withdrawn, "Đối chiếu sau khi khôi phục");
            lost.Say("Vault", $"Đã thu hồi lại quyền dùng giấy tờ cho {grant.ProcedureName}{(grant.DossierCode is { } code ? $", hồ sơ {code}" : "")}");
        }
    }
}
