using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;

namespace MotCua.Filing.Fill;

/// <summary>Bản nháp của người dân đang định nộp vào đây.</summary>
internal sealed class DraftStakes(Db db, TimeProvider clock) : IAgencyStakes
{
    public async Task<IReadOnlyList<AgencyStake>> At(StakePlaces at)
    {
        var (offices, units, now) = (at.Offices, at.Units, clock.GetUtcNow());
        return [new AgencyStake(35, "Bản nháp người dân đang soạn", await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from filing.draft where dossier_id is null and expires_at > {now}
                and (office_code = any({offices}) or progress ->> 'unit' = any({units}))
            """).SingleAsync())];
    }
}
