using FsCheck;
using FsCheck.Fluent;
using MotCua.Organisation.Contracts;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Tests.Processes;

/// <summary>Draws processes for the tests: by hand, or from blocks that are right by the way they are put together.</summary>
internal sealed class Drawing
{
    private readonly List<Node> nodes = [];
    private readonly List<Flow> flows = [];

    public ProcessDefinition Definition => Tidy();

    public string Add(Node node)
    {
        nodes.Add(node);
        return node.Id;
    }

    public string Task(string? id = null, StepKind kind = StepKind.Appraise) => Add(new UserTask(id ?? Fresh("t"), $"Việc {id ?? Fresh("")}", 0, kind,
        kind == StepKind.Receive ? Roles.ReceivingOfficer : Roles.Specialist, kind == StepKind.Receive ? Seat.Office : Seat.Agency, null, 8, [], []));

    public string Gateway(GatewayKind kind, string? id = null) => Add(new Gateway(id ?? Fresh("g"), "", 0, kind));

    public string Start() => Add(new Start("start", "", 0));

    public string End(bool terminates = false) => Add(new End(Fresh("end"), "", 0, terminates));

    public Drawing Flow(string from, string to)
    {
        flows.Add(new(Fresh("f"), "", from, to, 0));
        return this;
    }

    /// <summary>start → (receive) → what is given → end.</summary>
    public static ProcessDefinition Of(Block block)
    {
        var drawing = new Drawing();
        var receive = drawing.Task("receive", StepKind.Receive);
        drawing.Flow(drawing.Start(), receive);
        drawing.Flow(drawing.Draw(block, receive), drawing.End());
        return drawing.Definition;
    }

    /// <summary>A random process that is right: each split has its join, each loop a step of a person.</summary>
    public static Gen<Block> Blocks(int depth) => depth == 0 ? Gen.Elements<Block>(new Step(), new Act(), new Wait(), new Call())
        : Gen.OneOf(Gen.Elements<Block>(new Step(), new Act(), new Wait(), new Call()),
            Blocks(depth - 1).ListOf(2).Select(parts => (Block)new Row([.. parts])),
            Gen.Choose(2, 3).SelectMany(many => Blocks(depth - 1).ListOf(many)).SelectMany(parts => Gen.Elements(Enum.GetValues<GatewayKind>())
                .Select(kind => (Block)new Fork(kind, [.. parts]))),
            Blocks(depth - 1).Select(inner => (Block)new Again(inner)),
            Gen.Elements(true, false).SelectMany(interrupts => Blocks(depth - 1).Select(inner => (Block)new Late(interrupts, inner))));

    private string Draw(Block block, string from)
    {
        switch (block)
        {
            case Row row: return row.Parts.Aggregate(from, (at, part) => Draw(part, at));
            case Fork fork:
                var (split, join) = (Gateway(fork.Kind), Gateway(fork.Kind));
                Flow(from, split);
                foreach (var part in fork.Parts) Flow(Draw(part, split), join);
                return join;
            case Again again:
                var (into, back) = (Gateway(GatewayKind.Exclusive), Gateway(GatewayKind.Exclusive));
                var step = Task();
                Flow(from, into).Flow(into, step).Flow(Draw(again.Inner, step), back).Flow(back, into);
                return back;
            case Late late:
                var (waiting, edge) = (Task(), Fresh("b"));
                Add(new Boundary(edge, "", 0, waiting, late.Interrupts, Awaited.Timer, 8));
                var met = Gateway(late.Interrupts ? GatewayKind.Exclusive : GatewayKind.Inclusive);
                Flow(from, waiting).Flow(waiting, met).Flow(Draw(late.Inner, edge), met);
                return met;
            case Act: return Through(new ServiceTask(Fresh("s"), "Việc của hệ thống", 0, ServiceAct.Notify), from);
            case Wait: return Through(new Catch(Fresh("w"), "Chờ", 0, Awaited.Payment, null), from);
            case Call:
                return Through(new CallActivity(Fresh("c"), "Hồ sơ liên thông", 0, "1.001193", "mother.address",
                    [new("request.subject", "Cho {child.name}")]), from);
            default: return Through(null, from);
        }
    }

    private string Through(Node? node, string from)
    {
        var id = node is null ? Task() : Add(node);
        Flow(from, id);
        return id;
    }

    /// <summary>The last way out of each gateway that chooses is its default.</summary>
    private ProcessDefinition Tidy()
    {
        foreach (var gateway in nodes.OfType<Gateway>().Where(one => one.Kind != GatewayKind.Parallel))
        {
            var leaves = flows.Where(flow => flow.From == gateway.Id).ToList();
            for (var i = 0; i < leaves.Count; i++)
            {
                flows[flows.IndexOf(leaves[i])] = leaves[i] with
                {
                    ConditionText = leaves.Count > 1 && i < leaves.Count - 1 ? "poor" : null, IsDefault = leaves.Count > 1 && i == leaves.Count - 1,
                };
            }
        }
        return new("p", "Quy trình", nodes, flows);
    }

    private string Fresh(string letter) => $"{letter}{nodes.Count + flows.Count}";
}

internal abstract record Block;

internal sealed record Step : Block;

internal sealed record Act : Block;

internal sealed record Wait : Block;

internal sealed record Call : Block;

internal sealed record Row(IReadOnlyList<Block> Parts) : Block;

internal sealed record Fork(GatewayKind Kind, IReadOnlyList<Block> Parts) : Block;

internal sealed record Again(Block Inner) : Block;

internal sealed record Late(bool Interrupts, Block Inner) : Block;
