using System.Diagnostics;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;

namespace MotCua.Benchmarks.Bench;

/// <summary>Chạy thử hồ sơ đã qua, on one core and without reading: eight steps, a choice, two branches beside each other,
/// a supplement in each third.</summary>
internal sealed class Replays(House house, Table table, int rounds)
{
    private const int Count = 5_000;

    public async Task Measure()
    {
        var days = (await house.Column<string>("select date || '|' || name || '|' || kind from organisation.holiday")).Select(row => row.Split('|'))
            .Select(row => new SpecialDay(DateOnly.Parse(row[0]), row[1], row[2] == "makeup_working_day"));
        var calendar = new WorkingCalendar(days, Enumerable.Range(2021, 6));
        var cases = Enumerable.Range(0, Count).Select(i => Case(i, calendar)).ToList();
        var replay = ProcessReplay.Of(new Drawing(Xml, []));
        var (speeds, bytes) = (new List<double>(), 0L);
        for (var round = 0; round <= rounds; round++)
        {
            var (started, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            var summary = new ReplaySummary((_, _) => true);
            foreach (var past in cases) summary.Add(replay.Play(past));
            _ = summary.Hours;
            if (summary[ReplaySummary.Ended] != Count) throw new Demo.Unexpected($"{summary[ReplaySummary.Stuck]} of {Count} got stuck");
            if (round > 0) speeds.Add(Count / Stopwatch.GetElapsedTime(started).TotalSeconds);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        }
        speeds.Sort();
        var median = speeds[speeds.Count / 2];
        table.Add(new Row("replay of past dossiers with its figures, one core", "1/s", median, Goal: "≥ 5,000", Ok: median >= 5_000,
            Note: $"8 steps, a choice, two branches; without reading; {bytes / 1024:#,0} KB each; spread {speeds[0]:#,0}–{speeds[^1]:#,0}"));
    }

    private static PastCase Case(int seed, WorkingCalendar calendar)
    {
        var at = calendar.Snap(VietnamTime.At(new DateOnly(2021, 1, 4).AddDays(seed % 1_700), new TimeOnly(8, 0).AddMinutes(seed % 400)));
        var (received, steps, waits) = (at, new List<PastStep>(), new List<PastWait>());
        (string Key, StepKind Kind, int Minutes)[] line =
        [
            ("nhan", StepKind.Receive, 0), ("giao", StepKind.Assign, 90), ("xem", StepKind.Appraise, 900), ("hoi", StepKind.Consult, 300),
            ("duyet", StepKind.Approve, 120), ("ky", StepKind.Sign, 200), ("so", StepKind.Number, 30), ("tra", StepKind.Return, 300),
        ];
        foreach (var (key, kind, minutes) in line)
        {
            var done = calendar.After(at, TimeSpan.FromMinutes(minutes + (seed * 7 % (minutes + 1))));
            if (key == "xem" && seed % 3 == 0)
            {
                waits.Add(new(PastWait.Supplement, calendar.After(at, TimeSpan.FromHours(2)), at.AddDays(9), Stood: true));
                done = calendar.After(at.AddDays(9), TimeSpan.FromHours(8));
            }
            steps.Add(new(key, kind, StepRules.Doers[kind][0], $"AG-{seed % 40}", key == "xem" ? seed % 5 == 0 ? "them" : "du" : "done", false, at,
                calendar.After(at, TimeSpan.FromHours(8)), done));
            at = done;
        }
        var rules = new CountingRules(8, new TimeOnly(15, 0), null, true);
        return new(Guid.CreateVersion7(), $"H12-{seed}", $"AG-{seed % 40}", $"AG-{seed % 40}", received, calendar,
            new(new Term(TermUnit.WorkingDay, 10), null, rules, [], false), received.AddDays(14), steps[^2].DoneAt, _ => null, steps, waits);
    }

    private static readonly string Xml = Drawn();

    private static string Drawn()
    {
        string Step(string id, string kind, string role, string more = "") => $"""
            <userTask id="{id}" name="{id}"><extensionElements><mc:step kind="{kind}" role="{role}" seat="agency" hours="8">{more}</mc:step></extensionElements>
            </userTask>
            """;
        string Flow(string from, string to, string? when = null) => $"""
            <sequenceFlow id="{from}-{to}" sourceRef="{from}" targetRef="{to}">{(when is null ? "" :
                $"<conditionExpression>{when}</conditionExpression>")}</sequenceFlow>
            """;
        return $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="urn:motcua:bpmn:1" id="d" targetNamespace="urn:x">
            <process id="p" name="Chạy thử" isExecutable="true"><startEvent id="start" />
            {Step("nhan", "receive", "receivingOfficer")}{Step("giao", "assign", "leader")}<parallelGateway id="mo" />
            {Step("xem", "appraise", "specialist", """<mc:outcome key="du" words="Đủ" /><mc:outcome key="them" words="Thêm" />""")}
            {Step("hoi", "consult", "specialist")}<parallelGateway id="gom" /><exclusiveGateway id="re" default="re-ky" />
            {Step("duyet", "approve", "leader")}{Step("ky", "sign", "leader")}{Step("so", "number", "registrar")}{Step("tra", "return", "receivingOfficer")}
            <endEvent id="end" />
            {Flow("start", "nhan")}{Flow("nhan", "giao")}{Flow("giao", "mo")}{Flow("mo", "xem")}{Flow("mo", "hoi")}{Flow("xem", "gom")}{Flow("hoi", "gom")}
            {Flow("gom", "re")}{Flow("re", "duyet", "step.xem = \"them\"")}{Flow("re", "ky")}{Flow("duyet", "ky")}{Flow("ky", "so")}{Flow("so", "tra")}
            {Flow("tra", "end")}</process></definitions>
            """;
    }
}
