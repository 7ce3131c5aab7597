using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;

namespace MotCua.Workflow;

/// <summary>Việc đang mở của một cơ quan hoặc bộ phận.</summary>
internal sealed class TaskStakes(Db db) : IAgencyStakes
{
    public async Task<IReadOnlyList<AgencyStake>> At(StakePlaces at)
    {
        var (agencies, offices) = (at.Agencies, at.Offices);
        return [new AgencyStake(30, "Việc đang mở", await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from workflow.task where state in ('open', 'paused')
                and (agency_code = any({agencies}) or office_code = any({offices}))
            """).SingleAsync())];
    }
}
