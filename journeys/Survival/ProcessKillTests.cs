using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Xunit;

namespace MotCua.Journeys.Survival;

/// <summary>
/// Two application servers on one database, one of them killed every five seconds, while dossiers run through a process with parallel branches, acts of the
/// house, times and linked dossiers: each comes to its signature, and each effect is there exactly once. MOTCUA_RUNS=2000 runs two thousand.
/// </summary>
[Collection("Survival")]
public sealed class ProcessKillTests(ITestOutputHelper output)
{
    private const int AtOnce = 6;

    private static readonly int Runs = Environment.GetEnvironmentVariable("MOTCUA_RUNS") is { Length: > 0 } many ? int.Parse(many, CultureInfo.InvariantCulture)
        : 60;

    private const string Drawing = """
        <?xml version="1.0"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="urn:motcua:bpmn:1" id="d" targetNamespace="urn:x">
          <process id="p" name="Có nhánh song song" isExecutable="true">
            <startEvent id="start" />
            <userTask id="receive" name="Tiếp nhận"><extensionElements><mc:step kind="receive" role="receivingOfficer" seat="office" hours="1" />
              </extensionElements></userTask>
            <parallelGateway id="split" />
            <serviceTask id="tell" name="Đã chuyển tới bộ phận chuyên môn"><extensionElements><mc:act kind="notify" /></extensionElements></serviceTask>
            <intermediateCatchEvent id="wait" name="Chờ niêm yết"><timerEventDefinition><timeDuration>PT8H</timeDuration></timerEventDefinition>
              </intermediateCatchEvent>
            <userTask id="ask" name="Ý kiến"><extensionElements><mc:step kind="consult" role="specialist" hours="8" /></extensionElements></userTask>
            <callActivity id="child" name="Đăng ký thường trú" calledElement="1.004222"><extensionElements><mc:call>
              <mc:give field="request.subject">Thường trú cho {child.name}</mc:give><mc:give field="request.detail">Như tờ khai</mc:give></mc:call>
              </extensionElements></callActivity>
            <parallelGateway id="join" />
            <serviceTask id="ready" name="Đã đủ ý kiến"><extensionElements><mc:act kind="notify" /></extensionElements></serviceTask>
            <userTask id="sign" name="Ký"><extensionElements><mc:step kind="sign" role="leader" hours="4" /></extensionElements></userTask>
            <endEvent id="end" />
            <sequenceFlow id="f1" sourceRef="start" targetRef="receive" /><sequenceFlow id="f2" sourceRef="receive" targetRef="split" />
            <sequenceFlow id="f3" sourceRef="split" targetRef="tell" /><sequenceFlow id="f4" sourceRef="tell" targetRef="wait" />
            <sequenceFlow id="f5" sourceRef="wait" targetRef="join" /><sequenceFlow id="f6" sourceRef="split" targetRef="ask" />
            <sequenceFlow id="f7" sourceRef="ask" targetRef="join" /><sequenceFlow id="f11" sourceRef="split" targetRef="child" />
            <sequenceFlow id="f12" sourceRef="child" targetRef="join" /><sequenceFlow id="f8" sourceRef="join" targetRef="ready" />
            <sequenceFlow id="f9" sourceRef="ready" targetRef="sign" /><sequenceFlow id="f10" sourceRef="sign" targetRef="end" />
          </process>
        </definitions>
        """;

    [Fact]
    public async Task Dossiers_run_through_branches_acts_times_and_linked_dossiers_although_a_server_dies_every_five_seconds()
    {
        await using var first = new MortalProduct();
        await first.Start();
        using (var ledger = new Ledger(first.Ledger))
        using (var applicants = new Applicants(first.Url, ledger, () => Task.Delay(100))) await applicants.File("quy-trinh", 1);
        await using var connection = await first.Connect();
        var codes = await Twins(connection);
        var servers = new Servers(first.Url);
        using var over = new CancellationTokenSource();
        var killing = servers.Rage($"{first.OwnerConnection};Pooling=true", over.Token);
        await servers.Both;
        var clock = Stopwatch.StartNew();
        try
        {
            await Task.WhenAll(Work(servers, codes, first), Until(connection));
        }
        finally
        {
            await over.CancelAsync();
            output.WriteLine($"{Runs} dossiers at their signature after {clock.Elapsed.TotalSeconds:0} s, {await killing} kills");
        }
        Assert.NotEqual(0, await killing);
        await using var sums = new NpgsqlCommand("""
            select (select count(*) from workflow.task where state = 'done' and dossier_code like 'RUN-%'),
                (select count(distinct (dossier_id, step_key)) from workflow.task where state = 'done' and dossier_code like 'RUN-%'),
                (select count(*) from workflow.task where state = 'open' and step_key = 'sign'), (select count(*) from workflow.token),
                (select count(*) from messages.message where template = 'dossier.process-notice' and channel = 'sms'),
                (select count(distinct (dossier_code, created_at)) from messages.message where template = 'dossier.process-notice' and channel = 'sms'),
                (select count(*) from platform.event where kind = 'dossier.handed-over/1' and data ->> 'step' = 'Đã đủ ý kiến'),
                (select count(*) from platform.job where kind = 'dossiers.process-token' and state <> 'done'),
                (select count(*) from dossiers.linked_dossier l join dossiers.dossier d on d.id = l.child_id where d.status = 'withdrawn'),
                (select count(*) from platform.event where kind = 'dossier.linked-opened/1'),
                (select count(*) from platform.event where kind = 'dossier.linked-ended/1'),
                (select count(*) from dossiers.dossier where procedure_code = '1.004222')
            """, connection);
        await using (var row = await sums.ExecuteReaderAsync())
        {
            await row.ReadAsync();
            Assert.Equal([2 * Runs, 2 * Runs, Runs, 0, 2 * Runs, 2 * Runs, Runs, 0, Runs, Runs, Runs, Runs], Enumerable.Range(0, 12).Select(row.GetInt64));
        }
    }

    /// <summary>Two officials whose clicks go to whichever server is there.</summary>
    private static async Task Work(Servers servers, IReadOnlyList<string> codes, MortalProduct product)
    {
        var papers = new[] { "giay-chung-sinh" }.Select(key => new { paperKey = key, state = "have", originals = 1, copies = 0 }).ToArray();
        var (diem, khoi) = (await Token(product, "diem"), await Token(product, "khoi"));
        await Parallel.ForEachAsync(codes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (code, _) =>
        {
            await servers.Act(diem, code, "receive", new { papers });
            await servers.Act(khoi, code, "pass-on?buoc=ask", new { opinion = "Không ý kiến" });
            await servers.Act(diem, await Child(product, code), "withdraw", new { reason = "Đã đăng ký nơi khác" });
        });
    }

    /// <summary>What the process of this dossier opens, as soon as it is there.</summary>
    private static async Task<string> Child(MortalProduct product, string code)
    {
        await using var connection = await product.Connect();
        await using var command = new NpgsqlCommand("""
            select c.code from dossiers.linked_dossier l join dossiers.dossier p on p.id = l.parent_id join dossiers.dossier c on c.id = l.child_id
            where p.code = $1
            """, connection)
        { Parameters = { new() { Value = code } } };
        for (var deadline = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < deadline; await Task.Delay(200))
            if (await command.ExecuteScalarAsync() is string child) return child;
        throw new TimeoutException($"{code} has opened no linked dossier.");
    }

    private static async Task<string> Token(MortalProduct product, string user)
    {
        using var http = new HttpClient { BaseAddress = new Uri(product.Url) };
        using var answer = await http.PostAsJsonAsync("/api/v1/session", new { username = user, password = $"motcua-{user}" });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <summary>Time passes for whoever waits for it, until all have come through.</summary>
    private static async Task Until(NpgsqlConnection connection)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(3 + Runs / 30); DateTime.UtcNow < deadline; await Task.Delay(500))
        {
            await using var command = new NpgsqlCommand($"""
                update platform.job j set due_at = now() from workflow.token t where j.kind = 'dossiers.process-token' and j.state = 'waiting'
                    and j.attempts = 0 and j.due_at > now() and j.payload ->> 'token' = t.id::text and t.awaits = 'timer';
                select count(*) = {Runs} and not exists (select from platform.job where kind = 'dossiers.process-token' and state = 'waiting')
                    from workflow.task where state = 'open' and step_key = 'sign'
                """, connection);
            if (await command.ExecuteScalarAsync() is true) return;
        }
        throw new TimeoutException("Not all dossiers have come to their signature.");
    }

    /// <summary>Arrivals alike but for their codes, and the drawing that they are received under.</summary>
    private static async Task<IReadOnlyList<string>> Twins(NpgsqlConnection connection)
    {
        async Task<string> Columns(string table, params string[] own)
        {
            await using var names = new NpgsqlCommand($"""
                select string_agg(column_name, ', ') from information_schema.columns where table_schema = 'dossiers' and table_name = '{table}'
                    and is_generated = 'NEVER' and column_name not in ('{string.Join("', '", own)}')
                """, connection);
            return (string)(await names.ExecuteScalarAsync())!;
        }
        var columns = await Columns("dossier", "id", "code", "short_code", "tracking_token", "draft_id");
        var parts = await Columns("component", "id", "dossier_id");
        await using var command = new NpgsqlCommand($"""
            insert into workflow.drawn_process (id, procedure_code, version, drawing, source, state, from_at, hands, made_by, made_at, approved_by,
                approved_by_id, approved_at)
            select gen_random_uuid(), procedure_code, 1, $1, 'thử', 'approved', now() - interval '1 day', array[gen_random_uuid()], 'a', now(), 'b',
                gen_random_uuid(), now() from dossiers.dossier where status = 'submitted' limit 1;
            """, connection);
        command.Parameters.Add(new() { Value = Drawing });
        await command.ExecuteNonQueryAsync();
        await using var twins = new NpgsqlCommand($"""
            with model as (select * from dossiers.dossier where status = 'submitted' limit 1),
                twin as (
                    insert into dossiers.dossier (id, code, short_code, tracking_token, {columns})
                    select gen_random_uuid(), 'RUN-' || n, 'R' || lpad(n::text, 7, '0'), 'run-' || n, {columns} from generate_series(1, {Runs}) n, model
                    returning id)
            insert into dossiers.component (id, dossier_id, {parts})
            select gen_random_uuid(), t.id, {string.Join(", ", parts.Split(", ").Select(column => "c." + column))}
            from twin t, dossiers.component c where c.dossier_id = (select id from model)
            """, connection);
        await twins.ExecuteNonQueryAsync();
        return [.. Enumerable.Range(1, Runs).Select(n => $"RUN-{n}")];
    }

    /// <summary>One server that lives and one that is killed and started again; whoever asks goes to either.</summary>
    private sealed class Servers(string first)
    {
        private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
        private readonly ConcurrentQueue<string> told = [];
        private readonly TaskCompletionSource both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile string? second;

        /// <summary>The second one has come up for the first time.</summary>
        public Task Both => both.Task;

        public async Task<int> Rage(string connection, CancellationToken over)
        {
            var kills = 0;
            while (!over.IsCancellationRequested)
            {
                await using var server = await SecondServer.Start(connection);
                second = server.Url;
                both.TrySetResult();
                try { await Task.Delay(TimeSpan.FromSeconds(5), over); }
                catch (OperationCanceledException) { break; }
                finally { second = null; }
                server.Kill();
                kills++;
            }
            return kills;
        }

        /// <summary>Until it is done; who asks again for what was done already is told so, and that is right.</summary>
        public async Task Act(string token, string code, string act, object body)
        {
            for (var tries = 0; tries < 200; tries++)
            {
                var url = Random.Shared.Next(2) == 0 ? second ?? first : first;
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/api/v1/desk/dossiers/{code}/{act}")
                    {
                        Content = JsonContent.Create(body),
                        Headers = { { "Authorization", $"Bearer {token}" }, { "Idempotency-Key", $"{code}/{act}" } },
                    };
                    using var answer = await http.SendAsync(request);
                    if (answer.IsSuccessStatusCode) return;
                    var words = await answer.Content.ReadAsStringAsync();
                    // Another one, a job, has moved it at this moment; or our own earlier try has been done.
                    if ((int)answer.StatusCode is 409 && (words.Contains("không còn mở", StringComparison.Ordinal)
                        || words.Contains("đã được tiếp nhận", StringComparison.Ordinal))) return;
                    told.Enqueue($"{code} {act}: {(int)answer.StatusCode} {words}");
                    if ((int)answer.StatusCode is not (409 or 503)) break;
                }
                catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException) { /* killed while it answered */ }
                await Task.Delay(100);
            }
            throw new InvalidOperationException(string.Join('\n', told.TakeLast(10)));
        }
    }
}
