using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Slips;

/// <summary>A line of the tracking register or of a hand-over list, as stored.</summary>
internal sealed record RegisterRow(Guid Id, string Code, Guid ProcedureVersionId, string ProcedureName, string OwnerKind, string OwnerName, string? Phone,
    string Answers,
    string Status, string ReturnMethod, string CompetentAgencyName, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt,
    DateTimeOffset? ReturnedAt, string? ReturnedTo,
    long? FeeVnd, long? FeeTakenVnd, string? OwnerNumber);

/// <summary>Sổ theo dõi hồ sơ và phiếu bàn giao kết quả: what one office received, and which results it was given, between two days.</summary>
internal sealed class Register(Db db, Issuers issuers, PaperTemplates templates, ProcedureCatalogue catalogue, IssuedResults results, RuleSets rules,
    DossierReadings readings, TimeProvider clock, Caution caution)
{
    /// <summary>As many as a book of a busy week holds; more is printed in shorter spans.</summary>
    public const int Most = 2000;

    /// <summary>As a file it may be longer than on paper.</summary>
    public const int MostExported = 10_000;

    /// <param name="after">Reception and id of the last row seen.</param>
    public async Task<IReadOnlyList<RegisterRow>> Received(string office, DateOnly from, DateOnly to, int take = Most + 1,
        (DateTimeOffset At, Guid Id)? after = null)
    {
        await caution.RequireNone();
        var ((start, end), (at, id)) = (Span(from, to), after ?? (DateTimeOffset.UnixEpoch, Guid.Empty));
        return await db.Database.SqlQuery<RegisterRow>($"""
            select id, code, procedure_version_id, procedure_name, owner_kind, owner_name, phone, answers::text as answers, status, return_method,
                competent_agency_name,
                   received_at, due_at, finished_at, returned_at, returned_to, fee_vnd, fee_taken_vnd, owner_number
            from dossiers.dossier where (intake_office = {office} and counted_office is null or counted_office = {office}) and received_at >= {start}
                and received_at < {end} and (received_at, id) > ({at}, {id})
            order by received_at, id limit {take}
            """).ToListAsync();
    }

    /// <summary>Results that came to the office in these days, whether their owner has them by now or not.</summary>
    public async Task<IReadOnlyList<RegisterRow>> HandedOver(string office, DateOnly from, DateOnly to, int take = Most + 1)
    {
        await caution.RequireNone();
        var (start, end) = Span(from, to);
        return await db.Database.SqlQuery<RegisterRow>($"""
            select id, code, procedure_version_id, procedure_name, owner_kind, owner_name, phone, answers::text as answers, status, return_method,
                competent_agency_name,
                   received_at, due_at, finished_at, returned_at, returned_to, fee_vnd, fee_taken_vnd, owner_number
            from dossiers.dossier where (intake_office = {office} and counted_office is null or counted_office = {office}) and status in ('done', 'returned')
                and finished_at >= {start} and finished_at < {end}
            order by competent_agency_name, finished_at, id limit {take}
            """).ToListAsync();
    }

    public async Task<PrintedPaper> PrintRegister(string office, DateOnly from, DateOnly to, string officer)
    {
        var rows = Bounded(await Received(office, from, to));
        await readings.Exported(rows.Select(Owner), "In sổ theo dõi hồ sơ");
        var areas = new Dictionary<Guid, string>();
        foreach (var version in rows.Select(r => r.ProcedureVersionId).Distinct()) areas[version] = (await catalogue.GetVersion(version))?.Field ?? "";
        var values = SlipValues.Of(await issuers.Of(office, to, officer), clock.GetUtcNow());
        values["register.from"] = Vi.Date(from);
        values["register.to"] = Vi.Date(to);
        values["register.count"] = rows.Count.ToString();
        values.Add("rows", rows.Select(r => SlipValues.Row(
            ("code", r.Code), ("summary", r.ProcedureName), ("sets", "01"), ("owner", r.OwnerName),
                ("address", SlipValues.OwnerAddress(r.OwnerKind, r.Answers)), ("phone", r.Phone is { } phone ? Vi.Phone(phone) : null),
            ("receivedAt", Day(r.ReceivedAt)), ("dueAt", Day(r.DueAt)), ("returnedAt", Day(r.ReturnedAt)), ("receiver", r.ReturnedTo),
                ("area", areas[r.ProcedureVersionId]), ("status", DossierStatus.Words(r.Status)))));
        return await templates.Print((await rules.At(to)).FormSet, PaperKind.Register, to, values);
    }

    /// <summary>The book as a table: the columns of the printed one, dates as dates.</summary>
    public async Task<Platform.Sheets.Sheet> Export(string office, DateOnly from, DateOnly to)
    {
        var rows = await Received(office, from, to, MostExported + 1);
        if (rows.Count > MostExported)
            throw new Refused(400, $"Khoảng ngày này có hơn {Vi.Number(MostExported)} hồ sơ. Chọn khoảng ngắn hơn rồi xuất từng phần", "den");
        await readings.Exported(rows.Select(Owner), "Xuất sổ theo dõi hồ sơ");
        return new Platform.Sheets.Sheet("Sổ theo dõi hồ sơ", [new("STT", 6), new("Mã hồ sơ", 26), new("Nội dung", 40), new("Chủ hồ sơ", 28),
            new("Địa chỉ", 40), new("Điện thoại", 14), new("Cơ quan giải quyết", 30), new("Nhận lúc", 18), new("Hẹn trả", 18), new("Có kết quả", 18),
            new("Trả kết quả", 18), new("Người nhận", 24), new("Phí đã thu (đồng)", 16), new("Trạng thái", 20)],
            [.. rows.Select((row, i) => (IReadOnlyList<object?>)[i + 1, row.Code, row.ProcedureName, row.OwnerName,
                SlipValues.OwnerAddress(row.OwnerKind, row.Answers), row.Phone is { } phone ? Vi.Phone(phone) : null, row.CompetentAgencyName,
                row.ReceivedAt, row.DueAt, row.FinishedAt, row.ReturnedAt, row.ReturnedTo, row.FeeTakenVnd, DossierStatus.Words(row.Status)])]);
    }

    public async Task<PrintedPaper> PrintHandOver(string office, DateOnly from, DateOnly to, string officer)
    {
        var rows = Bounded(await HandedOver(office, from, to));
        await readings.Exported(rows.Select(Owner), "In phiếu bàn giao kết quả");
        var issuer = await issuers.Of(office, to, officer);
        var values = SlipValues.Of(issuer, clock.GetUtcNow());
        values["list.date"] = from == to ? Vi.Date(from) : $"{Vi.Date(from)} đến {Vi.Date(to)}";
        values["list.from"] = string.Join("; ", rows.Select(r => r.CompetentAgencyName).Distinct());
        values["list.to"] = issuer.Office.Name;
        values["list.count"] = rows.Count.ToString();
        var items = new List<IReadOnlyDictionary<string, string?>>();
        foreach (var r in rows)
        {
            var result = await results.OfDossier(r.Id);
            items.Add(SlipValues.Row(("code", r.Code), ("content", r.ProcedureName), ("result", result is null ? "" : $"{result.Title} số {result.Number}"),
                ("owner", r.OwnerName),
                ("address", SlipValues.OwnerAddress(r.OwnerKind, r.Answers)), ("fee", r.FeeVnd is > 0 && r.FeeTakenVnd is null ? "×" : ""),
                ("post", r.ReturnMethod == "post" ? "×" : ""),
                ("note", r.ReturnedAt is null ? "" : "Đã trả")));
        }
        values.Add("rows", items);
        return await templates.Print((await rules.At(to)).FormSet, PaperTemplates.HandOverList, to, values);
    }

    /// <summary>What stands on the screen of the book.</summary>
    public Task Listed(IEnumerable<RegisterRow> rows) => readings.Listed(rows.Select(Owner));

    private static (Guid, string, string, string?) Owner(RegisterRow row) => (row.Id, row.Code, row.OwnerKind, row.OwnerNumber);

    private static IReadOnlyList<RegisterRow> Bounded(IReadOnlyList<RegisterRow> rows) =>
        rows.Count <= Most ? rows : throw new Refused(400, $"Khoảng ngày này có hơn {Most} hồ sơ. Chọn khoảng ngắn hơn rồi in", "to");

    private static (DateTimeOffset Start, DateTimeOffset End) Span(DateOnly from, DateOnly to) =>
        (VietnamTime.At(from, TimeOnly.MinValue).ToUniversalTime(), VietnamTime.At(to.AddDays(1), TimeOnly.MinValue).ToUniversalTime());

    private static string? Day(DateTimeOffset? at) => at is { } instant ? Vi.Date(instant) : null;
}
