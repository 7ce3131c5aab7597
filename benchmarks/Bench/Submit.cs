using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MotCua.Benchmarks.Demo;
using MotCua.Benchmarks.Demo.Main;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// Nộp hồ sơ at concurrency 16, HTTP against pgbench with the statements that the server logged for one submission. Both
/// file drafts that stand ready: answers of about 2 KB and one paper of 100 KB already uploaded. Rounds take turns.
/// </summary>
internal sealed partial class Submit(House house, Table table, Limits limits, int each, int rounds)
{
    private const int Clients = Pgbench.Clients;
    private const string Long = "Số nhà 27 đường vào Trạm y tế, bên hông chợ nổi, qua cầu Rạch Tàu rẽ trái theo kênh Hai Thiện, tổ 5, ấp Rạch Tàu, gần bến đò";

    public async Task Measure()
    {
        if (Pgbench.Find() is not { } pgbench)
        {
            table.Missing("submit, HTTP against bare", Pgbench.NotThere);
            return;
        }
        await limits.MakeSchema();
        var (draft, token) = await Ready();
        var size = (await house.Column<int>($"select octet_length(answers::text) from filing.draft where id = '{draft}'")).Single();
        var units = await Units();
        await Clone(draft, "warm", Clients * 400, units);
        await Http("warm", 400);
        var script = await Script(draft, token);
        var (one, many, whole, sql, least, latency) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(),
            new Latency());
        var behind = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            await Clone(draft, $"one{round}", Clients * each, units[..1]);
            await Clone(draft, $"many{round}", Clients * each, units);
            await Clone(draft, $"bare{round}", Clients * each, units[..1]);
            await house.Rest();
            one.Add((await Http($"one{round}", each)).Rate);
            await house.Rest();
            var started = Stopwatch.GetTimestamp();
            var (rate, times) = await Http($"many{round}", each);
            many.Add(rate);
            latency.Add(times);
            var answered = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await house.Done(messages: true);
            behind = Math.Max(behind, Stopwatch.GetElapsedTime(started).TotalSeconds - answered);
            whole.Add(Clients * each / Stopwatch.GetElapsedTime(started).TotalSeconds);
            await house.Rest();
            least.Add(await limits.Limit(pgbench, "submit"));
            await house.Sql("checkpoint");
            sql.Add(await Sql(pgbench, script.Replace("~ROUND~", $"bare{round}", StringComparison.Ordinal)));
            await house.Rest();
        }
        one.Sort();
        sql.Sort();
        var (value, bottom) = (one[rounds / 2], sql[rounds / 2]);
        table.Add(new Row($"submit at concurrency {Clients}, one unit", "1/s", value, bottom, value / bottom, "≥ 0.6", value / bottom >= 0.6,
            $"answers {size:#,0} bytes; spread {one[0]:#,0}–{one[^1]:#,0} HTTP, {sql[0]:#,0}–{sql[^1]:#,0} bare"));
        table.Add(Limits.RowOf($"submit at concurrency {Clients}, {units.Count} units, in the foreground", many, least, 0.30,
            $"p50 {latency.P50:0.0} ms, p95 {latency.P95:0.0} ms, p99 {latency.P99:0.0} ms of {latency.Count:#,0}"));
        table.Add(Limits.RowOf("the same with all that follows (messages, timers, tasks, seals)", whole, least, 0.20,
            string.Create(CultureInfo.InvariantCulture, $"nothing was left to do {behind:0.0} s after the last answer")));
        var lost = (await house.Column<long>("select count(*) from filing.draft d where d.token_hash is not null and d.progress ? 'bench' and dossier_id is "
            + "null")).Single();
        table.Add(new Row("submit, drafts left without a dossier", "", lost, Goal: "0", Ok: lost == 0));
    }

    /// <summary>Communes: the one of the draft first, then others.</summary>
    private Task<List<string>> Units() => house.Column<string>($"""
        select admin_unit_code from organisation.office where kind = 'communeCentre' and valid_to is null and admin_unit_code is not null
        group by 1 order by admin_unit_code <> '{Story.Commune}', md5(admin_unit_code) limit 64
        """);

    /// <summary>One real draft, through the API: birth registration with all that its form and its papers ask for.</summary>
    private async Task<(Guid Draft, string Token)> Ready()
    {
        using var http = new HttpClient { BaseAddress = house.Url };
        async Task<JsonElement> Send(HttpMethod method, string path, HttpContent content, string? token)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
            if (token is not null) request.Headers.Add("X-Draft-Token", token);
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode) throw new Unexpected($"{method} {path}: {answer.StatusCode} {text}");
            return JsonDocument.Parse(text).RootElement;
        }
        var begun = await Send(HttpMethod.Post, "/api/v1/drafts", Json(new { procedure = "KS01", unit = Story.Commune }), null);
        var (draft, token) = (Guid.Parse(begun.Text("draftId")), begun.Text("token"));
        var answers = JsonSerializer.SerializeToNode(Citizen.Birth(DateTimeOffset.UtcNow, $"{DateTimeOffset.UtcNow.AddDays(-10):yyyy-MM-dd}"))!;
        // A talkative applicant: about 2 KB of answers.
        foreach (var (group, field) in new[] { ("child", "birthplace"), ("child", "homeTown") }) answers[group]![field] = Long;
        foreach (var group in new[] { "applicant", "mother", "father" }) answers[group]!["address"]!["detail"] = Long;
        var problems = (await Send(HttpMethod.Put, $"/api/v1/drafts/{draft}/answers", Json(answers), token)).At("problems");
        if (problems.GetArrayLength() > 0) throw new Unexpected($"The draft of the benchmark has problems: {problems}");
        var paper = new ByteArrayContent(MadePapers.Pdf("Giay chung sinh", fill: 100_000));
        paper.Headers.ContentType = new("application/pdf");
        await Send(HttpMethod.Post, $"/api/v1/drafts/{draft}/files?paper=giay-chung-sinh", paper, token);
        var card = new ByteArrayContent(MadePapers.Png());
        card.Headers.ContentType = new("image/png");
        await Send(HttpMethod.Post, $"/api/v1/drafts/{draft}/files?paper=can-cuoc", card, token);
        return (draft, token);
        static StringContent Json(object value) => new(JsonSerializer.Serialize(value), Encoding.UTF8, "application/json");
    }

    private async Task Clone(Guid draft, string set, int count, List<string> units)
    {
        var columns = await Columns("draft", "id", "token_hash", "progress");
        var files = await Columns("draft_file", "id", "draft_id");
        await house.Sql($"""
            insert into filing.draft (id, token_hash, progress, {columns})
            select md5('{set}' || n)::uuid, sha256(convert_to('{set}' || lpad(n::text, {22 - set.Length}, '0'), 'UTF8')),
                progress || jsonb_build_object('bench', true, 'unit', (array['{string.Join("', '", units)}'])[n % {units.Count} + 1]), {columns}
            from filing.draft, generate_series(0, {count - 1}) n where id = '{draft}'
            """);
        await house.Sql($"""
            insert into filing.draft_file (id, draft_id, {files})
            select gen_random_uuid(), md5('{set}' || n)::uuid, {files} from filing.draft_file, generate_series(0, {count - 1}) n where draft_id = '{draft}'
            """);
    }

    private async Task<string> Columns(string name, params string[] without) => string.Join(", ", await house.Column<string>($"""
        select column_name::text from information_schema.columns where table_schema = 'filing' and table_name = '{name}' and is_generated = 'NEVER'
            and column_name not in ('{string.Join("', '", without)}') order by ordinal_position
        """));

    private async Task<(double Rate, Latency Times)> Http(string set, int each)
    {
        var ids = await house.Column<Guid>($"select md5('{set}' || n)::uuid from generate_series(0, {Clients * each - 1}) n order by n");
        return Crowd.Run(house.Url, TimeSpan.MaxValue, (wire, client, n) => n == each ? null
            : wire.Request("POST", "/api/v1/dossiers", $$"""{"draftId":"{{ids[client * each + n]}}"}""", ("Idempotency-Key", $"{set}-{client * each + n}"),
                ("X-Draft-Token", set + (client * each + n).ToString(CultureInfo.InvariantCulture).PadLeft(22 - set.Length, '0'))), expected: 201);
    }

    /// <summary>The logged statements of one submission as a pgbench script; one pipeline is one round trip and one transaction.</summary>
    private async Task<string> Script(Guid model, string token)
    {
        await Clone(model, "shown", 5, (await Units())[..1]);
        using var wire = new Wire(house.Url);
        var ids = await house.Column<Guid>("select md5('shown' || n)::uuid from generate_series(0, 4) n order by n");
        var acts = await house.Bare.Capture(5, i => wire.Send(wire.Request("POST", "/api/v1/dossiers", $$"""{"draftId":"{{ids[i]}}"}""",
            ("Idempotency-Key", $"shown-{i}"), ("X-Draft-Token", "shown" + i.ToString(CultureInfo.InvariantCulture).PadLeft(17, '0')))));
        var draft = ids[^1];
        var dossier = (await house.Column<Guid>($"select id from dossiers.dossier where draft_id = '{draft}'")).Single();
        var shortCode = (await house.Column<string>($"select short_code from dossiers.dossier where id = '{dossier}'")).Single();
        var tracking = (await house.Column<string>($"select tracking_token from dossiers.dossier where id = '{dossier}'")).Single();
        var files = await house.Column<string>($"select id::text from dossiers.attachment where dossier_id = '{dossier}'");
        var components = await house.Column<string>($"select id::text from dossiers.component where dossier_id = '{dossier}'");
        List<string>? Keys(string literal) => !literal.StartsWith("'{", StringComparison.Ordinal) || literal.Contains('"', StringComparison.Ordinal) ? null
            : new[] { files, components }.FirstOrDefault(keys => keys.TrueForAll(literal.Contains));
        string Value(string literal) => Keys(literal) is { } keys ? $"array[{string.Join(", ", keys.Select(_ => "gen_random_uuid()"))}]"
            : literal == $"'{draft}'" ? "md5('~ROUND~' || :n)::uuid"
            : literal == $"'{dossier}'" ? "md5('~ROUND~-dossier' || :n)::uuid"
            : literal == $"'{shortCode}'" ? "right(md5('~ROUND~' || :n), 8)"
            : literal == $"'{tracking}'" ? "'~ROUND~' || :n"
            // Bare is the statements alone: the product would otherwise write messages to these applicants too.
            : literal.Contains($"{dossier}", StringComparison.Ordinal)
                ? $"replace({literal.Replace("\"online\"", "\"counter\"", StringComparison.Ordinal)}, '{dossier}', md5('~ROUND~-dossier' || :n)::uuid::text)"
            : literal;
        var statements = acts[^1].Where(s => s.Parameters.Count > 0)
            .Select(s => Parameter().Replace(s.Sql, match => $"({Value(s.Parameters[int.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture) - 1])})")
            .ReplaceLineEndings(" ")).ToList();
        if (statements.Count < 4) throw new Unexpected($"One submission logged {statements.Count} statements; at least four were expected.");
        return $"""
            \set n :client_id * {each} + :i
            \set i :i + 1
            {statements[0]};
            \startpipeline
            {string.Join('\n', statements.Skip(1).Select(statement => statement + ";"))}
            \endpipeline

            """;
    }

    private async Task<double> Sql(Pgbench pgbench, string script)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script);
            return await pgbench.Run(house.AppConnection, file, "-t", $"{each}", "-D", "i=0");
        }
        finally { File.Delete(file); }
    }

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();
}
