using System.Xml.Linq;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>The names that our subset of BPMN 2.0 uses, and what is said about the others.</summary>
internal static class BpmnWords
{
    public static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    /// <summary>What BPMN leaves to the engine: role, seat, hours, checklist, outcomes, acts.</summary>
    public static readonly XNamespace Own = "urn:motcua:bpmn:1";

    public static readonly IReadOnlyDictionary<string, StepKind> Kinds = Enum.GetValues<StepKind>().ToDictionary(Camel, StringComparer.Ordinal);
    public static readonly IReadOnlyDictionary<string, Seat> Seats = Enum.GetValues<Seat>().ToDictionary(Camel, StringComparer.Ordinal);
    public static readonly IReadOnlyDictionary<string, ServiceAct> Acts = Enum.GetValues<ServiceAct>().ToDictionary(Camel, StringComparer.Ordinal);

    /// <summary>Names of messages; a timer is no message.</summary>
    public static readonly IReadOnlyDictionary<string, Awaited> Messages =
        Enum.GetValues<Awaited>().Where(one => one != Awaited.Timer).ToDictionary(Camel, StringComparer.Ordinal);

    /// <summary>On screen.</summary>
    public static string Said(StepKind kind) => kind switch
    {
        StepKind.Receive => "tiếp nhận", StepKind.Assign => "phân công", StepKind.Appraise => "thẩm định", StepKind.Consult => "phối hợp",
        StepKind.Approve => "duyệt", StepKind.Sign => "ký", StepKind.Number => "vào sổ, đóng dấu", _ => "trả kết quả",
    };

    /// <summary>On screen.</summary>
    public static string Said(ServiceAct act) => act switch
    {
        ServiceAct.TakeNumber => "lấy số", ServiceAct.Render => "lập giấy tờ", ServiceAct.Sign => "ký số", ServiceAct.Charge => "tính tiền",
        ServiceAct.LookUp => "tra cứu", ServiceAct.Notify => "báo tin", ServiceAct.Send => "gửi đi", _ => "lưu trữ",
    };

    /// <summary>Where a step is done, on screen.</summary>
    public static string Said(Seat seat, string? unit) => seat switch
    {
        Seat.Office => "nơi nhận hồ sơ", Seat.Unit => $"đơn vị {unit}", _ => "cơ quan giải quyết",
    };

    /// <summary>Pictures and remarks: shown, never executed.</summary>
    public static readonly IReadOnlySet<string> Drawn = new HashSet<string>(StringComparer.Ordinal)
    {
        "documentation", "extensionElements", "textAnnotation", "association", "group", "category", "dataObject", "dataObjectReference", "dataStore",
        "dataStoreReference", "laneSet", "sequenceFlow", "incoming", "outgoing", "ioSpecification", "property", "auditing", "monitoring",
    };

    private static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["task"] = "Chọn loại: userTask cho việc của người, serviceTask cho việc của hệ thống", ["manualTask"] = "Dùng userTask",
        ["scriptTask"] = "Hệ thống không chạy mã; dùng serviceTask với một việc trong danh sách",
        ["businessRuleTask"] = "Dùng cổng rẽ với điều kiện", ["sendTask"] = "Dùng serviceTask với việc send hoặc notify",
        ["receiveTask"] = "Dùng intermediateCatchEvent chờ tin",
        ["subProcess"] = "Vẽ các bước thẳng vào quy trình, hoặc dùng callActivity cho thủ tục liên thông",
        ["adHocSubProcess"] = "Vẽ các bước thẳng vào quy trình", ["transaction"] = "Vẽ các bước thẳng vào quy trình",
        ["eventBasedGateway"] = "Đặt các sự kiện ở mép của bước chờ (boundaryEvent)", ["complexGateway"] = "Dùng cổng rẽ, rẽ nhiều nhánh hoặc song song",
        ["intermediateThrowEvent"] = "Dùng serviceTask với việc send hoặc notify",
        ["multiInstanceLoopCharacteristics"] = "Vẽ mỗi người một nhánh sau cổng song song", ["standardLoopCharacteristics"] = "Vẽ vòng lặp bằng cổng rẽ",
    };

    public static string Unsupported(XName name) => $"Không thực hiện được phần tử {name.LocalName}" +
        (Instead.TryGetValue(name.LocalName, out var instead) ? $". {instead}" : "");

    public static string Camel<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
