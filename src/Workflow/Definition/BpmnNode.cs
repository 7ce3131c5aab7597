using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>Reads one element that a token can come to.</summary>
/// <param name="lane">The lane that it lies in: role and seat of every step that names none itself.</param>
internal sealed partial class BpmnNode(XElement part, string id, XElement? lane, IReadOnlyDictionary<string, (string Name, XElement Element)> messages,
    Action<int, string?, string> fault, Action<XName, XElement> foreign)
{
    private readonly int line = BpmnReader.Line(part);
    private readonly string name = string.Join(' ', (BpmnReader.Text(part, "name") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public Node Read()
    {
        foreach (var one in (part.Element(BpmnWords.Model + "extensionElements")?.Elements() ?? []).Where(one => one.Name.Namespace != BpmnWords.Own))
            foreign(one.Name, one);
        foreach (var one in part.Attributes().Where(one => !one.IsNamespaceDeclaration && one.Name.Namespace != XNamespace.None)) foreign(one.Name, part);
        foreach (var inner in part.Elements().Where(one => one.Name.LocalName.EndsWith("LoopCharacteristics", StringComparison.Ordinal)))
            Wrong(BpmnWords.Unsupported(inner.Name));
        return Known() ?? new Unread(id, name, line);
    }

    private Node? Known() => part.Name.LocalName switch
    {
        "startEvent" => Definitions().Count == 0 ? new Start(id, name, line) : Refused("Bắt đầu bằng điểm bắt đầu trống: hồ sơ được tiếp nhận"),
        "endEvent" => Ended(),
        "userTask" => Task(),
        "serviceTask" => new ServiceTask(id, name, line, OneOf(Own("act")?.Attribute("kind")?.Value, BpmnWords.Acts, "Việc của hệ thống")),
        "exclusiveGateway" => new Gateway(id, name, line, GatewayKind.Exclusive),
        "inclusiveGateway" => new Gateway(id, name, line, GatewayKind.Inclusive),
        "parallelGateway" => new Gateway(id, name, line, GatewayKind.Parallel),
        "callActivity" => Call(),
        "intermediateCatchEvent" => Happens() is var (what, hours) ? new Catch(id, name, line, what, hours) : null,
        "boundaryEvent" => Happens() is var (what, hours) ? Edge(what, hours) : Edge(null, null),
        _ => Refused(BpmnWords.Unsupported(part.Name)),
    };

    private CallActivity Call()
    {
        var own = Own("call");
        var given = new List<GivenAnswer>();
        foreach (var one in own?.Elements(BpmnWords.Own + "give") ?? [])
        {
            var field = one.Attribute("field")?.Value.Trim() ?? "";
            if (field.Length == 0 || given.Exists(other => other.Field == field)) Wrong("Mỗi mục khai sẵn (give) cần một tên trường (field) riêng");
            else given.Add(new(field, one.Value.Trim()));
        }
        var place = own?.Attribute("place")?.Value.Trim();
        return new(id, name, line, BpmnReader.Text(part, "calledElement"), place is { Length: > 0 } ? place : null, given);
    }

    private Boundary Edge(Awaited? what, decimal? hours) =>
        new(id, name, line, BpmnReader.Text(part, "attachedToRef") ?? "", BpmnReader.Text(part, "cancelActivity") != "false", what, hours);

    private End? Ended() => Definitions() switch
    {
        [] => new(id, name, line, Terminates: false),
        [{ Name.LocalName: "terminateEventDefinition" }] => new(id, name, line, Terminates: true),
        var other => (End?)Refused($"Không thực hiện được điểm kết thúc có {other[0].Name.LocalName}; " +
            "dùng điểm kết thúc trống hoặc kết thúc tất cả (terminate)"),
    };

    private UserTask Task()
    {
        var (own, shared) = (Own("step"), lane?.Element(BpmnWords.Model + "extensionElements")?.Element(BpmnWords.Own + "lane"));
        string? Said(string attribute) => own?.Attribute(attribute)?.Value.Trim() ?? shared?.Attribute(attribute)?.Value.Trim();
        var hours = own?.Attribute("hours")?.Value;
        if (hours is not null && BpmnReader.Number(hours) is null) Wrong($"Số giờ \"{hours}\" không phải là số");
        var people = 1;
        if (own?.Attribute("people")?.Value.Trim() is { } many
            && !(int.TryParse(many, NumberStyles.None, CultureInfo.InvariantCulture, out people) && people is >= 1 and <= UserTask.MostPeople))
            Wrong($"Số người cùng làm \"{many}\" cần là số từ 1 đến {UserTask.MostPeople}");
        var outcomes = new List<Outcome>();
        foreach (var one in own?.Elements(BpmnWords.Own + "outcome") ?? [])
        {
            var key = one.Attribute("key")?.Value.Trim() ?? "";
            if (key.Length == 0 || outcomes.Exists(other => other.Key == key)) Wrong("Mỗi cách kết thúc bước cần một khóa (key) riêng");
            else outcomes.Add(new(key, one.Attribute("words")?.Value.Trim() ?? key));
        }
        return new(id, name, line, own?.Attribute("kind")?.Value is { } kind ? OneOf(kind, BpmnWords.Kinds, "Loại bước") : null, Said("role"),
            OneOf(Said("seat"), BpmnWords.Seats, "Nơi làm") ?? Seat.Agency, Said("unit"), BpmnReader.Number(hours),
            [.. (own?.Elements(BpmnWords.Own + "check") ?? []).Select(check => check.Value.Trim()).Where(check => check.Length > 0)], outcomes,
            part.Element(BpmnWords.Model + "documentation")?.Value.Trim(), own?.Attribute("guessed")?.Value.Trim() == "true",
            Math.Max(1, people));
    }

    /// <summary>What an event waits for: exactly one message of our list, or working hours.</summary>
    private (Awaited? What, decimal? Hours)? Happens()
    {
        if (Definitions() is not [var only])
        {
            Wrong("Sự kiện chờ cần đúng một tin (message) hoặc một thời gian (timer)");
            return null;
        }
        switch (only.Name.LocalName)
        {
            case "messageEventDefinition":
                var reference = BpmnReader.Text(only, "messageRef") ?? "";
                var known = messages.TryGetValue(reference, out var message) ? message.Name : reference;
                return (OneOf(known.Length == 0 ? null : known, BpmnWords.Messages, "Tin chờ"), null);
            case "timerEventDefinition":
                var text = only.Element(BpmnWords.Model + "timeDuration")?.Value.Trim() ?? "";
                var hours = HoursOf().Match(text) is { Success: true } match ? BpmnReader.Number(match.Groups[1].Value) : null;
                if (hours is null) Wrong($"Thời gian chờ \"{text}\" cần viết bằng giờ làm việc trong timeDuration, ví dụ PT8H là một ngày làm việc");
                return (Awaited.Timer, hours);
            default:
                Wrong($"Không chờ được {only.Name.LocalName}; chỉ chờ tin (message) hoặc thời gian (timer)");
                return null;
        }
    }

    private T? OneOf<T>(string? text, IReadOnlyDictionary<string, T> known, string what)
        where T : struct
    {
        if (text is null) return null;
        if (known.TryGetValue(text, out var found)) return found;
        Wrong($"{what} \"{text}\" không có; chọn một trong: {string.Join(", ", known.Keys)}");
        return null;
    }

    private List<XElement> Definitions() => [.. part.Elements().Where(one => one.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal)
        || one.Name.LocalName == "eventDefinitionRef")];

    private XElement? Own(string element) => part.Element(BpmnWords.Model + "extensionElements")?.Element(BpmnWords.Own + element);

    private Node? Refused(string words)
    {
        Wrong(words);
        return null;
    }

    private void Wrong(string words) => fault(line, id, name.Length > 0 ? $"“{name}”: {words}" : words);

    [GeneratedRegex(@"^PT(\d{1,5}(?:\.\d{1,2})?)H$", RegexOptions.CultureInvariant)]
    private static partial Regex HoursOf();
}
