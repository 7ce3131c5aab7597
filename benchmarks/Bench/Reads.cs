using System.Diagnostics;

namespace MotCua.Benchmarks.Bench;

/// <summary>What is asked all day: track, my tasks, search. One caller, one after the other; then the same SQL bare.</summary>
internal sealed class Reads(House house, Table table, int samples)
{
    private readonly Dictionary<string, double> before = [];

    public async Task Measure()
    {
        var tokens = new[] { await house.Token("khoi"), await house.Token("phuc"), await house.Token("luan") };
        // Spread over the whole history, so that no page of the table is always warm.
        var codes = await house.Column<string>($"select code from dossiers.dossier tablesample system "
            + $"({Math.Min(100, 300.0 * samples / house.Size).ToString(System.Globalization.CultureInfo.InvariantCulture)}) where code not like 'BENCH-%' "
            + $"order by random() limit {samples}");
        var names = await house.Column<string>($"""
            select dossiers.name_fold(owner_name) from dossiers.dossier where competent_agency in (
                select p.agency_code from organisation.position p join people.account a on a.id = p.account_id where a.username = 'khoi')
            order by md5(id::text) limit {samples}
            """);
        await One("track by code", i => ($"/api/v1/tracking/{codes[i % codes.Count]}", null));
        await One("my tasks, first 20", i => ("/api/v1/desk/tasks", tokens[i % 3]));
        var desk = await house.Token("diem");
        await One("page of my tasks", i => ("/noi-bo/viec", tokens[i % 3]));
        await One("page of my tasks by owner", i => ("/noi-bo/viec?xep=chu-ho-so", tokens[i % 3]));
        await One("page of my tasks with a name", i => ($"/noi-bo/viec?q={Uri.EscapeDataString(names[i % names.Count])}", tokens[0]));
        await Least("page of my tasks", Rows("workflow.task", """
            state = 'open' and assignee_id is null and office_code is null and role = 'specialist'
                and agency_code = (select p.agency_code from organisation.position p join people.account a on a.id = p.account_id where a.username = 'khoi')
            """, "shown_due_at", 50));
        await One("page of arrivals", _ => ("/noi-bo/tiep-nhan", desk));
        await Least("page of arrivals", Rows("dossiers.dossier", $"status = 'submitted' and intake_office = {Office}", "submitted_at", 50));
        var (until, from) = (DateTimeOffset.UtcNow.AddHours(7), DateTimeOffset.UtcNow.AddHours(7).AddDays(-30));
        var month = $"ngay={from:dd/MM/yyyy}&den={until:dd/MM/yyyy}";
        await One("page of the register", _ => ($"/noi-bo/so-theo-doi?{month}", desk), Math.Max(20, samples / 5));
        await Least("page of the register",
            Rows("dossiers.dossier", $"intake_office = {Office} and received_at > now() - interval '30 days'", "received_at", 200));
        // What a list takes away: up to 5,000 rows with their types, so a few of each are enough.
        await One("my tasks as Excel", i => ("/noi-bo/viec?handler=Xlsx&han=qua-han", tokens[i % 3]), Math.Max(5, samples / 50));
        await One("arrivals as CSV", _ => ("/noi-bo/tiep-nhan?handler=Csv", desk), Math.Max(5, samples / 50));
        await One("register as Excel", _ => ($"/noi-bo/so-theo-doi?handler=Xlsx&{month}", desk), Math.Max(5, samples / 50));
        await Looked();
        await One("search by name without marks", i => ($"/api/v1/desk/search?q={Uri.EscapeDataString(names[i % names.Count])}", tokens[0]));
    }

    private const string Office = """
        (select p.office_code from organisation.position p join people.account a on a.id = p.account_id
        where a.username = 'diem' and p.office_code is not null)
        """;

    private static string Rows(string table, string where, string order, int take) => $"select * from {table} where {where} order by {order}, id limit {take}";

    /// <summary>Beside the page, the least work of the same effect: its rows alone, by their index, in one statement.</summary>
    private async Task Least(string name, string sql)
    {
        await using var connection = await house.App.OpenConnectionAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.PrepareAsync();
        var (least, rows) = (new Latency(), 0);
        for (var i = 0; i < 10 + samples; i++)
        {
            var started = Stopwatch.GetTimestamp();
            rows = 0;
            await using (var reader = await command.ExecuteReaderAsync())
                while (await reader.ReadAsync()) rows++;
            if (i >= 10) least.Add(started);
        }
        var page = before[$"{name}, p50"];
        table.Add(new Row($"{name}, beside its rows alone, p50 at {house.Size:#,0}", "ms", page, least.P50, page / least.P50,
            Note: $"bare: {rows} rows in one statement, nobody asked who may see them, nothing drawn"));
    }

    /// <summary>
    /// What "Ai đã xem" costs: a dossier opened for the first time in a minute leaves a row and a fact, opened again it leaves nothing.
    /// Beside the difference, the least work of the same effect: the same row and one fact, inserted by hand in one round trip.
    /// </summary>
    private async Task Looked()
    {
        var codes = await house.Column<string>($"""
            select code from dossiers.dossier where owner_number is not null and competent_agency in (
                select p.agency_code from organisation.position p join people.account a on a.id = p.account_id where a.username = 'khoi')
            order by md5(id::text) limit {Math.Min(samples, 200)}
            """);
        var (warmer, reader) = (await house.Token("phuc"), await house.Token("khoi"));
        using var wire = new Wire(house.Url);
        Latency Open(string token)
        {
            var latency = new Latency();
            foreach (var code in codes)
            {
                var started = Stopwatch.GetTimestamp();
                var status = wire.Send(wire.Request("GET", $"/api/v1/desk/dossiers/{code}", null, ("Authorization", $"Bearer {token}")));
                latency.Add(started);
                if (status != 200 && token == reader) throw new Demo.Unexpected($"open {code}: {status} {wire.Body}");
            }
            return latency;
        }
        Open(warmer);
        var before = (await house.Column<long>("select count(*) from vault.reading")).Single();
        var (first, again) = (Open(reader), Open(reader));
        var kept = (await house.Column<long>("select count(*) from vault.reading")).Single() - before;
        // In tables of the same shape and indexes: what is inserted by hand must not stand in the log.
        await house.Sql("""
            drop schema if exists bench cascade;
            create schema bench;
            create table bench.event (like platform.event including all);
            create table bench.reading (like vault.reading including all);
            create table bench.one_event as select * from platform.event where kind = 'data.read/1' order by position desc limit 1;
            create table bench.one_reading as select * from vault.reading order by id desc limit 1;
            """);
        var least = new Latency();
        for (var i = 0; i < codes.Count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await house.Sql("""
                with fact as (insert into bench.event (stream, kind, at, actor_id, actor_name, data)
                    select 'reading/' || gen_random_uuid(), kind, now(), actor_id, actor_name, data from bench.one_event)
                insert into bench.reading select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'fact_id', gen_random_uuid()))).*
                from bench.one_reading r
                """);
            least.Add(started);
        }
        var more = first.P50 - again.P50;
        table.Add(new Row($"open a dossier, recorded, p50 at {house.Size:#,0}", "ms", first.P50,
            Note: $"again within a minute {again.P50:0.00} ms; {kept} rows for {codes.Count} dossiers"));
        table.Add(new Row("of it for the record of the reading", "ms", more, least.P50, more / least.P50,
            Note: "bare: the same row and fact inserted by hand, one round trip"));
    }

    private async Task One(string name, Func<int, (string Path, string? Token)> ask, int? times = null)
    {
        var count = times ?? samples;
        using var wire = new Wire(house.Url);
        byte[] Request(int i)
        {
            var (path, token) = ask(i);
            return token is null ? wire.Request("GET", path) : wire.Request("GET", path, null, Wire.Session(path, token));
        }
        void Send(int i)
        {
            var status = wire.Send(Request(i));
            if (status != 200) throw new Demo.Unexpected($"{name}: {status} {wire.Body}");
        }
        for (var i = 0; i < Math.Min(200, 2 * count); i++) Send(i % 20);
        // Each once, wherever it lies; and once more, when it has been read: history may be larger than memory, and a disk is no work of the product.
        var (first, latency) = (Pass(Send, count), Pass(Send, count));
        table.Add(new Row($"{name}, first touch, p50 at {house.Size:#,0}", "ms", first.P50,
            Note: $"p95 {first.P95.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} ms; from disk where memory is smaller than history"));
        var acts = await house.Bare.Capture(Math.Min(40, count), Send);
        await house.Bare.Run(acts);
        var bare = await house.Bare.Run(acts, 10);
        Report(table, before, house.Size, name, latency, bare);
    }

    private static Latency Pass(Action<int> send, int count)
    {
        var latency = new Latency();
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            send(i);
            latency.Add(started);
        }
        return latency;
    }

    /// <summary>p50 and p95 of one size, and how they grew since the smaller one.</summary>
    public static void Report(Table table, Dictionary<string, double> before, int size, string name, Latency product, Latency bare)
    {
        foreach (var (which, value, bottom) in new[] { ("p50", product.P50, bare.P50), ("p95", product.P95, bare.P95) })
        {
            table.Add(new Row($"{name}, {which} at {size:#,0}", "ms", value, bottom, value / bottom));
            var key = $"{name}, {which}";
            if (before.TryGetValue(key, out var smaller))
                table.Add(new Row($"{key}: growth to {size:#,0}", "×", value / smaller, Ratio: value / smaller, Goal: which == "p50" ? "≤ 1.2" : null,
                Ok: which == "p50" ? value / smaller <= 1.2 : null));
            before[key] = value;
        }
    }
}
