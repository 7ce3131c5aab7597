using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using MotCua.Platform.Web;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>
/// Sửa bản vẽ: changes the file itself, so that what other tools put there stays; the picture is laid out anew. An edit may leave faults, which are told;
/// it never leaves what cannot be read.
/// </summary>
internal sealed partial class DrawingEdit
{
    private readonly XDocument document;
    private readonly XElement process;

    public DrawingEdit(string drawing)
    {
        using var text = new StringReader(drawing);
        using var reader = XmlReader.Create(text, DrawingFile.Safe);
        document = XDocument.Load(reader);
        process = document.Root!.Element(BpmnWords.Model + "process")!;
    }

    /// <returns>The file, with a new picture.</returns>
    public string Save()
    {
        if (process.Attribute("id") is null) process.SetAttributeValue("id", "process");
        Tidy();
        document.Root!.Elements().Where(one => one.Name.LocalName == "BPMNDiagram").Remove();
        var (definition, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(DrawingFile.Written(document)), []);
        if (definition is null) throw new Refused(400, faults[0].Words, "");
        document.Root!.Add(BpmnWriter.Diagram(definition));
        var saved = DrawingFile.Written(document);
        return Encoding.UTF8.GetByteCount(saved) <= BpmnReader.MostBytes ? saved
            : throw new Refused(400, $"Bản vẽ lớn hơn {BpmnReader.MostBytes / 1_000_000} MB. Bớt ghi chú hoặc phần riêng của công cụ khác", "");
    }

    public void Name(string name) => process.SetAttributeValue("name", name);

    /// <summary>Puts an element between this one and what follows it.</summary>
    /// <returns>Its id.</returns>
    public string AddAfter(string id, ElementKind what, string name)
    {
        var after = Part(id);
        var made = Made(what, name);
        after.AddAfterSelf(made);
        var fresh = IdOf(made);
        var leaves = OutOf(id);
        if (leaves.Count > 1) throw new Refused(409, "Sau phần tử này có nhiều đường. Mở phần tử ở đầu đường muốn thêm", "ten");
        if (leaves is [var only])
        {
            var to = only.Attribute("targetRef")!.Value;
            only.SetAttributeValue("targetRef", fresh);
            Lead(fresh, to);
        }
        else Lead(id, fresh);
        return fresh;
    }

    /// <summary>A gateway after this element: by a condition through a new step, else on as before.</summary>
    public string AddChoice(string id, string branch, string condition)
    {
        var only = OnlyWayOut(id);
        var to = only.Attribute("targetRef")!.Value;
        var gateway = Put(id, new XElement(BpmnWords.Model + "exclusiveGateway", new XAttribute("id", Fresh("re-nhanh"))));
        only.SetAttributeValue("targetRef", gateway);
        var step = Put(gateway, Made(ElementKind.Step, branch));
        // Branches of a choice meet anywhere but at a gateway that waits for all of them.
        if (Part(to).Name.LocalName is "parallelGateway" or "inclusiveGateway")
        {
            var met = Put(step, new XElement(BpmnWords.Model + "exclusiveGateway", new XAttribute("id", Fresh("gap-lai"))));
            Lead(met, to);
            to = met;
        }
        Lead(gateway, step, condition);
        Part(gateway).SetAttributeValue("default", Lead(gateway, to));
        Lead(step, to);
        return step;
    }

    /// <summary>Steps beside each other after this element; all of them come before it goes on.</summary>
    public string AddParallel(string id, IReadOnlyList<string> names)
    {
        var only = OnlyWayOut(id);
        var to = only.Attribute("targetRef")!.Value;
        var split = Put(id, new XElement(BpmnWords.Model + "parallelGateway", new XAttribute("id", Fresh("cung-luc"))));
        var join = Put(split, new XElement(BpmnWords.Model + "parallelGateway", new XAttribute("id", Fresh("cho-du"))));
        only.SetAttributeValue("targetRef", split);
        var steps = names.Select(name => Put(split, Made(ElementKind.Step, name))).ToList();
        foreach (var step in steps)
        {
            Lead(split, step);
            Lead(step, join);
        }
        Lead(join, to);
        return steps[0];
    }

    /// <summary>Something that may happen while this element waits, and the step that comes of it.</summary>
    public string AddEdge(string id, Awaited what, decimal? hours, bool interrupts, string step)
    {
        var host = Part(id);
        if (host.Name.LocalName is not ("userTask" or "serviceTask" or "callActivity" or "intermediateCatchEvent"))
            throw new Refused(409, "Chỉ gắn sự kiện vào bước chờ", "");
        var to = OutOf(id) is [var only] ? only.Attribute("targetRef")!.Value : null;
        var edge = new XElement(BpmnWords.Model + "boundaryEvent", new XAttribute("id", Fresh(what == Awaited.Timer ? "het-gio" : "tin-den")),
            new XAttribute("attachedToRef", id), interrupts ? null : new XAttribute("cancelActivity", "false"), Event(what, hours));
        host.AddAfterSelf(edge);
        var made = Put(IdOf(edge), Made(ElementKind.Step, step));
        Lead(IdOf(edge), made);
        // What goes on beside the step has an end of its own; what takes its place goes where the step would have gone.
        if (interrupts && to is not null) Lead(made, to);
        else Lead(made, Put(made, new XElement(BpmnWords.Model + "endEvent", new XAttribute("id", Fresh("ket-thuc")))));
        return made;
    }

    /// <summary>Another way out of a gateway that chooses.</summary>
    public void AddWay(string id, string to, string condition)
    {
        if (OutOf(id).Count == 0) Lead(id, to, condition.Length == 0 ? null : condition);
        else if (Part(id).Name.LocalName is "exclusiveGateway" or "inclusiveGateway" or "parallelGateway")
            Lead(id, to, condition.Length == 0 || Part(id).Name.LocalName == "parallelGateway" ? null : condition);
        else throw new Refused(409, "Từ đây đã có một đường. Thêm một cổng rẽ nếu cần nhiều đường", "toi");
    }

    /// <summary>Takes an element out and joins its neighbours.</summary>
    public void Remove(string id)
    {
        var part = Part(id);
        if (part.Name.LocalName == "startEvent") throw new Refused(409, "Không bỏ được điểm bắt đầu", "");
        var (into, leaves) = (Into(id), OutOf(id));
        var targets = leaves.Select(flow => flow.Attribute("targetRef")!.Value).Where(to => to != id).Distinct(StringComparer.Ordinal).ToList();
        if (targets.Count > 1) throw new Refused(409, "Từ đây có nhiều đường đi. Bỏ bớt còn một đường rồi bỏ phần tử này", "");
        foreach (var flow in into.Where(flow => flow.Parent is not null))
        {
            if (targets is [var to] && flow.Attribute("sourceRef")?.Value != id) flow.SetAttributeValue("targetRef", to);
            else Cut(flow);
        }
        foreach (var flow in leaves.Where(flow => flow.Parent is not null)) Cut(flow);
        foreach (var edge in Parts("boundaryEvent").Where(edge => edge.Attribute("attachedToRef")?.Value == id).ToList())
        {
            foreach (var flow in OutOf(IdOf(edge))) Cut(flow);
            edge.Remove();
        }
        process.Descendants(BpmnWords.Model + "flowNodeRef").Where(held => held.Value.Trim() == id).Remove();
        part.Remove();
    }

    private static string IdOf(XElement part) => part.Attribute("id")!.Value;

    private XElement Part(string id) => process.Elements().FirstOrDefault(one => one.Name.Namespace == BpmnWords.Model
            && one.Attribute("id")?.Value.Trim() == id && one.Name.LocalName != "sequenceFlow")
        ?? throw new Refused(409, "Phần tử này không còn trong bản vẽ. Xem lại bản vẽ rồi chọn lại");

    private IEnumerable<XElement> Parts(string kind) => process.Elements(BpmnWords.Model + kind);

    private List<XElement> OutOf(string id) => [.. Parts("sequenceFlow").Where(flow => flow.Attribute("sourceRef")?.Value.Trim() == id)];

    private List<XElement> Into(string id) => [.. Parts("sequenceFlow").Where(flow => flow.Attribute("targetRef")?.Value.Trim() == id)];

    private XElement OnlyWayOut(string id) => OutOf(id) is [var only] ? only
        : throw new Refused(409, "Thêm nhánh sau một bước có đúng một đường đi tiếp", "");

    private string Put(string after, XElement made)
    {
        Part(after).AddAfterSelf(made);
        return IdOf(made);
    }

    private string Lead(string from, string to, string? condition = null)
    {
        var id = Fresh($"{from}-{to}");
        process.Add(new XElement(BpmnWords.Model + "sequenceFlow", new XAttribute("id", id), new XAttribute("sourceRef", from), new XAttribute("targetRef", to),
            condition is null ? null : new XElement(BpmnWords.Model + "conditionExpression", condition)));
        return id;
    }

    /// <summary>Takes a flow out, and the word that it is the default of its gateway.</summary>
    private void Cut(XElement flow)
    {
        foreach (var gateway in process.Elements().Where(one => one.Attribute("default")?.Value == flow.Attribute("id")?.Value).ToList())
            gateway.SetAttributeValue("default", null);
        flow.Remove();
    }

    private XElement Made(ElementKind what, string name)
    {
        var id = Fresh(Slug(name));
        XElement Named(string kind, params object?[] inside) =>
            new(BpmnWords.Model + kind, new XAttribute("id", id), new XAttribute("name", name), inside);
        return what switch
        {
            ElementKind.Message => Named("intermediateCatchEvent", Event(Awaited.Supplement, null)),
            ElementKind.Timer => Named("intermediateCatchEvent", Event(Awaited.Timer, 8)),
            ElementKind.Act => Named("serviceTask", new XElement(BpmnWords.Model + "extensionElements",
                new XElement(BpmnWords.Own + "act", new XAttribute("kind", BpmnWords.Camel(ServiceAct.Notify))))),
            ElementKind.Call => Named("callActivity"),
            _ => Named("userTask", new XElement(BpmnWords.Model + "extensionElements", new XElement(BpmnWords.Own + "step"))),
        };
    }

    private XElement Event(Awaited what, decimal? hours) => what == Awaited.Timer
        ? new(BpmnWords.Model + "timerEventDefinition", new XElement(BpmnWords.Model + "timeDuration",
            string.Create(CultureInfo.InvariantCulture, $"PT{hours ?? 8:0.##}H")))
        : new(BpmnWords.Model + "messageEventDefinition", new XAttribute("messageRef", Message(BpmnWords.Camel(what))));

    private string Message(string name)
    {
        var known = document.Root!.Elements(BpmnWords.Model + "message").FirstOrDefault(one => one.Attribute("name")?.Value == name);
        if (known?.Attribute("id") is { } id) return id.Value;
        var made = new XElement(BpmnWords.Model + "message", new XAttribute("id", Fresh("message-" + name)), new XAttribute("name", name));
        process.AddBeforeSelf(made);
        return IdOf(made);
    }

    private string Fresh(string wanted)
    {
        if (wanted.Length > 60) wanted = wanted[..60];
        var taken = document.Descendants().Select(one => one.Attribute("id")?.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
        for (var number = 1; ; number++)
        {
            var id = number == 1 ? wanted : $"{wanted}-{number}";
            if (!taken.Contains(id)) return id;
        }
    }

    /// <summary>"Kiểm tra thực địa" → "kiem-tra-thuc-dia": conditions name steps by it.</summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var sign in name.Replace('đ', 'd').Replace('Đ', 'd').Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(sign)) slug.Append(sign);
            else if (CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var text = slug.ToString().Trim('-');
        if (text.Length > 40) text = text[..40].Trim('-');
        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? ("buoc-" + text).TrimEnd('-') : text;
    }

    /// <summary>Other tools say at each element which flows come and go; where that is said it stays true.</summary>
    private void Tidy()
    {
        var ends = new[] { BpmnWords.Model + "incoming", BpmnWords.Model + "outgoing" };
        if (!process.Elements().Elements().Any(one => ends.Contains(one.Name))) return;
        foreach (var part in process.Elements().Where(one => one.Name.Namespace == BpmnWords.Model && one.Name.LocalName != "sequenceFlow"
            && !BpmnWords.Drawn.Contains(one.Name.LocalName) && one.Attribute("id") is not null).ToList())
        {
            part.Elements().Where(one => ends.Contains(one.Name)).Remove();
            var flows = Into(IdOf(part)).Select(flow => new XElement(ends[0], IdOf(flow)))
                .Concat(OutOf(IdOf(part)).Select(flow => new XElement(ends[1], IdOf(flow)))).ToArray<object>();
            if (part.Elements().LastOrDefault(one => one.Name.LocalName is "documentation" or "extensionElements") is { } before) before.AddAfterSelf(flows);
            else part.AddFirst(flows);
        }
    }
}

/// <summary>What may be put between two elements.</summary>
internal enum ElementKind { Step, Message, Timer, Act, Call }
