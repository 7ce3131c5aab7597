using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Reorganise;

/// <summary>What an agency or an office still has in hand. Numbers only: an administrator reads no dossier.</summary>
internal sealed class DossierStakes(Db db) : IAgencyStakes
{
    public async Task<IReadOnlyList<AgencyStake>> At(StakePlaces at)
    {
        var (agencies, offices, open) = (at.Agencies, at.Offices, MovingStatuses.All);
        var dossiers = await db.Database.SqlQuery<Row>($"""
            select status as words, count(*)::int as count from dossiers.dossier
            where status = any({open}) and (competent_agency = any({agencies}) or intake_office = any({offices})) group by status order by status
            """).ToListAsync();
        var asked = await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from dossiers.consultation where closed_at is null and (agency = any({agencies}) or office = any({offices}))
            """).SingleAsync();
        return
        [
            new AgencyStake(20, "Hồ sơ đang mở", dossiers.Sum(row => row.Count), Lines:
                [.. dossiers.Select(row => new StakeLine($"{DossierStatus.Words(row.Words)}: {Vi.Number(row.Count)}"))]),
            new AgencyStake(40, "Lần lấy ý kiến chờ trả lời", asked),
            .. await Going(at),
        ];
    }

    private async Task<IReadOnlyList<AgencyStake>> Going(StakePlaces at)
    {
        if (at.Part is not { Offices: { Length: > 0 } offices }) return [];
        var open = MovingStatuses.All;
        return [new AgencyStake(21, "Hồ sơ đang mở ở bộ phận chuyển sang đơn vị mới", await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from dossiers.dossier where status = any({open}) and intake_office = any({offices})
            """).SingleAsync())];
    }

    private sealed record Row(string Words, int Count);
}

/// <summary>In these a dossier still needs somebody: what has ended stays with the agency that ended it.</summary>
internal static class MovingStatuses
{
    public static readonly string[] All =
    [
        DossierStatus.Submitted, DossierStatus.Processing, DossierStatus.Supplement, DossierStatus.Payment, DossierStatus.Paused, DossierStatus.Done,
    ];
}
