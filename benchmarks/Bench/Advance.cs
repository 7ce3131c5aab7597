using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// Chuyển bước at sixteen at once, in three communes: dossiers walk a drawing of many steps of one official each, so that each pass is a task that ends, one
/// that opens with its own due time, a hand-over and its fact. Beside it the least that PostgreSQL does for the same effect.
/// </summary>
internal sealed class Advance(House house, Table table, Limits limits, Receive desk, int seconds, int rounds)
{
    private const int Steps = 24;

    private static readonly (string Desk, string Specialist)[] Communes = [("diem", "khoi"), ("hanh", "phuc"), ("thao", "luan")];

    public async Task Measure()
    {
        if (Pgbench.Find() is not { } pgbench)
        {
            table.Missing("advance", Pgbench.NotThere);
            return;
        }
        await limits.MakeSchema();
        await Publish();
        var (ours, least, times) = (new List<double>(), new List<double>(), new Latency());
        for (var round = 0; round <= rounds; round++)
        {
            var time = TimeSpan.FromSeconds(round == 0 ? 20 : seconds);
            // So many that none comes to its end while it is measured.
            var each = Math.Max(1, 40 * (int)time.TotalSeconds / Steps);
            var (codes, tokens) = await Received(each);
            var body = """{"opinion":"Đủ điều kiện"}""";
            byte[]? Next(Wire wire, int client, int n) => n >= each * (Steps - 1) ? null : wire.Request("POST",
                $"/api/v1/desk/dossiers/{codes[client][n / (Steps - 1)]}/pass-on", body, ("Authorization", $"Bearer {tokens[client % Communes.Length]}"));
            await house.Rest();
            var (rate, latency) = Crowd.Run(house.Url, time, Next);
            await house.Rest();
            if (round == 0) continue;
            ours.Add(rate);
            times.Add(latency);
            least.Add(await limits.Limit(pgbench, "advance"));
        }
        table.Add(Limits.RowOf($"advance one step, at {Pgbench.Clients} at once", ours, least, 0.5,
            $"p50 {times.P50:0.0} ms, p95 {times.P95:0.0} ms at {house.Size:#,0}; three communes"));
    }

    /// <summary>Codes of each client, received by the desk of its commune.</summary>
    private async Task<(string[][] Codes, string[] Specialists)> Received(int each)
    {
        var (codes, specialists) = (new string[Pgbench.Clients][], new string[Communes.Length]);
        for (var commune = 0; commune < Communes.Length; commune++)
        {
            var (officer, specialist) = Communes[commune];
            specialists[commune] = await house.Token(specialist);
            var clients = Enumerable.Range(0, Pgbench.Clients).Where(client => client % Communes.Length == commune).ToList();
            var twins = await desk.Twins(clients.Count * each, officer);
            var (token, body, wire) = (await house.Token(officer), await desk.Papers(twins[0].Id), new Wire(house.Url));
            using (wire)
                foreach (var (_, code) in twins)
                {
                    var status = wire.Send(wire.Request("POST", $"/api/v1/desk/dossiers/{code}/receive", body, ("Authorization", $"Bearer {token}")));
                    if (status != 200) throw new Demo.Unexpected($"receive: {status} {wire.Body}");
                }
            for (var i = 0; i < clients.Count; i++) codes[clients[i]] = [.. twins.Skip(i * each).Take(each).Select(twin => twin.Code)];
        }
        return (codes, specialists);
    }

    /// <summary>A line of steps, in force for the procedure of the twins. The server looks for drawings again after a minute.</summary>
    private async Task Publish()
    {
        var xml = new StringBuilder("""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="urn:motcua:bpmn:1" id="d" targetNamespace="urn:x">
            <process id="p" name="Nhiều bước" isExecutable="true"><startEvent id="start" />
            """);
        void Step(string id, string kind, string role, string seat) => xml.Append(CultureInfo.InvariantCulture, $"""
            <userTask id="{id}" name="Bước {id}"><extensionElements>
            <mc:step kind="{kind}" role="{role}" seat="{seat}" hours="1" /></extensionElements></userTask>
            """);
        Step("receive", "receive", "receivingOfficer", "office");
        for (var i = 1; i <= Steps; i++) Step($"b{i}", "consult", "specialist", "agency");
        Step("sign", "sign", "leader", "agency");
        Step("tra", "return", "receivingOfficer", "office");
        xml.Append("<endEvent id=\"end\" />");
        string[] line = ["start", "receive", .. Enumerable.Range(1, Steps).Select(i => $"b{i}"), "sign", "tra", "end"];
        for (var i = 1; i < line.Length; i++)
            xml.Append(CultureInfo.InvariantCulture, $"<sequenceFlow id=\"f{i}\" sourceRef=\"{line[i - 1]}\" targetRef=\"{line[i]}\" />");
        xml.Append("</process></definitions>");
        await house.Sql($"""
            insert into workflow.drawn_process (id, procedure_code, version, drawing, source, state, from_at, hands, made_by, made_at, approved_by,
                approved_by_id, approved_at)
            select gen_random_uuid(), procedure_code, 1, '{xml}', 'đo', 'approved', now() - interval '1 day', array[gen_random_uuid()], 'a', now(), 'b',
                gen_random_uuid(), now() from dossiers.dossier where status = 'submitted' order by id limit 1
            """);
        var (started, token) = (Stopwatch.GetTimestamp(), await house.Token("diem"));
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2))
        {
            var twin = (await desk.Twins(1)).Single();
            using var wire = new Wire(house.Url);
            wire.Send(wire.Request("POST", $"/api/v1/desk/dossiers/{twin.Code}/receive", await desk.Papers(twin.Id), ("Authorization", $"Bearer {token}")));
            if ((await house.Column<string>($"select step_key from workflow.task where dossier_id = '{twin.Id}' and state = 'open'")).Contains("b1")) return;
            await Task.Delay(2_000);
        }
        throw new Demo.Unexpected("the drawing does not come into force");
    }
}
