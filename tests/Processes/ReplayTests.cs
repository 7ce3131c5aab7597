using FsCheck;
using FsCheck.Fluent;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Expressions;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Replay;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>The replay without a database: what was follows itself, what could not be says so, and it always ends.</summary>
public sealed class ReplayTests
{
    private static readonly WorkingCalendar Calendar = new([new(new(2026, 4, 27), "Nghỉ bù", false), new(new(2026, 5, 9), "Làm bù", true)], [2026],
        [new(new(2026, 1, 1), null, [new(new(7, 0), new(11, 30)), new(new(13, 30), new(17, 0))]),
            new(new(2026, 1, 1), null, [new(new(7, 30), new(11, 0))], DayOfWeek.Saturday)]);

    private static readonly CountingRules Counting = new(8, new TimeOnly(15, 0), null, RollForward: true);

    private static readonly KnownValue Sex =
        new("child.sex", AnswerType.Text, "Giới tính", new Dictionary<string, string> { ["female"] = "Nữ", ["male"] = "Nam" });

    private static readonly KnownValue Poor = new("poor", AnswerType.Truth, "Hộ nghèo");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse($"2026-{text}:00+07:00");

    private static Workflow.Contracts.Drawing Of(ProcessDefinition definition, params KnownValue[] known) => new(BpmnWriter.Write(definition), known);

    private static Replayed Play(ProcessDefinition definition, PastCase past, params KnownValue[] known) =>
        ProcessReplay.Of(Of(definition, known)).Play(past);

    private static PastStep Done(string key, StepKind kind, string from, string to, string? outcome = "done", bool back = false) =>
        new(key, kind, StepRules.Doers[kind][0], "AG", outcome, back, At(from), Calendar.AddWorkingHours(At(from), 4).At, At(to));

    private static PastCase Case(string received, string? ended, IReadOnlyList<PastStep> steps, params PastWait[] waits)
    {
        var term = new PastTerm(new Term(TermUnit.WorkingDay, 3), null, Counting, [], EndsWithReturn: false);
        return new(Guid.NewGuid(), "H12-1", "IN", "AG", At(received), Calendar, term, At("05-05T17:00"), ended is null ? null : At(ended), _ => null,
            steps, waits);
    }

    private static ProcessDefinition Line => Drawn.Around([Drawn.Step("look", "Thẩm định", StepKind.Appraise)], "look");

    private static readonly PastStep[] Followed =
    [
        Done("receive", StepKind.Receive, "04-28T09:00", "04-28T09:00"), Done("look", StepKind.Appraise, "04-28T09:00", "04-29T10:12"),
        Done("sign", StepKind.Sign, "04-29T10:12", "04-29T20:40"), Done("number", StepKind.Number, "04-29T20:40", "05-04T08:00"),
        Done("return", StepKind.Return, "05-04T08:00", "05-06T08:00"),
    ];

    [Fact]
    public void What_followed_the_list_follows_it_again_with_the_same_dates()
    {
        var played = Play(Line, Case("04-28T09:00", "05-04T08:00", Followed));
        Assert.Null(played.Stuck);
        Assert.Equal(Followed.Select(step => (step.Key, step.OpenedAt, (DateTimeOffset?)step.DueAt, (DateTimeOffset?)step.DoneAt)),
            played.Stops.Select(stop => (stop.Place, stop.OpenedAt, stop.DueAt, stop.DoneAt)));
        Assert.DoesNotContain(played.Stops, stop => stop.Assumed);
        Assert.Equal(At("05-04T08:00"), played.EndsAt);
        Assert.Equal(At("05-06T08:00"), played.OverAt);
        Assert.Equal(new Term(TermUnit.WorkingDay, 3).DueFrom(At("04-28T09:00"), Calendar, Counting).At, played.DueAt);
    }

    [Fact]
    public void A_standstill_lies_where_it_lay_and_moves_the_term_as_the_clock_moves_it()
    {
        var pause = new PastWait(PastWait.Supplement, At("04-28T15:00"), At("05-05T09:00"), Stood: true);
        PastStep[] steps =
        [
            Followed[0], Done("look", StepKind.Appraise, "04-28T09:00", "05-05T10:00"), Done("sign", StepKind.Sign, "05-05T10:00", "05-05T11:00"),
            Done("number", StepKind.Number, "05-05T11:00", "05-05T11:10"), Done("return", StepKind.Return, "05-05T11:10", "05-05T14:00"),
        ];
        var past = Case("04-28T09:00", "05-05T11:10", steps, pause);
        var count = TermCount.Of(past.Term!.Term, null, Calendar, Counting);
        count.Start(past.ReceivedAt);
        count.Pause(pause.From);
        count.Resume(pause.To, whole: false, "");
        var same = Play(Line, past);
        Assert.Equal(count.Due(), same.DueAt);
        Assert.Equal(At("05-05T11:10"), same.EndsAt);
        Assert.Equal(TimeSpan.FromHours(5), same.Stops.Single(stop => stop.Place == "look").Worked);

        // Behind another step the same work is done later, and the standstill is as long.
        var later = Play(Drawn.Around(
            [Drawn.Step("assign", "Phân công", StepKind.Assign, hours: 2), Drawn.Step("look", "Thẩm định", StepKind.Appraise)], "look", "assign look"), past);
        var look = later.Stops.Single(stop => stop.Place == "look");
        Assert.Equal((At("04-28T11:00"), TimeSpan.FromHours(5)), (look.OpenedAt, look.Worked));
        Assert.Equal(Calendar.After(At("04-28T17:00") + (pause.To - pause.From), TimeSpan.FromHours(1)), look.DoneAt);
        Assert.Equal(["assign"], later.Stops.Where(stop => stop.Assumed).Select(stop => stop.Place));
    }

    [Fact]
    public void Answers_and_outcomes_of_then_choose_and_what_nobody_knows_goes_the_default_way()
    {
        var definition = Drawn.Around(
        [
            Drawn.Step("xem", "Xem xét", StepKind.Appraise, [new("ok", "Đạt"), new("poor", "Chưa đạt")]), new Gateway("re", "", 0, GatewayKind.Exclusive),
            Drawn.Step("mend", "Hoàn thiện", StepKind.Consult, hours: 8), new Gateway("who", "", 0, GatewayKind.Exclusive),
            Drawn.Step("girl", "Việc bé gái", StepKind.Consult, hours: 1), new Gateway("meet", "", 0, GatewayKind.Exclusive),
        ], "meet", "xem re", "re mend step.xem = \"poor\"", "re who default", "mend who", "who girl child.sex = \"female\"", "who meet default", "girl meet");
        Assert.Equal(["receive", "xem", "re", "mend", "who", "girl", "sign", "number", "return"], Way("poor", "female"));
        Assert.Equal(["receive", "xem", "re", "who", "sign", "number", "return"], Way("ok", "male"));
        // "appraised" is no outcome of this step: the time is known, the way is not.
        Assert.Equal(["receive", "xem", "re", "who", "sign", "number", "return"], Way("appraised", null, assumed: true));

        string[] Way(string outcome, string? sex, bool assumed = false)
        {
            var past = Case("04-28T09:00", null, [Followed[0], Done("look", StepKind.Appraise, "04-28T09:00", "04-29T10:12", outcome), .. Followed[2..]])
                with { Answers = name => name == "child.sex" ? sex : null };
            var played = Play(definition, past, Sex);
            Assert.Null(played.Stuck);
            var look = played.Stops.Single(stop => stop.Place == "xem");
            Assert.Equal((At("04-29T10:12"), assumed), (look.DoneAt!.Value, look.Assumed));
            return [.. played.Stops.Select(stop => stop.Place)];
        }
    }

    [Fact]
    public void Opinions_that_were_waited_for_take_their_time_and_those_that_never_were_none()
    {
        var definition = Drawn.Around([Drawn.Step("look", "Thẩm định", StepKind.Appraise), new Catch("wait", "Chờ ý kiến", 0, Awaited.Consultation, null),
            new Catch("khac", "Chờ xác nhận", 0, Awaited.Confirmation, null)], "khac", "look wait", "wait khac");
        var asked = new PastWait(PastWait.Consultation, At("04-28T10:00"), At("05-06T10:00"), Stood: false);
        var played = Play(definition, Case("04-28T09:00", null, Followed, asked));
        Assert.Equal(At("05-06T10:00"), played.Stops.Single(stop => stop.Place == "wait").DoneAt);
        Assert.Equal(["khac"], played.Stops.Where(stop => stop.Assumed).Select(stop => stop.Place));
        var without = Play(definition, Case("04-28T09:00", null, Followed));
        Assert.Equal(At("04-29T10:12"), without.Stops.Single(stop => stop.Place == "wait").DoneAt);
    }

    [Fact]
    public void What_was_sent_back_is_done_again_as_it_was()
    {
        PastStep[] steps =
        [
            Followed[0], Done("look", StepKind.Appraise, "04-28T09:00", "04-28T10:00"), Done("sign", StepKind.Sign, "04-28T10:00", "04-28T11:00", back: true),
            Done("look", StepKind.Appraise, "04-28T11:00", "04-28T15:00"), Done("sign", StepKind.Sign, "04-28T15:00", "04-28T16:00"),
            Done("number", StepKind.Number, "04-28T16:00", "04-28T16:10"), Done("return", StepKind.Return, "04-28T16:10", "04-29T08:00"),
        ];
        var played = Play(Line, Case("04-28T09:00", "04-28T16:10", steps));
        Assert.Equal(steps.Select(step => (step.Key, (DateTimeOffset?)step.DoneAt)), played.Stops.Select(stop => (stop.Place, stop.DoneAt)));
        Assert.DoesNotContain(played.Stops, stop => stop.Assumed);
    }

    [Fact]
    public void A_drawing_in_which_it_gets_stuck_says_where_and_why()
    {
        var past = Case("04-28T09:00", null, Followed);
        Stuck("gom", "Cổng chờ một nhánh", Drawn.Around([new Gateway("re", "", 0, GatewayKind.Exclusive), Drawn.Step("a", "A", StepKind.Appraise),
            Drawn.Step("b", "B", StepKind.Consult), new Gateway("gom", "", 0, GatewayKind.Parallel)], "gom", "re a poor", "re b default", "a gom", "b gom"));
        Stuck("sign", "Hai nhánh cùng tới", Drawn.Around([new Gateway("mo", "", 0, GatewayKind.Parallel), Drawn.Step("a", "A", StepKind.Appraise),
            Drawn.Step("b", "B", StepKind.Consult), new Gateway("gap", "", 0, GatewayKind.Exclusive)], "gap", "mo a", "mo b", "a gap", "b gap"),
            Case("04-28T09:00", null, []));
        Stuck(null, "Đi vòng", Drawn.Around([new Gateway("vao", "", 0, GatewayKind.Exclusive), Drawn.Step("a", "A", StepKind.Appraise),
            new Gateway("ra", "", 0, GatewayKind.Exclusive)], "ra", "vao a", "a ra", "ra vao default") is var loop
            ? new(loop.Id, loop.Name, loop.Nodes,
                [.. loop.Flows.Select(flow => flow is { From: "ra", To: "sign" } ? flow with { ConditionText = "poor" } : flow)])
            : null!);
        Stuck("ra", "Không điều kiện nào đúng", Drawn.Around([Drawn.Step("a", "A", StepKind.Appraise), new Gateway("ra", "", 0, GatewayKind.Exclusive),
            Drawn.Step("b", "B", StepKind.Consult)], "b", "a ra", "ra b poor", "ra sign poor"));

        void Stuck(string? at, string words, ProcessDefinition definition, PastCase? one = null)
        {
            var played = Play(definition, one ?? past, Poor);
            Assert.StartsWith(words, played.Stuck, StringComparison.Ordinal);
            if (at is not null) Assert.Equal(at, played.StuckAt);
            Assert.Null(played.EndsAt);
            Assert.Null(played.OverAt);
        }
    }

    [Fact]
    public void Random_drawings_with_random_pasts_always_end_or_say_where_they_are_stuck()
    {
        var (ended, stuck) = (0, 0);
        var spoken = Drawing.Blocks(2).SelectMany(block => Gen.Choose(0, 1_000_000).Select(seed => (block, seed)));
        Check.One(Cases.Of(400), Prop.ForAll(spoken.ToArbitrary(), one =>
        {
            var (random, definition) = (new Random(one.seed), Drawing.Of(one.block));
            // Every second one is broken: a flow leads to where nobody meant it to.
            if (random.Next(2) == 0) definition = Broken(definition, random);
            var drawing = Of(definition, Poor);
            if (ProcessReplay.Problems(drawing).Count > 0) return;
            var past = Random(definition, random);
            var played = ProcessReplay.Of(drawing).Play(past);
            if (played.Stuck is null) ended++;
            else stuck++;
            Assert.Equal(played.Stuck is null, played.OverAt is not null);
            Assert.True(played.Stops.Zip(played.Stops.Skip(1)).All(pair => pair.First.OpenedAt <= pair.Second.OpenedAt));
            Assert.True(played.Stops.All(stop => stop.DoneAt is null || stop.DoneAt >= stop.OpenedAt));
            var summary = new ReplaySummary((_, _) => true);
            summary.Add(played);
            Assert.All(summary.FiguresOf(played), figure => Assert.Equal(1, summary[figure]));
            if (!ProcessFaults.Of(definition).Any(fault => fault.Hinders) && played.Stuck is { } words)
                Assert.StartsWith("Đi vòng", words, StringComparison.Ordinal);
        }));
        Assert.InRange(ended, 50, 100_000);
        Assert.InRange(stuck, 20, 100_000);
    }

    [Fact]
    public void Added_up_working_time_is_the_calendars_own()
    {
        Check.One(Cases.Of(2_000), Prop.ForAll(Gen.Choose(0, 1_500_000).Two().ToArbitrary(), pair =>
        {
            var first = At("01-01T00:00").AddYears(-1);
            var (from, until) = (first.AddMinutes(pair.Item1).AddTicks(pair.Item2), first.AddMinutes(pair.Item2));
            var time = WorkedTime.Of(Calendar);
            Assert.Equal(Calendar.WorkingTime(from, until), time.Between(from, until));
            var hours = TimeSpan.FromMinutes(pair.Item2 % 30_000);
            Assert.Equal(Calendar.After(from, hours), time.After(from, hours));
            Assert.Equal(Calendar.AddWorkingHours(from, pair.Item2 % 500).At, time.Due(from, pair.Item2 % 500));
        }));
    }

    private static ProcessDefinition Broken(ProcessDefinition definition, Random random)
    {
        var (flows, nodes) = (definition.Flows.ToList(), definition.Nodes.Where(node => node is not (Start or Boundary)).ToList());
        var at = random.Next(flows.Count);
        if (random.Next(3) == 0) flows.RemoveAt(at);
        else flows[at] = flows[at] with { To = nodes[random.Next(nodes.Count)].Id };
        return new(definition.Id, definition.Name, definition.Nodes, flows);
    }

    private static PastCase Random(ProcessDefinition definition, Random random)
    {
        var (steps, waits, at) = (new List<PastStep>(), new List<PastWait>(), At("04-28T09:00"));
        var ids = definition.Nodes.OfType<UserTask>().Select(step => (step.Id, step.Kind!.Value)).Append(("khac", StepKind.Consult)).ToList();
        for (var many = random.Next(12); many > 0; many--)
        {
            var (id, kind) = ids[random.Next(ids.Count)];
            var (opened, until) = (at, at.AddMinutes(random.Next(10_000)));
            steps.Add(new(id, kind, "specialist", "AG", random.Next(3) == 0 ? null : "done", random.Next(6) == 0, opened, opened.AddDays(1), until));
            if (random.Next(3) == 0)
                waits.Add(new(random.Next(4) switch { 0 => PastWait.Payment, 1 => PastWait.Supplement, 2 => PastWait.Consultation, _ => null },
                    opened.AddMinutes(random.Next(2_000)), opened.AddMinutes(2_000 + random.Next(20_000)), random.Next(2) == 0, random.Next(5) == 0));
            if (random.Next(3) > 0) at = until;
        }
        var poor = random.Next(2) == 0;
        return Case("04-28T09:00", null, steps, [.. waits.OrderBy(wait => wait.From)]) with { Answers = _ => poor };
    }
}
