using FsCheck;
using FsCheck.Fluent;
using MotCua.Organisation.Contracts;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Xunit;
using Outcome = MotCua.Workflow.Definition.Outcome;

namespace MotCua.Tests.Processes;

/// <summary>What differs between two versions is told in words; what does not is not.</summary>
public sealed class ProcessDifferenceTests
{
    [Fact]
    public void Hours_role_an_outcome_a_step_and_a_way_are_told()
    {
        var before = Linear(Step("a", "Thẩm định", Roles.Specialist, 8), Step("b", "Ký duyệt", Roles.Leader, 4));
        var after = Linear(Step("a", "Thẩm định", Roles.Leader, 24, new Outcome("dat", "Đạt")), Step("c", "Đo đạc", Roles.Specialist, 16),
            Step("b", "Ký duyệt", Roles.Leader, 4));
        Assert.Equal(
        [
            "Thêm bước “Đo đạc” (loại thẩm định, giao cho Chuyên viên thụ lý, làm tại cơ quan giải quyết, thời gian 16 giờ làm việc (2 ngày), " +
                "đối chiếu đã xác nhận)",
            "Bước “Thẩm định”: giao cho Lãnh đạo, trước là Chuyên viên thụ lý",
            "Bước “Thẩm định”: thời gian 24 giờ làm việc (3 ngày), trước là 8 giờ làm việc (1 ngày)",
            "Bước “Thẩm định”: thêm cách kết thúc “Đạt (dat)”",
            "Bỏ đường từ “Thẩm định” tới “Ký duyệt”",
            "Thêm đường từ “Thẩm định” tới “Đo đạc”",
            "Thêm đường từ “Đo đạc” tới “Ký duyệt”",
            "Đi hết quy trình lâu nhất 44 giờ làm việc, trước là 12 giờ làm việc",
        ], ProcessDifference.Of(before, after));
    }

    [Fact]
    public void The_same_process_drawn_elsewhere_in_the_file_is_no_difference() =>
        Check.One(Cases.Of(300), Prop.ForAll(Drawing.Blocks(3).ToArbitrary(), block =>
        {
            var drawn = Drawing.Of(block);
            var moved = new ProcessDefinition(drawn.Id, drawn.Name, [.. drawn.Nodes.Reverse().Select(node => node with { Line = 7 })],
                [.. drawn.Flows.Reverse().Select(flow => flow with { Id = "other-" + flow.Id, Line = 9 })]);
            return ProcessDifference.Of(drawn, moved).Count == 0;
        }));

    [Fact]
    public void Whatever_is_changed_is_told() => Check.One(Cases.Of(600),
        Prop.ForAll(Drawing.Blocks(3).SelectMany(block => Gen.Choose(0, 100_000).Select(seed => (block, seed))).ToArbitrary(), one =>
        {
            var (drawn, random) = (Drawing.Of(one.block), new Random(one.seed));
            var (nodes, flows) = (drawn.Nodes.ToList(), drawn.Flows.ToList());
            var at = random.Next(nodes.Count);
            nodes[at] = nodes[at] switch
            {
                UserTask step => random.Next(6) switch
                {
                    0 => step with { Hours = step.Hours + 1 }, 1 => step with { Role = Roles.Registrar }, 2 => step with { Kind = StepKind.Consult },
                    3 => step with { Checklist = ["Bản gốc"] }, 4 => step with { People = step.People + 1 }, _ => step with { Seat = Seat.Unit, Unit = "T01" },
                },
                Gateway gateway => gateway with { Kind = (GatewayKind)(((int)gateway.Kind + 1) % 3) },
                Catch wait => wait with { For = Awaited.Supplement }, ServiceTask act => act with { Act = ServiceAct.Send },
                Boundary edge => edge with { Interrupts = !edge.Interrupts }, End end => end with { Terminates = !end.Terminates },
                var other => other with { Name = "Tên khác" },
            };
            var words = ProcessDifference.Of(drawn, new(drawn.Id, drawn.Name, nodes, flows));
            flows.RemoveAt(random.Next(flows.Count));
            return words.Count > 0 && ProcessDifference.Of(drawn, new(drawn.Id, drawn.Name, drawn.Nodes, flows)).Count > 0;
        }));

    private static UserTask Step(string id, string name, string role, decimal hours, params Outcome[] outcomes) =>
        new(id, name, 0, StepKind.Appraise, role, Seat.Agency, null, hours, [], outcomes);

    private static ProcessDefinition Linear(params Node[] steps)
    {
        Node[] nodes = [new Start("start", "", 0), .. steps, new End("end", "", 0, Terminates: false)];
        return new("p", "Quy trình", nodes, [.. nodes.Zip(nodes.Skip(1), (from, to) => new Flow($"{from.Id}-{to.Id}", "", from.Id, to.Id, 0))]);
    }
}
