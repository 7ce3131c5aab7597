using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Outside;

namespace MotCua.Organisation;

/// <summary>Positions and delegations that had ended when the database was put back end again, before anybody can act on them.</summary>
internal static class EndAgain
{
    public static async Task Run(Db db, Staffing staffing, OrganisationDirectory directory, EventLog log, Lost lost)
    {
        foreach (var (line, ended) in lost.Facts<PositionEnded>())
        {
            if (await db.Set<Position>().FindAsync(ended.PositionId) is not { } position || position.ValidTo <= ended.ValidTo) continue;
            await staffing.End(ended.PositionId, ended.ValidTo, $"Đối chiếu sau khi khôi phục: {line.Reason ?? "đã thôi"}");
            lost.Say("Organisation", $"Đã cho thôi lại vị trí {Roles.Names[position.Role]}, {await directory.AgencyWords(position.AgencyCode)}, "
                + $"hết ngày {ended.ValidTo:dd/MM/yyyy}");
        }
        foreach (var (line, ended) in lost.Facts<DelegationEnded>())
        {
            if (await db.Set<Delegation>().FindAsync(ended.DelegationId) is not { EndedAt: null } delegation) continue;
            delegation.EndedAt = line.Written;
            log.Record($"account/{ended.AccountId}", ended, $"Đối chiếu sau khi khôi phục: {line.Reason ?? "đã thu hồi"}");
            lost.Say("Organisation", $"Đã thu hồi lại ủy quyền theo {delegation.Basis}");
        }
    }
}
