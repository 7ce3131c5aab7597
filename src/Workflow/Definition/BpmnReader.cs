using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MotCua.Platform.Expressions;

namespace MotCua.Workflow.Definition;

/// <summary>
/// Reads BPMN 2.0 of any tool: what our engine executes becomes a <see cref="ProcessDefinition"/>, anything else a fault with its name and line. The file
/// itself stays the definition; nothing of it is rewritten.
/// </summary>
internal sealed class BpmnReader
{
    /// <summary>Bytes of a file, drawing included; the largest of the reference files of the format has 400 kB.</summary>
    public const int MostBytes = 2_000_000;

    /// <summary>Nodes and flows together. More is no process that anybody can check by eye.</summary>
    public const int MostElements = 600;

    private const int MostDeep = 60;

    private readonly List<ProcessFault> faults = [];
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Flow> flows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, XElement Element)> messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XElement> lanes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int Line, int Times)> foreign = new(StringComparer.Ordinal);

    private BpmnReader() { }

    /// <param name="known">What conditions may look at, beside the outcomes of the steps themselves.</param>
    /// <returns>null when the file is no process at all; otherwise what could be read of it, and every fault of reading.</returns>
    public static (ProcessDefinition? Definition, IReadOnlyList<ProcessFault> Faults) Read(ReadOnlyMemory<byte> file, IEnumerable<KnownValue> known)
    {
        var reader = new BpmnReader();
        var definition = reader.Definitions(file) is { } root ? reader.Process(root, known) : null;
        foreach (var (name, (line, times)) in reader.foreign)
        {
            var words = $"Phần riêng của công cụ khác không được dùng tới: {name}{(times > 1 ? $" ({times} lần)" : "")}";
            reader.faults.Add(new(line, null, words, Hinders: false));
        }
        return (definition, [.. reader.faults.OrderBy(fault => fault.Line)]);
    }

    private XElement? Definitions(ReadOnlyMemory<byte> file)
    {
        if (file.Length > MostBytes) return Nothing(0, $"Tệp lớn hơn {MostBytes / 1_000_000} MB");
        try
        {
            // The tree takes time with the square of its depth: measured before it grows.
            using (var seen = Open(file))
                while (seen.Read())
                    if (seen.Depth > MostDeep) return Nothing(((IXmlLineInfo)seen).LineNumber, $"Phần tử lồng nhau quá {MostDeep} tầng");
            using var xml = Open(file);
            var root = XDocument.Load(xml, LoadOptions.SetLineInfo).Root!;
            return root.Name == BpmnWords.Model + "definitions" ? root
                : Nothing(Line(root), $"Tệp không phải BPMN 2.0: phần tử ngoài cùng là {root.Name.LocalName}, " +
                    $"cần definitions của {BpmnWords.Model.NamespaceName}");
        }
        catch (XmlException broken) when (broken.Message.Contains("DTD", StringComparison.Ordinal))
        {
            return Nothing(broken.LineNumber, "Tệp có phần khai báo DOCTYPE; xuất lại từ công cụ vẽ, không kèm phần này");
        }
        catch (XmlException broken)
        {
            return Nothing(broken.LineNumber, $"Tệp XML hỏng ở dòng {broken.LineNumber}, cột {broken.LinePosition}. Xuất lại từ công cụ vẽ");
        }

        XElement? Nothing(int line, string words)
        {
            faults.Add(new(line, null, words));
            return null;
        }
    }

    /// <summary>No entities of its own, nothing fetched from outside.</summary>
    private static XmlReader Open(ReadOnlyMemory<byte> file) => XmlReader.Create(new MemoryStream(file.ToArray()),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes });

    private ProcessDefinition? Process(XElement root, IEnumerable<KnownValue> known)
    {
        var processes = root.Elements(BpmnWords.Model + "process").ToList();
        if (processes.Count != 1)
        {
            faults.Add(new(processes.Count > 1 ? Line(processes[1]) : Line(root), null, processes.Count == 0 ? "Tệp không có quy trình (process) nào"
                : $"Tệp có {processes.Count} quy trình ({string.Join(", ", processes.Take(6).Select(one => Text(one, "name") ?? Text(one, "id") ?? "?"))}); " +
                  "mỗi tệp một quy trình"));
            return null;
        }
        var process = processes[0];
        if (process.Elements().Take(MostElements * 4).Count(IsPart) > MostElements)
        {
            faults.Add(new(Line(process), null, $"Quy trình có hơn {MostElements} phần tử. Tách thành các thủ tục liên thông"));
            return null;
        }
        foreach (var other in root.Elements().Where(one => one.Name.Namespace == BpmnWords.Model)) Beside(other);
        foreach (var lane in process.Descendants(BpmnWords.Model + "lane"))
            foreach (var held in lane.Elements(BpmnWords.Model + "flowNodeRef")) lanes[held.Value.Trim()] = lane;
        foreach (var part in process.Elements()) Part(part);
        var values = known.Concat(Outcomes(nodes.Values)).DistinctBy(value => value.Name).ToList();
        foreach (var part in process.Elements(BpmnWords.Model + "sequenceFlow")) Sequence(part, values);
        foreach (var edge in nodes.Values.OfType<Boundary>().Where(edge => nodes.GetValueOrDefault(edge.AttachedTo) is not { Waits: true }).ToList())
        {
            Fault(edge.Line, edge.Id, $"{Soundness.Said(edge)} gắn vào \"{edge.AttachedTo}\", không phải là một bước chờ");
            nodes.Remove(edge.Id);
            foreach (var flow in flows.Values.Where(flow => flow.From == edge.Id).ToList()) flows.Remove(flow.Id);
        }
        return new(Text(process, "id") ?? "", Text(process, "name") ?? "", [.. nodes.Values], [.. flows.Values]);
    }

    /// <summary>What conditions may look at beside the answers: how steps have ended.</summary>
    public static IEnumerable<KnownValue> Outcomes(IEnumerable<Node> nodes) => nodes.Select(node => node switch
    {
        UserTask { Outcomes.Count: > 0 } step => new KnownValue("step." + step.Id, AnswerType.Text, $"Kết quả bước “{step.Name}”",
            step.Outcomes.ToDictionary(one => one.Key, one => one.Words, StringComparer.Ordinal)),
        CallActivity call => new KnownValue("step." + call.Id, AnswerType.Text, $"Hồ sơ liên thông “{call.Name}”", CallActivity.Ends), _ => null,
    }).OfType<KnownValue>();

    private static bool IsPart(XElement one) =>
        one.Name.Namespace == BpmnWords.Model && (one.Name.LocalName == "sequenceFlow" || !BpmnWords.Drawn.Contains(one.Name.LocalName));

    /// <summary>Beside the process: messages; the frame around it; what else would be a meaning that we do not carry out.</summary>
    private void Beside(XElement one)
    {
        switch (one.Name.LocalName)
        {
            case "message" when Text(one, "id") is { } id: messages[id] = (Text(one, "name") ?? id, one); break;
            case "process" or "extension" or "relationship" or "message": break;
            case "collaboration":
                foreach (var flow in one.Elements(BpmnWords.Model + "messageFlow")) Foreign(flow.Name, flow);
                break;
            case var name when BpmnWords.Drawn.Contains(name): break;
            case "error" or "escalation" or "signal" or "itemDefinition" or "interface" or "resource" or "import": Foreign(one.Name, one); break;
            default: Fault(Line(one), Text(one, "id"), BpmnWords.Unsupported(one.Name)); break;
        }
    }

    private void Part(XElement part)
    {
        if (part.Name.Namespace != BpmnWords.Model)
        {
            Foreign(part.Name, part);
            return;
        }
        if (BpmnWords.Drawn.Contains(part.Name.LocalName)) return;
        if (Text(part, "id") is not { Length: > 0 } id)
        {
            Fault(Line(part), null, $"Phần tử {part.Name.LocalName} không có id");
            return;
        }
        if (nodes.ContainsKey(id))
        {
            Fault(Line(part), id, $"Hai phần tử cùng id \"{id}\"");
            return;
        }
        nodes[id] = new BpmnNode(part, id, lanes.GetValueOrDefault(id), messages, Fault, Foreign).Read();
    }

    private void Sequence(XElement part, List<KnownValue> known)
    {
        var (id, line) = (Text(part, "id") ?? "", Line(part));
        var (from, to) = (Text(part, "sourceRef") ?? "", Text(part, "targetRef") ?? "");
        if (id.Length == 0 || flows.ContainsKey(id) || nodes.ContainsKey(id))
        {
            Fault(line, id, id.Length == 0 ? "Luồng không có id" : $"Hai phần tử cùng id \"{id}\"");
            return;
        }
        foreach (var (end, name) in new[] { (from, "đi từ"), (to, "tới") })
        {
            if (nodes.ContainsKey(end)) continue;
            Fault(line, id, $"Luồng {id} {name} \"{end}\", không có trong tệp");
            return;
        }
        var asked = part.Element(BpmnWords.Model + "conditionExpression");
        Expression? condition = null;
        if (asked is not null)
        {
            (condition, var wrong) = Expression.Read(asked.Value, known);
            foreach (var one in wrong) Fault(Line(asked), id, $"Điều kiện của luồng từ {Soundness.Said(nodes[from])}, ký tự {one.At + 1}: {one.Words}");
        }
        var isDefault = part.Parent!.Elements().Any(one => Text(one, "id") == from && Text(one, "default") == id);
        flows[id] = new(id, Text(part, "name") ?? "", from, to, line, asked?.Value.Trim(), condition, isDefault);
    }

    /// <summary>An element or attribute that another tool put there, or a part of BPMN that says nothing to us.</summary>
    private void Foreign(XName name, XElement at)
    {
        var full = name.Namespace != BpmnWords.Model && at.GetPrefixOfNamespace(name.Namespace) is { Length: > 0 } prefix ? $"{prefix}:{name.LocalName}"
            : name.LocalName;
        foreign[full] = foreign.TryGetValue(full, out var known) ? (known.Line, known.Times + 1) : (Line(at), 1);
    }

    private void Fault(int line, string? element, string words) => faults.Add(new(line, element, words));

    internal static int Line(XObject at) => ((IXmlLineInfo)at).LineNumber;

    internal static string? Text(XElement at, string name) => at.Attribute(name)?.Value.Trim();

    internal static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
