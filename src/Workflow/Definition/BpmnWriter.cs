using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace MotCua.Workflow.Definition;

/// <summary>Writes a process as BPMN 2.0 with its picture, for any tool that draws it. What <see cref="BpmnReader"/> reads of it is the same process.</summary>
internal static class BpmnWriter
{
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Dd = "http://www.omg.org/spec/DD/20100524/DI";

    public static string Write(ProcessDefinition definition)
    {
        var awaited = definition.Nodes.Select(Message).OfType<Awaited>().Distinct().Order().ToList();
        var root = new XElement(BpmnWords.Model + "definitions", new XAttribute(XNamespace.Xmlns + "bpmn", BpmnWords.Model.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "mc", BpmnWords.Own.NamespaceName),
            new XAttribute("id", "definitions"), new XAttribute("targetNamespace", BpmnWords.Own.NamespaceName),
            awaited.Select(one => Model("message", ("id", "message-" + BpmnWords.Camel(one)), ("name", BpmnWords.Camel(one)))),
            Model("process", ("id", definition.Id), ("name", definition.Name), ("isExecutable", "true")).With(
                definition.Nodes.Select(node => Element(definition, node)), definition.Flows.Select(Element)),
            Diagram(definition));
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" })) root.WriteTo(xml);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n";
    }

    private static XElement Element(ProcessDefinition definition, Node node)
    {
        XElement Named(string kind, params object?[] inside)
        {
            var element = Model(kind, ("id", node.Id), ("name", node.Name.Length > 0 ? node.Name : null)).With(inside);
            if (definition.OutOf(node).FirstOrDefault(flow => flow.IsDefault) is { } otherwise) element.SetAttributeValue("default", otherwise.Id);
            return element;
        }
        return node switch
        {
            Start => Named("startEvent"),
            End end => Named("endEvent", end.Terminates ? Model("terminateEventDefinition") : null),
            UserTask step => Named("userTask", step.Documentation is { Length: > 0 } words ? Model("documentation").With(words) : null, Own(Step(step))),
            ServiceTask act => Named("serviceTask", Own(Extra("act", ("kind", act.Act is { } kind ? BpmnWords.Camel(kind) : null)))),
            Gateway gateway => Named(BpmnWords.Camel(gateway.Kind) + "Gateway"),
            CallActivity call => Named("callActivity", call is { Place: null, Given: null or [] } ? null : Own(Extra("call", ("place", call.Place))
                .With((call.Given ?? []).Select(one => Extra("give", ("field", one.Field)).With(one.Text)))))
                .With(call.Procedure is { } procedure ? new XAttribute("calledElement", procedure) : null),
            Catch wait => Named("intermediateCatchEvent", Event(wait.For, wait.Hours)),
            Boundary edge => Named("boundaryEvent", new XAttribute("attachedToRef", edge.AttachedTo),
                edge.Interrupts ? null : new XAttribute("cancelActivity", "false"), Event(edge.For, edge.Hours)),
            _ => throw new ArgumentException($"{node.Id} cannot be executed and is not written.", nameof(node)),
        };
    }

    private static XElement Element(Flow flow) =>
        Model("sequenceFlow", ("id", flow.Id), ("name", flow.Name.Length > 0 ? flow.Name : null), ("sourceRef", flow.From), ("targetRef", flow.To))
            .With(flow.ConditionText is { } asked ? Model("conditionExpression").With(asked) : null);

    private static XElement Step(UserTask step) => Extra("step", ("kind", step.Kind is { } kind ? BpmnWords.Camel(kind) : null), ("role", step.Role),
        ("seat", BpmnWords.Camel(step.Seat)), ("unit", step.Unit), ("hours", step.Hours?.ToString("0.##", CultureInfo.InvariantCulture)),
        ("people", step.People > 1 ? step.People.ToString(CultureInfo.InvariantCulture) : null),
        ("guessed", step.Guessed ? "true" : null)).With(step.Checklist.Select(check => Extra("check").With(check)),
            step.Outcomes.Select(one => Extra("outcome", ("key", one.Key), ("words", one.Words))));

    private static XElement? Event(Awaited? what, decimal? hours) => what switch
    {
        null => null,
        Awaited.Timer => Model("timerEventDefinition").With(
            Model("timeDuration").With(string.Create(CultureInfo.InvariantCulture, $"PT{hours ?? 0:0.##}H"))),
        { } message => Model("messageEventDefinition", ("messageRef", "message-" + BpmnWords.Camel(message))),
    };

    private static Awaited? Message(Node node) => ((node as Catch)?.For ?? (node as Boundary)?.For) is { } what and not Awaited.Timer ? what : null;

    /// <summary>The picture alone, for a file whose other parts stay as they are.</summary>
    public static XElement Diagram(ProcessDefinition definition)
    {
        var layout = new Layout(definition);
        return new(Di + "BPMNDiagram", new XAttribute(XNamespace.Xmlns + "bpmndi", Di.NamespaceName), new XAttribute(XNamespace.Xmlns + "dc", Dc.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "di", Dd.NamespaceName), new XAttribute("id", "diagram"),
            new XElement(Di + "BPMNPlane", new XAttribute("id", "plane"), new XAttribute("bpmnElement", definition.Id),
                layout.Boxes.Select(one => new XElement(Di + "BPMNShape", new XAttribute("id", "shape-" + one.Key), new XAttribute("bpmnElement", one.Key),
                    new XElement(Dc + "Bounds", new XAttribute("x", one.Value.X), new XAttribute("y", one.Value.Y),
                        new XAttribute("width", one.Value.Width), new XAttribute("height", one.Value.Height)))),
                definition.Flows.Select(flow => new XElement(Di + "BPMNEdge", new XAttribute("id", "edge-" + flow.Id),
                    new XAttribute("bpmnElement", flow.Id), layout.Way(flow).Select(point => Point(point.X, point.Y))))));
    }

    private static XElement Point(int x, int y) => new(Dd + "waypoint", new XAttribute("x", x), new XAttribute("y", y));

    private static XElement Own(XElement inside) => Model("extensionElements").With(inside);

    private static XElement Model(string name, params (string Name, string? Value)[] attributes) => Made(BpmnWords.Model + name, attributes);

    private static XElement Extra(string name, params (string Name, string? Value)[] attributes) => Made(BpmnWords.Own + name, attributes);

    private static XElement Made(XName name, (string Name, string? Value)[] attributes) =>
        new(name, attributes.Where(one => one.Value is not null).Select(one => new XAttribute(one.Name, one.Value!)));

    private static XElement With(this XElement element, params object?[] inside)
    {
        element.Add(inside);
        return element;
    }
}
