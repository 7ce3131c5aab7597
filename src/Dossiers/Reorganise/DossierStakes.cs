using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers.Reorganise;

/// <summary>What an agency or an office still has in hand. Numbers only: an administrator reads no dossier.</summary>
internal sealed class DossierStakes(Db db, Staffing staffing, TimeProvider clock) : IAgencyStakes
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
        var asking = await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from dossiers.consultation c join dossiers.dossier d on d.id = c.dossier_id
            where c.closed_at is null and (d.competent_agency = any({agencies}) or d.intake_office = any({offices}))
            """).SingleAsync();
        return
        [
            new AgencyStake(20, "Hồ sơ đang mở", dossiers.Sum(row => row.Count), Lines:
                [.. dossiers.Select(row => new StakeLine($"{Words(row.Words)}: {Vi.Number(row.Count)}"))]),
            new AgencyStake(40, "Lần lấy ý kiến chờ nơi này trả lời", asked),
            new AgencyStake(42, "Lần nơi này lấy ý kiến, chờ nơi khác trả lời", asking),
            .. at.Agencies.Length > 1 ? await BetweenThem(agencies) : [],
            .. at.Part is { } part ? await Going(at, part) : [],
        ];
    }

    /// <summary>As MoveConsultations will end it.</summary>
    private async Task<IReadOnlyList<AgencyStake>> BetweenThem(string[] agencies) =>
    [
        new AgencyStake(43, "Lần các đơn vị này lấy ý kiến của nhau, tự kết thúc khi thành một", await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from dossiers.consultation c join dossiers.dossier d on d.id = c.dossier_id
            where c.closed_at is null and c.agency = any({agencies}) and d.competent_agency = any({agencies})
            """).SingleAsync()),
    ];

    /// <summary>As MoveDossiers and MoveConsultations will do it.</summary>
    private async Task<IReadOnlyList<AgencyStake>> Going(StakePlaces at, StakePart part)
    {
        var (open, agencies, offices) = (MovingStatuses.All, at.Agencies, part.Offices);
        var dossiers = await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from dossiers.dossier where status = any({open}) and intake_office = any({offices})
            """).SingleAsync();
        var answering = (await staffing.HeldIn(agencies, [], clock.Today())).Where(position => ConsultationPolicy.Answering.Contains(position.Role))
            .ToLookup(position => position.OfficeCode is { } office ? offices.Contains(office) : part.People.Contains(position.AccountId));
        var (goes, all) = (answering[true].Any(), !answering[false].Any());
        var asked = await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from dossiers.consultation
            where {goes} and closed_at is null and agency = any({agencies}) and ({all} or office = any({offices}))
            """).SingleAsync();
        return [new AgencyStake(21, "Hồ sơ đang mở ở bộ phận chuyển sang đơn vị mới", dossiers),
            new AgencyStake(41, "Lần lấy ý kiến chuyển sang đơn vị mới trả lời", asked)];
    }

    /// <summary>Not the citizen's words: whoever prepares a reorganisation has nothing to send in.</summary>
    private static string Words(string status) => status switch
    {
        DossierStatus.Supplement => "Chờ người nộp bổ sung", DossierStatus.Payment => "Chờ người nộp trả tiền",
        DossierStatus.Done => "Có kết quả, chờ trả", _ => DossierStatus.Words(status),
    };

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
