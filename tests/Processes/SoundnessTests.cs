using FsCheck;
using FsCheck.Fluent;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>Tokens are neither lost nor doubled, and what the check lets through comes to its end, whatever is answered.</summary>
public sealed class SoundnessTests
{
    [Fact]
    public void What_is_put_together_from_blocks_is_right_and_every_run_of_it_ends() =>
        Check.One(Cases.Of(400), Prop.ForAll(Drawing.Blocks(2).ToArbitrary(), block =>
        {
            var definition = Drawing.Of(block);
            var faults = ProcessFaults.Of(definition).Where(fault => fault.Hinders).ToList();
            if (faults is [{ Element: null, Words: var words }] && words.StartsWith("Có hơn 20000", StringComparison.Ordinal)) return true;
            Assert.Empty(faults);
            for (var seed = 0; seed < 5; seed++) Assert.Equal("ended", Walk(definition, new Random(seed)));
            return true;
        }));

    [Fact]
    public void Where_the_check_finds_nothing_in_a_spoiled_drawing_no_run_is_stuck_or_doubled()
    {
        var (right, wrong) = (0, 0);
        // A drawing that was right, of which a flow leads elsewhere or a gateway became another.
        var spoiled = Drawing.Blocks(2).SelectMany(block => Gen.Choose(0, 1_000_000).Select(seed => (block, seed)));
        Check.One(Cases.Of(2000), Prop.ForAll(spoiled.ToArbitrary(), one =>
        {
            var definition = Spoil(Drawing.Of(one.block), new Random(one.seed));
            var faults = ProcessFaults.Of(definition).Where(fault => fault.Hinders).ToList();
            if (faults.Count > 0) return ++wrong > 0;
            right++;
            return Enumerable.Range(0, 25).All(seed => Walk(definition, new Random(seed)) == "ended");
        }));
        Assert.InRange(right, 100, 2000);
        Assert.InRange(wrong, 500, 2000);
    }

    [Fact]
    public void A_join_that_waits_for_a_branch_that_was_not_taken_is_named()
    {
        var drawing = Begun(out var at);
        var (choice, join) = (drawing.Gateway(GatewayKind.Exclusive), drawing.Gateway(GatewayKind.Parallel, "join"));
        var (a, b) = (drawing.Task("a"), drawing.Task("b"));
        drawing.Flow(at, choice).Flow(choice, a).Flow(choice, b).Flow(a, join).Flow(b, join).Flow(join, drawing.End());
        var fault = Assert.Single(Hindering(drawing));
        Assert.Equal("join", fault.Element);
        Assert.Equal("Cổng song song join chờ một nhánh không bao giờ tới: “Việc a”", fault.Words);
    }

    [Fact]
    public void A_step_that_two_branches_come_to_is_named()
    {
        var drawing = Begun(out var at);
        var split = drawing.Gateway(GatewayKind.Parallel);
        var (a, b, both) = (drawing.Task("a"), drawing.Task("b"), drawing.Task("both"));
        drawing.Flow(at, split).Flow(split, a).Flow(split, b).Flow(a, both).Flow(b, both).Flow(both, drawing.End());
        Assert.Equal("both", Assert.Single(Hindering(drawing)).Element);
    }

    [Fact]
    public void A_round_without_a_person_is_named_though_a_timer_or_the_house_itself_stands_in_it()
    {
        var drawing = Begun(out var at);
        var (merge, choice) = (drawing.Gateway(GatewayKind.Exclusive), drawing.Gateway(GatewayKind.Exclusive));
        var act = drawing.Add(new ServiceTask("act", "Gửi nhắc", 0, ServiceAct.Notify));
        var timer = drawing.Add(new Catch("timer", "Chờ", 0, Awaited.Timer, 8));
        drawing.Flow(at, merge).Flow(merge, act).Flow(act, timer).Flow(timer, choice).Flow(choice, merge).Flow(choice, drawing.End());
        Assert.Contains("vòng mà không ai phải làm gì", Assert.Single(Hindering(drawing)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inclusive_join_waits_for_each_branch_that_was_opened_and_for_no_other()
    {
        var drawing = Begun(out var at);
        var (split, join) = (drawing.Gateway(GatewayKind.Inclusive, "split"), drawing.Gateway(GatewayKind.Inclusive, "join"));
        var (a, b, c, after) = (drawing.Task("a"), drawing.Task("b"), drawing.Task("c"), drawing.Task("after"));
        drawing.Flow(at, split).Flow(split, a).Flow(split, b).Flow(split, c)
            .Flow(a, join).Flow(b, join).Flow(c, join).Flow(join, after).Flow(after, drawing.End());
        var definition = drawing.Definition;
        Assert.DoesNotContain(ProcessFaults.Of(definition), fault => fault.Hinders);
        var game = new TokenGame(definition);
        var both = game.Settle(game.Leave(game.Settle(game.Begin(), Both), definition["receive"]), Both);
        Assert.Equal(["a", "b"], game.Waiting(both).Select(node => node.Id));
        var one = game.Settle(game.Leave(both, definition["a"]), Both);
        Assert.Equal(["b"], game.Waiting(one).Select(node => node.Id));
        Assert.Equal(["after"], game.Waiting(game.Settle(game.Leave(one, definition["b"]), Both)).Select(node => node.Id));

        IReadOnlyList<Flow> Both(Gateway gateway) => [.. definition.OutOf(gateway).Where(flow => !flow.IsDefault)];
    }

    [Fact]
    public void What_happens_at_the_edge_of_a_step_leaves_it_or_goes_beside_it_once()
    {
        foreach (var interrupts in new[] { true, false })
        {
            var definition = Drawing.Of(new Late(interrupts, new Step()));
            var game = new TokenGame(definition);
            var waiting = game.Settle(game.Leave(game.Settle(game.Begin(), All), definition["receive"]), All);
            var (step, edge) = (game.Waiting(waiting).Single(), game.Armed(waiting).Single());
            var after = game.Settle(game.Happen(waiting, edge), All);
            Assert.Equal(!interrupts, game.IsAt(after, step));
            Assert.Empty(game.Armed(after));
            Assert.Equal(interrupts ? 1 : 2, game.Waiting(after).Count());

            IReadOnlyList<Flow> All(Gateway gateway) => [.. definition.OutOf(gateway)];
        }
    }

    [Fact]
    public void Ending_all_ends_what_still_goes_on_beside_it()
    {
        var drawing = Begun(out var at);
        var split = drawing.Gateway(GatewayKind.Parallel);
        var (a, b) = (drawing.Task("a"), drawing.Task("b"));
        drawing.Flow(at, split).Flow(split, a).Flow(split, b).Flow(a, drawing.End(terminates: true)).Flow(b, drawing.End());
        var (definition, game) = (drawing.Definition, new TokenGame(drawing.Definition));
        Assert.DoesNotContain(ProcessFaults.Of(definition), fault => fault.Hinders);
        var two = game.Settle(game.Leave(game.Settle(game.Begin(), _ => []), definition["receive"]), _ => []);
        Assert.True(game.Settle(game.Leave(two, definition["a"]), _ => []).IsEmpty);
        Assert.Equal(["a"], game.Waiting(game.Settle(game.Leave(two, definition["b"]), _ => [])).Select(node => node.Id));
    }

    [Fact]
    public void Eight_opinions_at_once_are_judged_and_sixteen_are_too_many()
    {
        Assert.Empty(ProcessFaults.Of(Drawing.Of(new Fork(GatewayKind.Parallel, [.. Enumerable.Repeat(new Step(), 8)]))));
        var fault = Assert.Single(ProcessFaults.Of(Drawing.Of(new Fork(GatewayKind.Parallel, [.. Enumerable.Repeat(new Step(), 16)]))));
        Assert.StartsWith("Có hơn 20000 cách", fault.Words, StringComparison.Ordinal);
    }

    /// <summary>One run by chance: how it came out.</summary>
    private static string Walk(ProcessDefinition definition, Random random)
    {
        var game = new TokenGame(definition);
        try
        {
            var now = game.Settle(game.Begin(), Choose);
            for (var moves = 0; moves < 3000; moves++)
            {
                if (now.IsEmpty) return "ended";
                var waiting = game.Waiting(now).Concat(game.Armed(now)).ToList();
                if (waiting.Count == 0) return "stuck";
                var next = waiting[random.Next(waiting.Count)];
                now = game.Settle(next is Boundary edge ? game.Happen(now, edge) : game.Leave(now, next), Choose);
            }
            return "endless";
        }
        catch (DoubledToken) { return "doubled"; }

        IReadOnlyList<Flow> Choose(Gateway gateway)
        {
            var leaves = definition.OutOf(gateway).ToList();
            if (leaves.Count == 1) return leaves;
            if (gateway.Kind == GatewayKind.Exclusive) return [leaves[random.Next(leaves.Count)]];
            var some = leaves.Where(flow => !flow.IsDefault && random.Next(2) == 0).ToList();
            return some.Count > 0 ? some : [leaves.FirstOrDefault(flow => flow.IsDefault) ?? leaves[0]];
        }
    }

    private static ProcessDefinition Spoil(ProcessDefinition definition, Random random)
    {
        var (nodes, flows) = (definition.Nodes.ToList(), definition.Flows.ToList());
        var (at, flow) = (random.Next(nodes.Count), random.Next(flows.Count));
        switch (random.Next(4))
        {
            case 0 when nodes[at] is Gateway gateway:
                nodes[at] = gateway with { Kind = (GatewayKind)random.Next(3) };
                for (var i = 0; i < flows.Count; i++)
                {
                    if (flows[i].From != gateway.Id) continue;
                    var asks = ((Gateway)nodes[at]).Kind != GatewayKind.Parallel && definition.OutOf(gateway).Skip(1).Any();
                    flows[i] = flows[i] with { ConditionText = asks && !flows[i].IsDefault ? "poor" : null, IsDefault = asks && flows[i].IsDefault };
                    if (asks && flows[i].Id == definition.OutOf(gateway).Last().Id) flows[i] = flows[i] with { ConditionText = null, IsDefault = true };
                }
                break;
            case 1 when nodes[at] is UserTask or Gateway or End: flows[flow] = flows[flow] with { To = nodes[at].Id }; break;
            case 2: flows.RemoveAt(flow); break;
        }
        return new(definition.Id, definition.Name, nodes, flows);
    }

    private static Drawing Begun(out string at)
    {
        var drawing = new Drawing();
        at = drawing.Task("receive", StepKind.Receive);
        drawing.Flow(drawing.Start(), at);
        return drawing;
    }

    private static List<ProcessFault> Hindering(Drawing drawing) => [.. ProcessFaults.Of(drawing.Definition).Where(fault => fault.Hinders)];
}
