using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Agencies;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Reorganise;

/// <summary>
/// Cho phương án có hiệu lực: all rows of the organisation in one transaction. Nothing of before is written over: rows end on the day before and new ones
/// begin, so that a report of last month reads last month's names. What rooms above keep there they move themselves, behind the fact.
/// </summary>
internal sealed class ApplyReorganisation(Db db, EventLog log, AgencyDesk desk, ReorganisationReading reading, MovePositions positions)
{
    public static readonly RecurringJob Job = new("organisation.apply-reorganisations", TimeSpan.FromSeconds(30), async (services, _) =>
    {
        var db = services.GetRequiredService<Db>();
        var today = services.GetRequiredService<AgencyDesk>().Today;
        var due = await db.Set<Reorganisation>().AsNoTracking().Where(row => row.State == Reorganisation.Approved && row.Effective <= today)
            .OrderBy(row => row.Effective).ThenBy(row => row.Number).Select(row => row.Id).ToListAsync();
        foreach (var id in due)
        {
            await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Platform.Security.CurrentActor>().Value = Platform.Security.Actor.System;
            await scope.ServiceProvider.GetRequiredService<ApplyReorganisation>().Execute(id);
        }
    });

    /// <summary>On its day, by the first server that comes; a second one finds it done.</summary>
    public async Task Execute(Guid id)
    {
        try
        {
            await using var transaction = await desk.Begin();
            var row = await DraftReorganisation.Load(db, id, null);
            if (row.State != Reorganisation.Approved || row.Effective > desk.Today) return;
            var (made, problems) = await reading.Judge(row);
            // That the day has passed while no server ran is no reason to leave people without their agency.
            if (problems.FirstOrDefault(problem => problem.Field != "effective" || row.Effective == desk.Today) is { } wrong)
                throw Refused.WrongState(wrong.Message);
            await Write(row, made);
            await db.Commit(transaction);
        }
        catch (Refused refused)
        {
            db.ChangeTracker.Clear();
            var words = refused.Message;
            await db.Database.ExecuteSqlAsync($"update organisation.reorganisation set problem = {words} where id = {id} and problem is distinct from {words}");
        }
    }

    /// <summary>In the caller's transaction, under the lock of agencies.</summary>
    public async Task Write(Reorganisation row, NewUnit made)
    {
        var day = row.Effective!.Value;
        if (row.Units.Any(code => made.Before.Of(code) is null)) throw Refused.WrongState($"Ngày {Vi.Date(day)} có đơn vị không còn hoạt động");
        await Agencies(row, made, day);
        await Offices(row, made, day);
        if (made.ChangesCommunes) await Communes(row, made, day);
        if (made is { Splits: true, IsCommittee: true }) await PartOfCommune(row, made, day);
        await Heirs(made);
        await positions.Run(row, made, day, desk.Today);
        var told = made.Before.Agencies.Select(agency => new MovedAgency(agency.Code, agency.Name, made.Code, made.Plan.Name)).ToList();
        // Of a unit that goes on only a part is taken over: what goes is named one by one.
        var moved = made.Splits ? [] : told;
        var split = made.Splits ? new AgencySplit(told[0].Code, told[0].Name, made.Code, made.Plan.Name, [.. made.Plan.People ?? []]) : null;
        foreach (var agency in told)
            desk.Record(agency.Code, new AgencyReorganised(agency.Code, agency.Name, agency.Heir, agency.HeirName, day, row.Number, row.Kind), made.Plan.Basis);
        if (made.Before.Of(made.Code) is null)
            desk.Record(made.Code, new AgencyReorganised(made.Code, made.Plan.Name, made.Code, made.Plan.Name, day, row.Number, row.Kind), made.Plan.Basis);
        row.Apply(desk.Now);
        var offices = made.Splits ? made.Changing : made.Before.Offices;
        log.Record(row.Stream, new ReorganisationApplied(row.Id, row.Number, row.Kind, made.Plan.Basis, day, moved, [.. offices.Select(office =>
        {
            var heir = made.Closes(office) ? made.Before.Offices.First(other => other.Code == made.Planned(office).Heir) : office;
            return new MovedOffice(office.Code, office.Name, heir.Code, made.Planned(heir).Name, made.Code);
        })], split), made.Plan.Basis);
        await db.Save();
        if (!await SomebodyAdministers(day)) throw Refused.WrongState("Sau sắp xếp không còn ai giữ vai trò quản trị hệ thống. Giao vai trò này trước");
    }

    private async Task Agencies(Reorganisation row, NewUnit made, DateOnly day)
    {
        var (last, codes, heir, act) = (day.AddDays(-1), row.Units, made.Code, row.Id);
        var model = made.Model!;
        if (!made.Splits) await db.Database.ExecuteSqlAsync($"""
            update organisation.agency set valid_to = {last}, successor_code = case when code <> {heir} then {heir} end, kept_by = {act}
            where code = any({codes}) and valid_to is null
            """);
        var (parent, fresh) = (ReorganisationCheck.Parent(made), made.Before.Of(heir) is null);
        var address = made.Plan.Address.Length > 0 ? made.Plan.Address : null;
        var (name, shortName, commune) = (made.Plan.Name, made.Plan.ShortName, made.Commune);
        // A new unit is numbered by us until the province loads its list, as any other.
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.agency (code, valid_from, name, short_name, kind, level, parent_code, admin_unit_code, unit_code, unit_code_verified,
                address, phone, website, generated, kept_by)
            select {heir}, {day}, {name}, {shortName}, kind, level, {parent}, {commune},
                case when {fresh} then split_part(unit_code, '.', 1) || '.' || coalesce({(made.IsCommittee ? commune : null)}, {heir}) else unit_code end,
                unit_code_verified and not {fresh}, coalesce({address}, address), phone, website, generated, {act}
            from organisation.agency where code = {model.Code} and valid_from = {model.ValidFrom}
            """);
        // Whose parent goes gets the heir as its parent from that day on.
        var gone = made.Ending.Select(agency => agency.Code).ToArray();
        var children = await db.Database.SqlQuery<string>($"""
            update organisation.agency set valid_to = {last}, kept_by = {act} where parent_code = any({gone}) and code <> all({codes}) and valid_to is null
                and valid_from < {day} returning code as "Value"
            """).ToListAsync();
        var orphans = children.ToArray();
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.agency (code, valid_from, name, short_name, kind, level, parent_code, admin_unit_code, unit_code, unit_code_verified,
                address, phone, website, generated, kept_by)
            select code, {day}, name, short_name, kind, level, {heir}, admin_unit_code, unit_code, unit_code_verified, address, phone, website, generated, {act}
            from organisation.agency where code = any({orphans}) and valid_to = {last}
            """);
    }

    private async Task Offices(Reorganisation row, NewUnit made, DateOnly day)
    {
        var (last, act) = (day.AddDays(-1), row.Id);
        foreach (var office in made.Closing)
        {
            var heir = made.Planned(office).Heir;
            await db.Database.ExecuteSqlAsync($"""
                update organisation.office set valid_to = {last}, successor_code = {heir}, kept_by = {act}
                where code = {office.Code} and valid_from = {office.ValidFrom}
                """);
        }
        foreach (var office in made.Changing)
        {
            var (name, agency, commune) = (made.Planned(office).Name, made.Code, made.Commune);
            await db.Database.ExecuteSqlAsync($"""
                update organisation.office set valid_to = {last}, kept_by = {act} where code = {office.Code} and valid_from = {office.ValidFrom}
                """);
            await db.Database.ExecuteSqlAsync($"""
                insert into organisation.office (code, valid_from, valid_to, name, kind, agency_code, admin_unit_code, address, phone, generated, kept_by)
                select code, {day}, {office.ValidTo}::date, {name}, kind, {agency}, {commune}, address, phone, generated, {act}
                from organisation.office where code = {office.Code} and valid_from = {office.ValidFrom}
                """);
        }
    }

    /// <summary>The communes end and the new one begins; each old name, also one of an earlier change, leads to it.</summary>
    private async Task Communes(Reorganisation row, NewUnit made, DateOnly day)
    {
        var (last, act, era, code) = (day.AddDays(-1), row.Id, $"{day:yyyyMMdd}", made.Commune!);
        var olds = made.Before.Communes.Select(unit => unit.Code).ToArray();
        var (full, bare, type, model) = (made.Plan.UnitName, made.BareUnitName, made.UnitType!, made.Before.Communes.FirstOrDefault(unit => unit.Code == code)
            ?? made.Before.Communes[0]);
        await db.Database.ExecuteSqlAsync($"""
            update organisation.administrative_unit set valid_to = {last}, kept_by = {act}
            where code = any({olds}) and level = 3 and coalesce(valid_from, '-infinity') < {day} and coalesce(valid_to, 'infinity') >= {day}
            """);
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.administrative_unit (era, code, name, full_name, type, level, parent_code, name_search, valid_from, centroid_lat,
                centroid_lon, source, kept_by)
            select {era}, {code}, {bare}, {full}, {type}, 3, parent_code, platform.fold({full}), {day}, centroid_lat, centroid_lon, {made.Plan.Basis}, {act}
            from organisation.administrative_unit where era = {model.Era} and code = {model.Code}
            """);
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.administrative_unit_change (change_date, old_code, old_full_name, old_province_code, new_code, new_full_name, share,
                decision)
            select {day}, u.code, u.full_name, u.parent_code, {code}, {full}, 'whole', {made.Plan.Basis}
            from organisation.administrative_unit u where u.code = any({olds}) and u.level = 3 and u.valid_to = {last}
            union all
            select c.change_date, c.old_code, c.old_full_name, c.old_province_code, {code}, {full}, c.share, c.decision
            from organisation.administrative_unit_change c where c.new_code = any({olds}) and c.new_code <> {code}
            on conflict (change_date, old_code, new_code) do nothing
            """);
        await db.Database.ExecuteSqlAsync($"""
            update organisation.administrative_unit_change n set old_district_code = c.old_district_code, old_district_name = c.old_district_name
            from organisation.administrative_unit_change c
            where n.new_code = {code} and c.new_code = any({olds}) and c.old_code = n.old_code and c.change_date = n.change_date
                and n.old_district_name is null and c.old_district_name is not null
            """);
    }

    /// <summary>A commune begins beside the old one. The old name leads to both: in which of them an address of before lies, its owner has to say.</summary>
    private async Task PartOfCommune(Reorganisation row, NewUnit made, DateOnly day)
    {
        var (act, era, code, old) = (row.Id, $"{day:yyyyMMdd}", made.Commune!, made.Before.Communes[0]);
        var (full, bare, type) = (made.Plan.UnitName, made.BareUnitName, made.UnitType!);
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.administrative_unit (era, code, name, full_name, type, level, parent_code, name_search, valid_from, centroid_lat,
                centroid_lon, source, kept_by)
            select {era}, {code}, {bare}, {full}, {type}, 3, parent_code, platform.fold({full}), {day}, centroid_lat, centroid_lon, {made.Plan.Basis}, {act}
            from organisation.administrative_unit where era = {old.Era} and code = {old.Code}
            """);
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.administrative_unit_change (change_date, old_code, old_full_name, old_province_code, new_code, new_full_name, share,
                decision)
            values ({day}, {old.Code}, {old.FullName}, {old.ParentCode}, {code}, {full}, 'part', {made.Plan.Basis})
            on conflict (change_date, old_code, new_code) do nothing
            """);
    }

    /// <summary>Who answers for the files of before, and for what those answered for.</summary>
    private async Task Heirs(NewUnit made)
    {
        var pairs = made.Ending.Select(agency => (Old: agency.Code, Heir: made.Code))
            .Concat(made.Closing.Select(office => (Old: office.Code, made.Planned(office).Heir))).ToList();
        var (olds, heirs) = (pairs.Select(pair => pair.Old).ToArray(), pairs.Select(pair => pair.Heir).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation.former_code (code, heir)
            select p.code, p.heir from unnest({olds}, {heirs}) as p (code, heir)
            union select f.code, p.heir from unnest({olds}, {heirs}) as p (code, heir) join organisation.former_code f on f.heir = p.code and f.code <> p.heir
            on conflict do nothing
            """);
    }

    private async Task<bool> SomebodyAdministers(DateOnly day) => await db.Database.SqlQuery<bool>($"""
        select exists (select from organisation.position p join organisation.agency a on a.code = p.agency_code and a.valid_from <= {day}
                and (a.valid_to is null or a.valid_to >= {day})
            where p.role = {Roles.Administrator} and p.valid_from <= {day} and (p.valid_to is null or p.valid_to >= {day})) as "Value"
        """).SingleAsync();
}
