using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MotCua.Platform.Expressions;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>What is written is read as the same process, by us and by whoever else reads BPMN.</summary>
public sealed class BpmnWriterTests
{
    private static readonly KnownValue[] Known = [new("poor", AnswerType.Truth, "Hộ nghèo")];

    [Fact]
    public void What_is_written_is_read_as_the_same_process() => Check.One(Cases.Of(300), Prop.ForAll(Drawing.Blocks(3).ToArbitrary(), block =>
    {
        var drawn = Drawing.Of(block);
        var text = BpmnWriter.Write(drawn);
        var (read, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(text), Known);
        Assert.Empty(faults);
        Assert.Equal(drawn.Nodes.Select(node => (node.Id, node.Name, node.GetType())), read!.Nodes.Select(node => (node.Id, node.Name, node.GetType())));
        Assert.Equal(drawn.Flows.Select(flow => flow with { Line = 0 }), read.Flows.Select(flow => flow with { Line = 0, Condition = null }));
        Assert.Equal(text, BpmnWriter.Write(read));
        return true;
    }));

    [Fact]
    public void Each_element_and_flow_has_its_place_in_the_picture()
    {
        var drawn = Drawing.Of(new Again(new Late(false, new Fork(GatewayKind.Inclusive, [new Step(), new Wait()]))));
        var picture = System.Xml.Linq.XDocument.Parse(BpmnWriter.Write(drawn)).Descendants().Where(one => one.Name.LocalName is "BPMNShape" or "BPMNEdge")
            .Select(one => one.Attribute("bpmnElement")!.Value);
        Assert.Equal(drawn.Nodes.Select(node => node.Id).Concat(drawn.Flows.Select(flow => flow.Id)).Order(StringComparer.Ordinal),
            picture.Order(StringComparer.Ordinal));
    }
}
