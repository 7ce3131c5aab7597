using System.Diagnostics;
using System.Globalization;

namespace MotCua.Benchmarks.Bench;

/// <summary>What is asked all day: track, my tasks, search. One caller, one after the other; then the same SQL bare.</summary>
internal sealed class Reads(House house, Table table, int samples)
{
    /// <summary>Rows of a book or a file that is compared between sizes, where history has as many.</summary>
    private const int Compared = 100;

    private readonly Dictionary<string, double> before = [];

    /// <summary>Of the smaller size.</summary>
    private readonly Dictionary<string, int> rowsBefore = [];

    public async Task Measure()
    {
        var tokens = new[] { await house.Token("khoi"), await house.Token("phuc"), await house.Token("luan") };
        // Spread over the whole history, so that no page of the table is always warm.
        var codes = await house.Column<string>($"select code from dossiers.dossier tablesample system "
            + $"({Math.Min(100, 300.0 * samples / house.Size).ToString(CultureInfo.InvariantCulture)}) where code not like 'BENCH-%' "
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
        // As many rows at each size, or what grows is the page and not the history.
        var (book, listed) = await Days("page of the register", Received + " union all " + HandedOver);
        await One("page of the register", _ => ($"/noi-bo/so-theo-doi?{Span(book)}", desk), Math.Max(20, samples / 5), listed);
        await Least("page of the register",
            $"select * from dossiers.dossier where intake_office = {Office} and {Within(book, "received_at")} order by received_at, id");
        // What a list takes away: up to 5,000 rows with their types, so a few of each are enough.
        var (procedure, tasks) = await Overdue("my tasks as Excel");
        await One("my tasks as Excel", _ => ($"/noi-bo/viec?handler=Xlsx&han=qua-han&thu-tuc={Uri.EscapeDataString(procedure)}", tokens[0]),
            Math.Max(5, samples / 50), tasks);
        var waiting = (await house.Column<long>($"select count(*) from dossiers.dossier where status = 'submitted' and intake_office = {Office}")).Single();
        await One("arrivals as CSV", _ => ("/noi-bo/tiep-nhan?handler=Csv", desk), Math.Max(5, samples / 50), (int)waiting);
        var (taken, exported) = await Days("register as Excel", Received);
        await One("register as Excel", _ => ($"/noi-bo/so-theo-doi?handler=Xlsx&{Span(taken)}", desk), Math.Max(5, samples / 50), exported);
        await Looked();
        await One("search by name without marks", i => ($"/api/v1/desk/search?q={Uri.EscapeDataString(names[i % names.Count])}", tokens[0]));
    }

    private const string Office = """
        (select p.office_code from organisation.position p join people.account a on a.id = p.account_id
        where a.username = 'diem' and p.office_code is not null)
        """;

    private const string Received = $"""
        select (received_at at time zone 'Asia/Ho_Chi_Minh')::date as day from dossiers.dossier where intake_office = {Office} and counted_office is null
            and received_at > now() - interval '360 days'
        """;

    private const string HandedOver = $"""
        select (finished_at at time zone 'Asia/Ho_Chi_Minh')::date from dossiers.dossier where intake_office = {Office} and counted_office is null
            and status in ('done', 'returned') and finished_at > now() - interval '360 days'
        """;

    /// <summary>The newest days of a book that hold as many rows as at the smaller size, or as nearly as whole days can.</summary>
    private async Task<((DateOnly From, DateOnly To) Days, int Rows)> Days(string name, string of)
    {
        var days = (await house.Column<string>($"select day || ' ' || count(*) from ({of}) book group by day order by day desc"))
            .Select(line => line.Split(' ')).Select(line => (Day: DateOnly.Parse(line[0], CultureInfo.InvariantCulture),
                Rows: int.Parse(line[1], CultureInfo.InvariantCulture))).ToList();
        if (days.Count == 0) throw new Demo.Unexpected($"{name}: the book of this office is empty");
        var want = rowsBefore.GetValueOrDefault(name, Compared);
        var (best, rows) = ((From: days[0].Day, To: days[0].Day), days[0].Rows);
        for (var (first, last, sum) = (0, 0, 0); last < days.Count && rows != want; last++)
        {
            sum += days[last].Rows;
            while (true)
            {
                if (Math.Abs(sum - want) < Math.Abs(rows - want)) (best, rows) = ((days[last].Day, days[first].Day), sum);
                if (sum <= want || first == last) break;
                sum -= days[first++].Rows;
            }
        }
        rowsBefore.TryAdd(name, rows);
        return (best, rows);
    }

    private static string Span((DateOnly From, DateOnly To) days) => $"ngay={days.From:dd/MM/yyyy}&den={days.To:dd/MM/yyyy}";

    private static string Within((DateOnly From, DateOnly To) days, string column) =>
        $"{column} >= timestamptz '{days.From:yyyy-MM-dd} 00:00+07' and {column} < timestamptz '{days.To.AddDays(1):yyyy-MM-dd} 00:00+07'";

    /// <summary>The procedure of which a specialist has as many overdue tasks as at the smaller size.</summary>
    private async Task<(string Procedure, int Rows)> Overdue(string name)
    {
        var found = (await house.Column<string>("""
            select procedure_code || ' ' || count(*) from workflow.task t join people.account a on a.username = 'khoi'
                join organisation.position p on p.account_id = a.id
            where t.state = 'open' and t.shown_due_at < now()
                and (t.assignee_id = a.id or t.assignee_id is null and t.office_code is null and t.agency_code = p.agency_code and t.role = p.role)
            group by procedure_code order by count(*) desc, procedure_code
            """)).Select(line => line.Split(' ')).Select(line => (Procedure: line[0], Rows: int.Parse(line[1], CultureInfo.InvariantCulture))).ToList();
        if (found.Count == 0) return ("", 0);
        var chosen = rowsBefore.TryGetValue(name, out var want) ? found.MinBy(one => Math.Abs(one.Rows - want)) : found[0];
        rowsBefore.TryAdd(name, chosen.Rows);
        return chosen;
    }

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

    /// <param name="rows">How many stand in what is answered, where that differs with the history.</param>
    private async Task One(string name, Func<int, (string Path, string? Token)> ask, int? times = null, int? rows = null)
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
            Note: $"{(rows is { } many ? $"{many} rows; " : "")}p95 {first.P95.ToString("0.00", CultureInfo.InvariantCulture)} ms; "
                + "from disk where memory is smaller than history"));
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
