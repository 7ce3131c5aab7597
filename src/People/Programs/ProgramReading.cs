using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.People.Staff;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.People.Programs;

/// <summary>One program in words.</summary>
internal sealed record ProgramLine(Guid Id, string ClientId, string Name, int Version, string AgencyCode, string Scope, DateOnly ValidTo, Guid ProposedBy,
    string ProposedName, string? ApprovedName, DateTimeOffset? ApprovedAt, DateTimeOffset? EndedAt)
{
    public string ScopeWords => ScopeIn(Scope);

    public string State(DateOnly today) => EndedAt is { } ended ? $"Đã chấm dứt {Vi.Date(ended)}"
        : ApprovedAt is null ? "Chờ quản trị khác duyệt" : ValidTo < today ? $"Hết hạn {Vi.Date(ValidTo)}" : "Đang dùng";

    public static string ScopeIn(string scope) => scope == ConnectedProgram.File ? "Nộp hồ sơ cho người dân của chương trình" : "Làm việc ở vị trí được giao";
}

internal sealed record SecretLine(Guid Id, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt, DateTimeOffset? EndedAt)
{
    public string Words => $"Cấp {Vi.DateTime(MadeAt)}, {(LastUsedAt is { } used ? $"dùng lần cuối {Vi.DateTime(used)}" : "chưa dùng")}";

    public bool IsOpen(DateTimeOffset now) => EndedAt is null || EndedAt > now;

    public string EndWords(DateTimeOffset now) => EndedAt is not { } end ? "" : end > now ? $"; dùng hết ngày {Vi.Date(end.AddMinutes(-1))}"
        : $"; thu hồi {Vi.DateTime(end)}";
}

/// <summary>Chương trình kết nối, for the pages of the administrator.</summary>
internal sealed class ProgramReading(Db db, StaffReading staff, OrganisationDirectory directory, TimeProvider clock)
{
    public DateOnly Today => clock.Today();

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>All of them: a province connects some dozens.</summary>
    public async Task<IReadOnlyList<ProgramLine>> List(Guid? only = null) => await db.Database.SqlQuery<ProgramLine>($"""
        select a.id, a.username as client_id, a.display_name as name, a.version, p.agency_code, p.scope, p.valid_to, p.proposed_by,
            by.display_name as proposed_name, approver.display_name as approved_name, p.approved_at, a.disabled_at as ended_at
        from people.program p join people.account a on a.id = p.account_id join people.account by on by.id = p.proposed_by
            left join people.account approver on approver.id = p.approved_by
        where {only}::uuid is null or a.id = {only}
        order by a.disabled_at is not null, a.display_name, a.id
        """).ToListAsync();

    public async Task<IReadOnlyList<SecretLine>> Secrets(Guid id) => await db.Set<ProgramSecret>().AsNoTracking().Where(s => s.AccountId == id)
        .OrderByDescending(s => s.MadeAt).Select(s => new SecretLine(s.Id, s.MadeAt, s.LastUsedAt, s.EndedAt)).ToListAsync();

    public Task<IReadOnlyList<HeldPosition>> Positions(Guid id) => staff.Positions(id);

    public Task<IReadOnlyList<FailedSignIn>> Failures(Guid id) => staff.Failures(id);

    public Task<IReadOnlyList<(string Code, string Name)>> Places() => staff.Choices();

    public async Task<IReadOnlyList<(string Code, string Name)>> Agencies() =>
        [.. (await directory.Agencies(Today)).Select(agency => (agency.Code, agency.Name))];
}
