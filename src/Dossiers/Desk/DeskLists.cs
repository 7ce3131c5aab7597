using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Desk;

/// <summary>A row of a desk list.</summary>
internal sealed record DeskRow(Guid Id, string Code, string ShortCode, string ProcedureCode, string ProcedureName, string OwnerName, string Status,
    string Channel, DateTimeOffset SubmittedAt, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt, string HolderUnit, string? HolderName, string IntakeOffice,
    [property: JsonIgnore] string OwnerKind, [property: JsonIgnore] string? OwnerNumber);

/// <param name="Head">Of a list of arrivals, which can be sorted; null: dossiers that were searched for.</param>
internal sealed record DeskTable(IReadOnlyList<DeskRow> Rows, DateTimeOffset Now, Func<string, string, SortHead>? Head)
{
    public static readonly (string Words, string Column)[] Columns =
        [("Mã hồ sơ", "ma"), ("Thủ tục", "thu-tuc"), ("Chủ hồ sơ", "chu-ho-so"), ("Nộp lúc", "nop")];

    public bool Arrivals => Head is not null;
}

/// <summary>
/// Lists of the one-stop desk, each one written query over its own index. Arrays of offices are selected, so that one plan serves any number.
/// </summary>
internal sealed class DeskLists(Db db, DossierReadings readings)
{
    /// <summary>How many rows of one name in one place a search looks at before it leaves the rest to a longer word.</summary>
    public const int MostNamesakes = 500;

    /// <summary>Online arrivals of my offices that wait for reception, oldest first.</summary>
    public async Task<IReadOnlyList<DeskRow>> Arrivals(Actor actor, int take, (DateTimeOffset At, Guid Id)? after = null)
    {
        var offices = Serving(actor);
        var (at, id) = after ?? default;
        return await Seen(db.Database.SqlQuery<DeskRow>($"""
            select d.id, d.code, d.short_code, d.procedure_code, d.procedure_name, d.owner_name, d.status, d.channel, d.submitted_at, d.due_at, d.finished_at,
                   d.holder_unit, d.holder_name, d.intake_office, d.owner_kind, d.owner_number
            from unnest((select {offices})) as o(office)
            cross join lateral (
                select * from dossiers.dossier
                where status = 'submitted' and intake_office = o.office and (submitted_at, id) > ({at}, {id})
                order by submitted_at, id limit {take}) d
            order by d.submitted_at, d.id limit {take}
            """));
    }

    /// <summary>nộp lúc, mã hồ sơ, thủ tục, tên gọi của chủ hồ sơ.</summary>
    public static readonly string[] ArrivalColumns = ["nop", "ma", "thu-tuc", "chu-ho-so"];

    /// <summary>The same list in another order. It reads all that waits at these offices, which is the work of some days, whatever the history is.</summary>
    /// <param name="after">The id says where the last row seen stood, even when it was taken in meanwhile.</param>
    /// <param name="procedures">Codes in the order of their titles.</param>
    public async Task<IReadOnlyList<DeskRow>> Arrivals(Actor actor, int take, Guid after, SortOrder order, string[] procedures)
    {
        var offices = Serving(actor);
        return await Seen(db.Database.SqlQuery<DeskRow>($"""
            with listed as (
                select d.*, false as mark from unnest((select {offices})) as o(office)
                join dossiers.dossier d on d.status = 'submitted' and d.intake_office = o.office
                union all
                select d.*, true from dossiers.dossier d where d.id = {after} and d.intake_office = any({offices})),
            keyed as (
                select l.*, case {order.By} when 'ma' then l.code when 'thu-tuc' then coalesce(lpad(p.place::text, 6, '0'), 'z' || procedure_code)
                        when 'chu-ho-so' then substring(owner_name from '\S*$') || ' ' || owner_name else '' end collate "vi-x-icu" as word,
                    case {order.By} when 'nop' then submitted_at else 'epoch' end as moment
                from listed l left join unnest({procedures}) with ordinality as p (code, place) on p.code = l.procedure_code),
            start as (select word, moment, id from keyed where mark)
            select id, code, short_code, procedure_code, procedure_name, owner_name, status, channel, submitted_at, due_at, finished_at,
                   holder_unit, holder_name, intake_office, owner_kind, owner_number
            from keyed
            where not mark and (not exists (select from start) or case when {order.Down} then (word, moment, id) < (select word, moment, id from start)
                else (word, moment, id) > (select word, moment, id from start) end)
            order by case when {order.Down} then word end desc, case when {order.Down} then moment end desc, case when {order.Down} then id end desc,
                word, moment, id
            limit {take}
            """));
    }

    /// <summary>What an exported list holds is kept for its owners.</summary>
    public Task Exported(IReadOnlyList<DeskRow> rows, string what) => readings.Exported(rows.Select(Owner), what);

    /// <summary>Results that wait for their owner at my offices, longest first.</summary>
    public async Task<IReadOnlyList<DeskRow>> Ready(Actor actor, int take, (DateTimeOffset At, Guid Id)? after = null)
    {
        var offices = Serving(actor);
        var (at, id) = after ?? default;
        return await Seen(db.Database.SqlQuery<DeskRow>($"""
            select d.id, d.code, d.short_code, d.procedure_code, d.procedure_name, d.owner_name, d.status, d.channel, d.submitted_at, d.due_at, d.finished_at,
                   d.holder_unit, d.holder_name, d.intake_office, d.owner_kind, d.owner_number
            from unnest((select {offices})) as o(office)
            cross join lateral (
                select * from dossiers.dossier where status = 'done' and returned_how is null and intake_office = o.office and (finished_at, id) > ({at}, {id})
                order by finished_at, id limit {take}) d
            order by d.finished_at, d.id limit {take}
            """));
    }

    /// <summary>So many are counted; what is said of the list says that there are more.</summary>
    public const int MostCounted = 1_000;

    /// <summary>How many arrivals and how many results wait at my offices.</summary>
    public async Task<(int Arrivals, int Ready)> Counts(Actor actor)
    {
        var offices = Serving(actor);
        return (await db.Ask($"""
            select (select count(*)::int from
                       (select from dossiers.dossier where status = 'submitted' and intake_office = any({offices}) limit {MostCounted}) a),
                   (select count(*)::int from (select from dossiers.dossier where status = 'done' and returned_how is null
                       and intake_office = any({offices}) limit {MostCounted}) r)
            """, row => (row.GetInt32(0), row.GetInt32(1)))).Single();
    }

    /// <summary>
    /// Finds by code, short code, identity number or applicant's name, marks or not, among the dossiers the actor may read.
    /// Names with the marks that were typed come first, then the newest. Of a name that an agency holds more than
    /// <see cref="MostNamesakes"/> times only so many are looked at: the cost does not grow with history.
    /// </summary>
    public async Task<IReadOnlyList<DeskRow>> Search(Actor actor, string words, int take)
    {
        var text = TypedText.Within(VietnameseText.Clean(words), 100, "Từ cần tìm", "q");
        if (SearchFold.Of(text).Length < 2) return [];
        var (agencies, offices) = DossierPolicy.Places(actor);
        var scopes = agencies.Concat(offices).ToArray();
        var shortCode = Contracts.ShortCode.Normalise(text) ?? "";
        var number = string.Concat(text.Where(char.IsAsciiDigit));
        var rows = await db.Database.SqlQuery<DeskRow>($"""
            with found as (
                select id as dossier_id, submitted_at, true as marked from dossiers.dossier
                where code = {text.ToUpperInvariant()} and (competent_agency = any({agencies}) or intake_office = any({offices}))
                union all
                select id, submitted_at, true from dossiers.dossier
                where short_code = {shortCode} and (competent_agency = any({agencies}) or intake_office = any({offices}))
                union all
                (select id, submitted_at, true from dossiers.dossier
                 where owner_kind in ('person', 'organisation') and owner_number = {number} and (competent_agency = any({agencies})
                     or intake_office = any({offices}))
                 order by submitted_at desc limit {take})
                union all
                select k.dossier_id, k.submitted_at, starts_with(k.written, lower({text}))
                from unnest((select {scopes})) as s(scope)
                cross join lateral (
                    select dossier_id, submitted_at, written from dossiers.name_key
                    where scope = s.scope and key >= dossiers.name_fold({text}) and key < dossiers.name_fold({text}) || U&'\FFFF' limit {MostNamesakes}) k),
            best as (
                select dossier_id, bool_or(marked) as marked from found group by dossier_id
                order by bool_or(marked) desc, max(submitted_at) desc limit {take})
            select d.id, d.code, d.short_code, d.procedure_code, d.procedure_name, d.owner_name, d.status, d.channel, d.submitted_at, d.due_at, d.finished_at,
                   d.holder_unit, d.holder_name, d.intake_office, d.owner_kind, d.owner_number
            from best join dossiers.dossier d on d.id = best.dossier_id
            order by best.marked desc, d.submitted_at desc
            """).ToListAsync();
        await readings.Searched(text, [.. rows.Select(Owner)]);
        return rows;
    }

    private async Task<IReadOnlyList<DeskRow>> Seen(IQueryable<DeskRow> query)
    {
        var rows = await query.ToListAsync();
        await readings.Listed(rows.Select(Owner));
        return rows;
    }

    private static (Guid, string, string, string?) Owner(DeskRow row) => (row.Id, row.Code, row.OwnerKind, row.OwnerNumber);

    private static string[] Serving(Actor actor) =>
        actor.Positions.Where(p => p.Role == Roles.ReceivingOfficer).SelectMany(p => p.Offices).Distinct().ToArray();
}
