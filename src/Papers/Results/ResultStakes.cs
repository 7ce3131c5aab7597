using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;

namespace MotCua.Papers.Results;

/// <summary>Kết quả đã soạn, chưa ký: they bear the name of the agency that will sign them.</summary>
internal sealed class ResultStakes(Db db) : IAgencyStakes
{
    public async Task<IReadOnlyList<AgencyStake>> At(StakePlaces at) =>
        [new AgencyStake(50, "Kết quả đã soạn, chưa ký", at.Agencies.Length == 0 ? 0
            : await db.Set<Result>().CountAsync(r => (r.State == "draft" || r.State == "submitted") && at.Agencies.Contains(r.AgencyCode)))];
}
