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
        var all = new AgencyStake(30, "Việc đang mở", await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from workflow.task where state in ('open', 'paused')
                and (agency_code = any({agencies}) or office_code = any({offices}))
            """).SingleAsync());
        if (at.Part is not { People.Length: > 0 } part) return [all];
        return [all, new AgencyStake(31, "Việc do người chuyển sang đơn vị mới đang giữ", await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from workflow.task where state in ('open', 'paused') and agency_code = any({agencies}) and office_code is null
                and assignee_id = any({part.People})
            """).SingleAsync())];
    }
}
