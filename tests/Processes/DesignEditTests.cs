using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using MotCua.Workflow.Design;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>Edits of the file itself: what other tools put there stays, the drawing can still be read, and what was sound stays so.</summary>
public sealed class DesignEditTests
{
    private static readonly ProcessStep[] List =
    [
        new("receive", "Tiếp nhận", Roles.ReceivingOfficer, StepKind.Receive, 1), new("appraise", "Thẩm định", Roles.Specialist, StepKind.Appraise, 4),
        new("sign", "Ký", Roles.Leader, StepKind.Sign, 2), new("return", "Trả", Roles.ReceivingOfficer, StepKind.Return, 1),
    ];

    private static string Drawn => ProcessTemplates.Draw("process", "Thử", [.. List.Select(step => new TemplateStep(step, null))]);

    [Fact]
    public void A_step_is_put_in_filled_and_taken_out_again()
    {
        var edit = new DrawingEdit(Drawn);
        var id = edit.AddAfter("appraise", ElementKind.Step, "Kiểm tra thực địa");
        Assert.Equal("kiem-tra-thuc-dia", id);
        Assert.Contains(Faults(edit.Save()), fault => fault.Element == id && fault.Words.Contains("Chưa giao", StringComparison.OrdinalIgnoreCase));
        edit.Step(id, "Kiểm tra thực địa", StepKind.Appraise, Roles.Specialist, Seat.Agency, null, 4.5m, ["Ranh giới"], [], guessed: false);
        var read = Read(edit.Save());
        Assert.Equal(["receive", "appraise", id, "sign", "return"], Way(read));
        Assert.Equal((4.5m, "Ranh giới"), (((UserTask)read[id]).Hours, ((UserTask)read[id]).Checklist.Single()));
        Assert.Empty(Faults(edit.Save()));
        edit.Remove(id);
        Assert.Equal(List.Select(step => step.Key), Way(Read(edit.Save())));
        Assert.Equal(Way(Read(Drawn)), Way(Read(edit.Save())));
    }

    [Fact]
    public void Choices_branches_waits_and_edges_are_sound_when_they_are_filled()
    {
        var edit = new DrawingEdit(Drawn);
        edit.Step("appraise", "Thẩm định", StepKind.Appraise, Roles.Specialist, Seat.Agency, null, 2, [], [new("du", "Đủ"), new("hoi", "Cần hỏi")], false);
        var asked = edit.AddChoice("appraise", "Hỏi ý kiến", "step.appraise = \"hoi\"");
        Fill(asked, StepKind.Consult);
        var waits = edit.AddAfter(asked, ElementKind.Message, "Chờ bổ sung");
        var late = edit.AddEdge(waits, Awaited.Timer, 16, interrupts: true, "Nhắc người nộp");
        Fill(late, StepKind.Consult);
        var beside = edit.AddEdge("sign", Awaited.Timer, 2, interrupts: false, "Nhắc lãnh đạo");
        Fill(beside, StepKind.Consult);
        var first = edit.AddParallel("receive", ["Xem đất", "Xem thuế"]);
        Fill(first, StepKind.Appraise);
        Fill("xem-thue", StepKind.Appraise);
        Assert.Empty(Faults(edit.Save()).Select(fault => fault.Words));
        Assert.DoesNotContain(OrderFaults.Of(Read(edit.Save())), fault => fault.Element != beside);

        // A split goes only when one way is left.
        var split = Read(edit.Save()).Nodes.OfType<Gateway>().First(one => one.Kind == GatewayKind.Parallel);
        Assert.Throws<Refused>(() => edit.Remove(split.Id));
        edit.Remove("xem-thue");
        edit.Remove(first);
        edit.Remove(split.Id);
        Assert.DoesNotContain(Faults(edit.Save()), fault => fault.Hinders);

        void Fill(string id, StepKind kind) =>
            edit.Step(id, id, kind, kind == StepKind.Sign ? Roles.Leader : Roles.Specialist, Seat.Agency, null, 1, [], [], guessed: false);
    }

    [Fact]
    public void What_other_tools_put_there_stays_and_their_lists_of_flows_stay_true()
    {
        const string file = """
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d">
              <!-- của công cụ khác -->
              <bpmn:process id="p" isExecutable="true">
                <bpmn:startEvent id="s"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
                <bpmn:userTask id="t" name="Làm"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements>
                  <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing></bpmn:userTask>
                <bpmn:endEvent id="e"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
                <bpmn:sequenceFlow id="a" sourceRef="s" targetRef="t" /><bpmn:sequenceFlow id="b" sourceRef="t" targetRef="e" />
              </bpmn:process>
            </bpmn:definitions>
            """;
        var edit = new DrawingEdit(file);
        edit.Step("t", "Tiếp nhận", StepKind.Receive, Roles.ReceivingOfficer, Seat.Office, null, 1, [], [], false);
        edit.AddAfter("t", ElementKind.Step, "Ký");
        var saved = edit.Save();
        Assert.Contains("zeebe:userTask", saved, StringComparison.Ordinal);
        Assert.Contains("của công cụ khác", saved, StringComparison.Ordinal);
        var parts = System.Xml.Linq.XDocument.Parse(saved).Descendants().Where(one => one.Name.LocalName is "incoming" or "outgoing").Select(one => one.Value);
        var flows = Read(saved).Flows.Select(flow => flow.Id).ToList();
        Assert.Equal(flows.Concat(flows).Order(StringComparer.Ordinal), parts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Random_edits_of_random_drawings_are_always_read_again() => Check.One(Cases.Of(60), Prop.ForAll(
        (from block in Drawing.Blocks(2) from moves in Gen.Choose(0, 999).ListOf(6) select (block, moves)).ToArbitrary(), given =>
    {
        var text = BpmnWriter.Write(Drawing.Of(given.block));
        foreach (var move in given.moves)
        {
            var before = Read(text);
            var node = before.Nodes[move % before.Nodes.Count];
            var edit = new DrawingEdit(text);
            try
            {
                switch (move % 6)
                {
                    case 0: edit.AddAfter(node.Id, (ElementKind)(move % 4), "Thêm"); break;
                    case 1: edit.AddChoice(node.Id, "Nhánh", "poor"); break;
                    case 2: edit.AddParallel(node.Id, ["Một", "Hai"]); break;
                    case 3: edit.AddEdge(node.Id, Awaited.Timer, 4, move % 2 == 0, "Trễ"); break;
                    default: edit.Remove(node.Id); break;
                }
            }
            catch (Refused) { continue; }
            text = edit.Save();
            var after = Read(text);
            // Nothing leads from or to what is not there.
            Assert.All(after.Flows, flow => Assert.True(after.Find(flow.From) is not null && after.Find(flow.To) is not null));
            Assert.Equal(after.Nodes.Count, new Layout(after).Boxes.Count);
            Outline.Of(after);
        }
        return true;
    }));

    [Fact]
    public void The_picture_of_a_long_row_of_choices_is_laid_out_at_once()
    {
        var drawing = new Drawing();
        var at = drawing.Task("receive", StepKind.Receive);
        drawing.Flow(drawing.Start(), at);
        for (var i = 0; i < 100; i++)
        {
            var (split, step, join) = (drawing.Gateway(GatewayKind.Exclusive), drawing.Task(), drawing.Gateway(GatewayKind.Exclusive));
            drawing.Flow(at, split).Flow(split, join).Flow(split, step).Flow(step, join);
            at = join;
        }
        drawing.Flow(at, drawing.End());
        var layout = new Layout(drawing.Definition);
        Assert.Equal(drawing.Definition.Nodes.Count, layout.Boxes.Values.Select(box => (box.X, box.Y)).Distinct().Count());
        Assert.True(layout.Boxes.Values.All(box => box.Right < layout.Width && box.Bottom < layout.Height));
    }

    [Theory]
    [InlineData("receive,sign,appraise,return", "Sau bước ký không còn")]
    [InlineData("receive,appraise,return", "chưa qua bước ký")]
    [InlineData("receive,sign", "chưa qua bước trả kết quả")]
    [InlineData("receive,sign,sign,return", "hai bước ký")]
    [InlineData("receive,number,sign,return", "chỉ có sau bước ký")]
    [InlineData("receive,sign,return,number", "là bước cuối")]
    [InlineData("receive,assign,appraise,approve,sign,number,return", null)]
    public void The_order_of_a_list_holds_of_a_drawing_too(string kinds, string? words)
    {
        var steps = kinds.Split(',').Select((kind, i) => BpmnWords.Kinds[kind] is var known
            ? new ProcessStep($"{kind}{i}", kind, StepRules.Doers[known][0], known, 1) : null!);
        var found = OrderFaults.Of(Read(ProcessTemplates.Draw("p", "Thử", [.. steps.Select(step => new TemplateStep(step, null))])));
        if (words is null) Assert.Empty(found);
        else Assert.Contains(found, fault => fault.Words.Contains(words, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Standard_drawings_share_the_term_and_lack_only_what_nobody_carries_out_yet()
    {
        foreach (var term in new decimal?[] { null, 8, 24, 80, 240 })
        {
            foreach (var (key, _) in StandardDrawings.All)
            {
                var definition = Read(StandardDrawings.Draw(key, new("1.1", "Thử", term, false, [], [], null, []))!);
                var faults = ProcessFaults.Of(definition, term).Concat(Executable.Faults(definition)).Where(fault => fault.Hinders).ToList();
                // Only what is linked is left to be named.
                if (key.EndsWith("lien-thong", StringComparison.Ordinal))
                    Assert.All(faults, fault => Assert.Contains("cần mã thủ tục", fault.Words, StringComparison.Ordinal));
                else Assert.True(faults.Count == 0 && OrderFaults.Of(definition).Count == 0,
                    $"{key} {term}: {string.Join("; ", faults.Concat(OrderFaults.Of(definition)).Select(fault => fault.Words))}");
            }
        }
        Assert.Null(StandardDrawings.Draw("khong-co", new("1.1", "Thử", 8, false, [], [], null, [])));
    }

    [Fact]
    public void What_is_no_process_at_all_is_refused_with_its_line_and_nothing_else_is()
    {
        foreach (var (text, words) in new[]
        {
            ("", "Tệp rỗng"), ("<a>", "XML hỏng"), ("<a/>", "không phải BPMN"), ("chữ thường", "XML hỏng"),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "DOCTYPE"),
            ("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>", "không có quy trình"),
        })
        {
            Assert.Contains(words, Assert.Throws<Refused>(() => DrawingFile.Taken(Encoding.UTF8.GetBytes(text), "tep")).Message,
                StringComparison.OrdinalIgnoreCase);
        }
        const string faulty = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\"><scriptTask id=\"đ\"/>"
            + "</process></definitions>";
        Assert.Equal(faulty, DrawingFile.Taken(Encoding.UTF8.GetBytes(faulty), "tep"));
        var utf16 = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"utf-16\"?>" + faulty)).ToArray();
        Assert.Contains("scriptTask id=\"đ\"", DrawingFile.Taken(utf16, "tep"), StringComparison.Ordinal);
    }

    private static ProcessDefinition Read(string text) => BpmnReader.Read(Encoding.UTF8.GetBytes(text), []).Definition!;

    private static List<ProcessFault> Faults(string text)
    {
        var (definition, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(text), []);
        return [.. faults.Concat(ProcessFaults.Of(definition!)).Where(fault => fault.Hinders)];
    }

    /// <summary>The steps of a drawing without branches, in their order.</summary>
    private static List<string> Way(ProcessDefinition definition)
    {
        var (way, at) = (new List<string>(), definition.OutOf(definition.Nodes.OfType<Start>().Single()).Single());
        while (definition[at.To] is not End)
        {
            way.Add(at.To);
            at = definition.OutOf(definition[at.To]).Single();
        }
        return way;
    }
}
