using System.Globalization;
using System.Xml.Linq;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>A way out as it is wished.</summary>
/// <param name="Cut">It is to go.</param>
internal sealed record WishedWay(string Flow, string To, string Condition, bool Cut);

/// <summary>Thuộc tính của từng phần tử.</summary>
internal sealed partial class DrawingEdit
{
    public void Step(string id, string name, StepKind? kind, string? role, Seat seat, string? unit, decimal? hours, IEnumerable<string> checks,
        IEnumerable<Outcome> outcomes, bool guessed, int people = 1)
    {
        var own = Own(Named(id, name), "step");
        own.SetAttributeValue("kind", kind is { } known ? BpmnWords.Camel(known) : null);
        own.SetAttributeValue("role", role);
        own.SetAttributeValue("seat", BpmnWords.Camel(seat));
        own.SetAttributeValue("unit", seat == Seat.Unit ? unit : null);
        own.SetAttributeValue("hours", hours?.ToString("0.##", CultureInfo.InvariantCulture));
        own.SetAttributeValue("people", people > 1 ? people : null);
        own.SetAttributeValue("guessed", guessed ? "true" : null);
        own.Elements().Where(one => one.Name == BpmnWords.Own + "check" || one.Name == BpmnWords.Own + "outcome").Remove();
        own.Add(checks.Select(check => new XElement(BpmnWords.Own + "check", check)),
            outcomes.Select(one => new XElement(BpmnWords.Own + "outcome", new XAttribute("key", one.Key), new XAttribute("words", one.Words))));
    }

    /// <summary>Đã đối chiếu: kind and role stand as they are.</summary>
    public void Confirm(string id) => Own(Part(id), "step").SetAttributeValue("guessed", null);

    public void Act(string id, string name, ServiceAct act) => Own(Named(id, name), "act").SetAttributeValue("kind", BpmnWords.Camel(act));

    public void Call(string id, string name, string procedure, string? place, IEnumerable<GivenAnswer> given)
    {
        var part = Named(id, name);
        part.SetAttributeValue("calledElement", procedure);
        var own = Own(part, "call");
        own.SetAttributeValue("place", place);
        own.Elements(BpmnWords.Own + "give").Remove();
        own.Add(given.Select(one => new XElement(BpmnWords.Own + "give", new XAttribute("field", one.Field), one.Text)));
    }

    public void Plain(string id, string name) => Named(id, name);

    public void Gateway(string id, string name, GatewayKind kind)
    {
        var part = Named(id, name);
        part.Name = BpmnWords.Model + (BpmnWords.Camel(kind) + "Gateway");
        // All ways are gone at once: none of them is another's default.
        if (kind == GatewayKind.Parallel) part.SetAttributeValue("default", null);
    }

    public void End(string id, string name, bool terminates)
    {
        var part = Named(id, name);
        part.Elements(BpmnWords.Model + "terminateEventDefinition").Remove();
        if (terminates) part.Add(new XElement(BpmnWords.Model + "terminateEventDefinition"));
    }

    /// <param name="interrupts">Of an event at an edge; null: it stands in the way.</param>
    public void Wait(string id, string name, Awaited what, decimal? hours, bool? interrupts)
    {
        var part = Named(id, name);
        part.Elements().Where(one => one.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal)).Remove();
        part.Add(Event(what, hours));
        if (interrupts is { } ends) part.SetAttributeValue("cancelActivity", ends ? null : "false");
    }

    /// <summary>Where it leads from here, under which condition, and what is gone when none holds.</summary>
    public void Ways(string id, IReadOnlyList<WishedWay> ways, string? otherwise)
    {
        var part = Part(id);
        var chooses = part.Name.LocalName is "exclusiveGateway" or "inclusiveGateway";
        var leaves = OutOf(id);
        if (ways.Count > 0 && ways.All(way => way.Cut)) throw new Refused(400, "Giữ lại ít nhất một đường đi", "duong");
        foreach (var way in ways)
        {
            var flow = leaves.FirstOrDefault(one => one.Attribute("id")?.Value == way.Flow)
                ?? throw new Refused(409, "Một đường trong biểu mẫu không còn trong bản vẽ. Xem lại rồi sửa");
            if (way.Cut)
            {
                Cut(flow);
                continue;
            }
            Part(way.To);
            flow.SetAttributeValue("targetRef", way.To);
            flow.Elements(BpmnWords.Model + "conditionExpression").Remove();
            if (chooses && way.Condition.Length > 0 && way.Flow != otherwise) flow.Add(new XElement(BpmnWords.Model + "conditionExpression", way.Condition));
        }
        if (chooses) part.SetAttributeValue("default", ways.FirstOrDefault(way => way.Flow == otherwise && !way.Cut)?.Flow);
    }

    private XElement Named(string id, string name)
    {
        var part = Part(id);
        part.SetAttributeValue("name", name.Length > 0 ? name : null);
        return part;
    }

    private static XElement Own(XElement part, string element)
    {
        var extensions = part.Element(BpmnWords.Model + "extensionElements");
        if (extensions is null)
        {
            extensions = new XElement(BpmnWords.Model + "extensionElements");
            if (part.Elements(BpmnWords.Model + "documentation").LastOrDefault() is { } words) words.AddAfterSelf(extensions);
            else part.AddFirst(extensions);
        }
        if (extensions.Element(BpmnWords.Own + element) is { } known) return known;
        var own = new XElement(BpmnWords.Own + element);
        extensions.Add(own);
        return own;
    }
}
