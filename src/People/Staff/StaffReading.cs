using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;

namespace MotCua.People.Staff;

/// <summary>One person of the list.</summary>
internal sealed record StaffLine(Guid Id, string Username, string DisplayName, DateTimeOffset? BlockedAt, DateTimeOffset? DisabledAt,
    IReadOnlyList<string> Positions)
{
    public string State => StaffReading.StateOf(BlockedAt, DisabledAt);
}

/// <summary>One position of a person in words.</summary>
/// <param name="Titles">Chức danh ký, newest first.</param>
/// <param name="Untitled">A leader who cannot sign.</param>
internal sealed record HeldPosition(Guid Id, string Words, DateOnly From, DateOnly? To, bool Open, IReadOnlyList<DatedTitle> Titles, bool Untitled);

/// <summary>One delegation that the person gave or was given.</summary>
internal sealed record GivenDelegation(Guid Id, string Giver, string Taker, string Words, DateOnly From, DateOnly To, string Basis,
    DateTimeOffset? EndedAt, bool Open);

/// <summary>Đăng nhập không thành công.</summary>
internal sealed record FailedSignIn(DateTimeOffset At, string Address, string? Device, string Cause)
{
    public string Words => Cause switch
    {
        "blocked" => "Đúng mật khẩu, tài khoản đang khóa", "proof" => "Sai mật khẩu khi xác nhận", "code" => "Sai mã lấy lại mật khẩu", _ => "Sai mật khẩu",
    };
}

/// <summary>Cán bộ và vị trí của họ, for the pages of the administrator and of the account itself.</summary>
internal sealed class StaffReading(Db db, Staffing staffing, Delegations delegations, SigningTitles titles, OrganisationDirectory directory,
    TimeProvider clock)
{
    public const int PageSize = 50;

    public DateOnly Today => clock.Today();

    public static string StateOf(DateTimeOffset? blocked, DateTimeOffset? ended) =>
        ended is { } end ? $"Đã chấm dứt {Vi.Date(end)}" : blocked is { } since ? $"Đang khóa từ {Vi.Date(since)}" : "Đang dùng";

    /// <param name="state">"open", "blocked", "ended"; anything else: all.</param>
    /// <param name="after">Name and id of the last row seen.</param>
    public async Task<IReadOnlyList<StaffLine>> List(string words, string? state, (string Name, Guid Id)? after)
    {
        var pattern = $"%{new string([.. words.Where(sign => sign is not ('%' or '_' or '\\'))]).Trim()}%";
        var (name, id) = after ?? ("", Guid.Empty);
        var rows = await db.Database.SqlQuery<Row>($"""
            select id, username, display_name, blocked_at, disabled_at from people.account
            where kind = 'staff' and (display_name, id) > ({name}, {id})
              and (platform.fold(display_name) like platform.fold({pattern}) or username like lower({pattern}))
              and case {state ?? ""} when 'open' then blocked_at is null and disabled_at is null
                  when 'blocked' then blocked_at is not null and disabled_at is null when 'ended' then disabled_at is not null else true end
            order by display_name, id limit {PageSize + 1}
            """).ToListAsync();
        var held = (await staffing.Held([.. rows.Select(row => row.Id)], clock.GetUtcNow())).ToLookup(position => position.AccountId);
        var titled = (await titles.Of([.. held.SelectMany(of => of).Where(p => p.Role == Roles.Leader).Select(p => p.Id)])).Where(t => t.ValidFrom <= Today)
            .Select(title => title.PositionId).ToHashSet();
        var places = await Places();
        return [.. rows.Select(row => new StaffLine(row.Id, row.Username, row.DisplayName, row.BlockedAt, row.DisabledAt,
            [.. held[row.Id].Select(p => Words(p.Role, p.AgencyCode, p.OfficeCode, places)
                + (p.Role == Roles.Leader && !titled.Contains(p.Id) ? " (chưa có chức danh ký)" : "")).Distinct()]))];
    }

    public async Task<Account?> Find(Guid id) =>
        await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(account => account.Id == id && account.Kind == "staff");

    public async Task<IReadOnlyList<HeldPosition>> Positions(Guid id)
    {
        var places = await Places();
        var held = await staffing.Positions(id);
        var signs = (await titles.Of([.. held.Select(p => p.Id)])).ToLookup(title => title.PositionId);
        return [.. held.Select(p => new HeldPosition(p.Id, Words(p.Role, p.AgencyCode, p.OfficeCode, places), p.ValidFrom, p.ValidTo,
            p.ValidTo is null || p.ValidTo >= Today, [.. signs[p.Id]], p.Role == Roles.Leader && !signs[p.Id].Any(title => title.ValidFrom <= Today)))];
    }

    public async Task<IReadOnlyList<GivenDelegation>> DelegationsOf(Guid id) => await Shown(await delegations.Of(id));

    /// <summary>What the account may use today.</summary>
    public async Task<IReadOnlyList<GivenDelegation>> Usable(Guid id) => await Shown(await delegations.Usable(id, clock.GetUtcNow()));

    public async Task<IReadOnlyList<FailedSignIn>> Failures(Guid id) =>
        await db.Database.SqlQuery<FailedSignIn>($"""
            select at, address, device, cause from people.sign_in_failure where account_id = {id} order by at desc limit 10
            """).ToListAsync();

    /// <summary>Where a position can be: offices first, then agencies, by name.</summary>
    public async Task<IReadOnlyList<(string Code, string Name)>> Choices() =>
        [.. (await directory.Offices(Today)).Select(office => (office.Code, office.Name)),
            .. (await directory.Agencies(Today)).Select(agency => (agency.Code, agency.Name))];

    private async Task<IReadOnlyList<GivenDelegation>> Shown(IReadOnlyList<DelegationView> rows)
    {
        if (rows.Count == 0) return [];
        var places = await Places();
        var ids = rows.SelectMany(row => new[] { row.AccountId, row.DelegateId }).Distinct().ToArray();
        var names = await db.Set<Account>().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => account.DisplayName);
        return [.. rows.Select(row => new GivenDelegation(row.Id, names[row.AccountId], names[row.DelegateId],
            Words(row.Role, row.AgencyCode, row.OfficeCode, places), row.ValidFrom, row.ValidTo, row.Basis, row.EndedAt,
            row.EndedAt is null && row.ValidTo >= Today))];
    }

    private async Task<IReadOnlyDictionary<string, string>> Places() =>
        (await Choices()).GroupBy(place => place.Code).ToDictionary(group => group.Key, group => group.First().Name, StringComparer.Ordinal);

    private static string Words(string role, string agency, string? office, IReadOnlyDictionary<string, string> places) =>
        $"{Roles.Names.GetValueOrDefault(role, role)}, {places.GetValueOrDefault(office ?? agency, office ?? agency)}";

    private sealed record Row(Guid Id, string Username, string DisplayName, DateTimeOffset? BlockedAt, DateTimeOffset? DisabledAt);
}
