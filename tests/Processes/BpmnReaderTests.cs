using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>BPMN of any tool: read as drawn, or refused by name and line.</summary>
public sealed partial class BpmnReaderTests
{
    private const string Head = """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="urn:motcua:bpmn:1" xmlns:zeebe="urn:zeebe">
        """;

    /// <summary>Splitting a parcel: opinions asked beside each other, a supplement, an obligation to pay, a result.</summary>
    private const string Split = Head + """
          <bpmn:message id="m-tien" name="payment"/>
          <bpmn:process id="tach-thua" name="Tách thửa đất">
            <bpmn:laneSet id="lanes">
              <bpmn:lane id="quay" name="Bộ phận một cửa">
                <bpmn:extensionElements><mc:lane role="receivingOfficer" seat="office"/></bpmn:extensionElements>
                <bpmn:flowNodeRef>nhan</bpmn:flowNodeRef><bpmn:flowNodeRef>tra</bpmn:flowNodeRef>
              </bpmn:lane>
            </bpmn:laneSet>
            <bpmn:startEvent id="bat-dau"/>
            <bpmn:userTask id="nhan" name="Tiếp nhận hồ sơ">
              <bpmn:extensionElements><mc:step kind="receive" hours="4"/></bpmn:extensionElements>
            </bpmn:userTask>
            <bpmn:parallelGateway id="hoi"/>
            <bpmn:userTask id="do" name="Đo đạc"><bpmn:extensionElements><mc:step kind="appraise" role="specialist" hours="40">
              <mc:check>Ranh giới với thửa liền kề</mc:check><mc:check>Diện tích tối thiểu</mc:check>
              <mc:outcome key="dat" words="Đạt"/><mc:outcome key="khong" words="Không đạt"/></mc:step></bpmn:extensionElements></bpmn:userTask>
            <bpmn:userTask id="thue" name="Tính thuế"><bpmn:extensionElements>
              <mc:step kind="consult" role="specialist" seat="unit" unit="T01" hours="24"/></bpmn:extensionElements></bpmn:userTask>
            <bpmn:parallelGateway id="gap"/>
            <bpmn:exclusiveGateway id="xet" default="xet-khong"/>
            <bpmn:intermediateCatchEvent id="cho-tien" name="Chờ nộp thuế">
              <bpmn:messageEventDefinition messageRef="m-tien"/></bpmn:intermediateCatchEvent>
            <bpmn:boundaryEvent id="qua-han" name="Quá hạn" attachedToRef="do" cancelActivity="false"><bpmn:timerEventDefinition>
              <bpmn:timeDuration>PT40H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
            <bpmn:serviceTask id="nhac" name="Báo lãnh đạo"><bpmn:extensionElements><mc:act kind="notify"/></bpmn:extensionElements></bpmn:serviceTask>
            <bpmn:endEvent id="het-nhac"/>
            <bpmn:userTask id="ky" name="Ký duyệt"><bpmn:extensionElements>
              <mc:step kind="sign" role="leader" hours="8"/></bpmn:extensionElements></bpmn:userTask>
            <bpmn:userTask id="tra" name="Trả kết quả"><bpmn:extensionElements><mc:step kind="return" hours="2"/></bpmn:extensionElements></bpmn:userTask>
            <bpmn:endEvent id="het"/><bpmn:endEvent id="thoi"><bpmn:terminateEventDefinition/></bpmn:endEvent>
            <bpmn:sequenceFlow id="f1" sourceRef="bat-dau" targetRef="nhan"/><bpmn:sequenceFlow id="f2" sourceRef="nhan" targetRef="hoi"/>
            <bpmn:sequenceFlow id="f3" sourceRef="hoi" targetRef="do"/><bpmn:sequenceFlow id="f4" sourceRef="hoi" targetRef="thue"/>
            <bpmn:sequenceFlow id="f5" sourceRef="do" targetRef="gap"/><bpmn:sequenceFlow id="f6" sourceRef="thue" targetRef="gap"/>
            <bpmn:sequenceFlow id="f7" sourceRef="gap" targetRef="xet"/>
            <bpmn:sequenceFlow id="xet-dat" sourceRef="xet" targetRef="cho-tien">
              <bpmn:conditionExpression>step.do = "dat"</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id="xet-khong" sourceRef="xet" targetRef="thoi"/>
            <bpmn:sequenceFlow id="f8" sourceRef="cho-tien" targetRef="ky"/><bpmn:sequenceFlow id="f9" sourceRef="ky" targetRef="tra"/>
            <bpmn:sequenceFlow id="f10" sourceRef="tra" targetRef="het"/><bpmn:sequenceFlow id="f11" sourceRef="qua-han" targetRef="nhac"/>
            <bpmn:sequenceFlow id="f12" sourceRef="nhac" targetRef="het-nhac"/>
          </bpmn:process>
        </bpmn:definitions>
        """;

    [Fact]
    public void A_process_with_branches_waiting_and_an_edge_is_read_judged_and_told()
    {
        var definition = Right(Split);
        Assert.Empty(ProcessFaults.Of(definition, termHours: 54));
        var late = Assert.Single(ProcessFaults.Of(definition, termHours: 40));
        Assert.Equal("Các bước mất tới 54 giờ làm việc, quá thời hạn 40 giờ làm việc (5 ngày) của thủ tục", late.Words);
        Assert.Equal(
        [
            "1. Tiếp nhận hồ sơ — Cán bộ tiếp nhận và trả kết quả, tại nơi nhận hồ sơ, 4 giờ làm việc. Xong thì cùng lúc tới bước 2 và tới bước 4.",
            "2. Đo đạc — Chuyên viên thụ lý, tại cơ quan giải quyết, 40 giờ làm việc (5 ngày). Kết thúc bằng một trong: Đạt, Không đạt. " +
                "Xong thì chờ các nhánh đã mở, rồi nếu Kết quả bước “Đo đạc” là Đạt thì tới bước 5, còn lại kết thúc tất cả. " +
                "40 giờ làm việc (5 ngày) thì đồng thời tới bước 3.",
            "3. Báo lãnh đạo — hệ thống tự làm: báo tin. Xong thì kết thúc.",
            "4. Tính thuế — Chuyên viên thụ lý, tại đơn vị T01, 24 giờ làm việc (3 ngày). Xong thì chờ các nhánh đã mở, rồi " +
                "nếu Kết quả bước “Đo đạc” là Đạt thì tới bước 5, còn lại kết thúc tất cả.",
            "5. Chờ nộp thuế — chờ đến khi đã nộp tiền. Xong thì tới bước 6.",
            "6. Ký duyệt — Lãnh đạo, tại cơ quan giải quyết, 8 giờ làm việc (1 ngày). Xong thì tới bước 7.",
            "7. Trả kết quả — Cán bộ tiếp nhận và trả kết quả, tại nơi nhận hồ sơ, 2 giờ làm việc. Xong thì kết thúc.",
        ], Narration.Of(definition));
    }

    [Theory]
    [InlineData("<scriptTask id=\"x\" name=\"Tính\"/>", "“Tính”: Không thực hiện được phần tử scriptTask. Hệ thống không chạy mã")]
    [InlineData("<subProcess id=\"x\"/>", "Không thực hiện được phần tử subProcess. Vẽ các bước thẳng vào quy trình")]
    [InlineData("<eventBasedGateway id=\"x\"/>", "Không thực hiện được phần tử eventBasedGateway")]
    [InlineData("<newThing id=\"x\"/>", "Không thực hiện được phần tử newThing")]
    [InlineData("<userTask id=\"x\"><multiInstanceLoopCharacteristics/></userTask>", "phần tử multiInstanceLoopCharacteristics")]
    [InlineData("<startEvent id=\"x\"><timerEventDefinition/></startEvent>", "Bắt đầu bằng điểm bắt đầu trống")]
    [InlineData("<endEvent id=\"x\"><errorEventDefinition/></endEvent>", "điểm kết thúc có errorEventDefinition")]
    [InlineData("<intermediateCatchEvent id=\"x\"/>", "cần đúng một tin (message) hoặc một thời gian (timer)")]
    [InlineData("<intermediateCatchEvent id=\"x\"><signalEventDefinition/></intermediateCatchEvent>", "Không chờ được signalEventDefinition")]
    [InlineData("<intermediateCatchEvent id=\"x\"><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>",
        "Thời gian chờ \"P3D\" cần viết bằng giờ làm việc")]
    [InlineData("<userTask id=\"x\">{<mc:step kind=\"dance\"/>}</userTask>", "Loại bước \"dance\" không có; chọn một trong: receive,")]
    [InlineData("<userTask id=\"x\">{<mc:step hours=\"8h\"/>}</userTask>", "Số giờ \"8h\" không phải là số")]
    [InlineData("<userTask id=\"x\"/><userTask id=\"x\"/>", "Hai phần tử cùng id \"x\"")]
    [InlineData("<userTask/>", "Phần tử userTask không có id")]
    [InlineData("<sequenceFlow id=\"x\" sourceRef=\"ky\" targetRef=\"nowhere\"/>", "Luồng x tới \"nowhere\", không có trong tệp")]
    [InlineData("<boundaryEvent id=\"x\" attachedToRef=\"hoi\"><messageEventDefinition messageRef=\"m-tien\"/></boundaryEvent>", "không phải là một bước chờ")]
    [InlineData("<sequenceFlow id=\"x\" sourceRef=\"xet\" targetRef=\"ky\"><conditionExpression>step.do = 5</conditionExpression></sequenceFlow>",
        "ký tự 9: So sánh Kết quả bước “Đo đạc” (chữ) với 5 (số)")]
    [InlineData("<sequenceFlow id=\"x\" sourceRef=\"xet\" targetRef=\"ky\"><conditionExpression>$area</conditionExpression></sequenceFlow>",
        "Không dùng được ký tự $")]
    public void What_we_do_not_execute_is_refused_by_name_and_line(string part, string words)
    {
        part = part.Replace("{", "<extensionElements>", StringComparison.Ordinal).Replace("}", "</extensionElements>", StringComparison.Ordinal);
        var (_, faults) = Read(Split.Replace("    <bpmn:startEvent id=\"bat-dau\"/>", Prefix().Replace(part, "<$1bpmn:"), StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Hinders && fault.Line is 10 && fault.Words.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void What_other_tools_put_beside_it_is_named_once_and_hinders_nothing()
    {
        var file = Split.Replace("<bpmn:userTask id=\"ky\" name=\"Ký duyệt\"><bpmn:extensionElements>",
            "<bpmn:userTask id=\"ky\" zeebe:modeler=\"1\" name=\"Ký duyệt\"><bpmn:extensionElements><zeebe:taskDefinition/><zeebe:taskDefinition/>",
            StringComparison.Ordinal);
        var (definition, faults) = Read(file);
        Assert.NotNull(definition);
        Assert.Equal(["zeebe:modeler", "zeebe:taskDefinition (2 lần)"],
            faults.Select(fault => fault.Words[(fault.Words.IndexOf(": ", StringComparison.Ordinal) + 2)..]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Hinders);
    }

    [Theory]
    [InlineData("", "Tệp XML hỏng")]
    [InlineData("không phải XML", "Tệp XML hỏng ở dòng 1")]
    [InlineData("<a><b></a>", "Tệp XML hỏng ở dòng 1")]
    [InlineData("<a/>", "Tệp không phải BPMN 2.0: phần tử ngoài cùng là a")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\"><!ENTITY z \"&x;&x;&x;\">]><a>&z;</a>", "Tệp có phần khai báo DOCTYPE")]
    [InlineData("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "Tệp có phần khai báo DOCTYPE")]
    [InlineData("<a>&unknown;</a>", "Tệp XML hỏng ở dòng 1")]
    [InlineData("<?xml version=\"1.0\" encoding=\"x-none\"?><a/>", "Tệp XML hỏng")]
    [InlineData(Head + "</bpmn:definitions>", "Tệp không có quy trình (process) nào")]
    [InlineData(Head + "<bpmn:process id=\"a\"/><bpmn:process id=\"b\" name=\"Hai\"/></bpmn:definitions>",
        "Tệp có 2 quy trình (a, Hai); mỗi tệp một quy trình")]
    public void What_is_no_process_is_said_to_be_none(string file, string words)
    {
        var (definition, faults) = Read(file);
        Assert.Null(definition);
        Assert.StartsWith(words, Assert.Single(faults).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_much_is_refused_at_once()
    {
        var many = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<bpmn:userTask id=\"t{i}\"/>"));
        var wide = Fault(Head + $"<bpmn:process id=\"p\">{many}</bpmn:process></bpmn:definitions>");
        Assert.StartsWith("Quy trình có hơn 600 phần tử", wide, StringComparison.Ordinal);
        Assert.StartsWith("Tệp lớn hơn 2 MB", Fault(Head + new string(' ', BpmnReader.MostBytes)), StringComparison.Ordinal);
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        Assert.Equal("Phần tử lồng nhau quá 60 tầng", Fault(Head + $"<bpmn:process id=\"p\">{deep}</bpmn:process></bpmn:definitions>"));

        static string Fault(string file) => Assert.Single(Read(file).Faults).Words;
    }

    [Fact]
    public void However_a_file_is_damaged_the_answer_is_a_process_or_a_fault()
    {
        var bytes = Encoding.UTF8.GetBytes(Split);
        var damaged = Gen.Choose(0, bytes.Length - 1).SelectMany(at => Gen.Choose(0, 255)
            .SelectMany(value => Gen.Choose(0, 40).Select(cut => (at, (byte)value, cut))));
        Check.One(Cases.Of(3000), Prop.ForAll(damaged.ToArbitrary(), one =>
        {
            var (at, value, cut) = one;
            byte[] file = [.. bytes[..at], value, .. bytes[Math.Min(at + 1 + cut, bytes.Length)..]];
            var (definition, faults) = BpmnReader.Read(file, []);
            if (definition is null) return faults.Count > 0;
            return ProcessFaults.Of(definition) is not null && Narration.Of(definition) is not null;
        }));
    }

    [Fact]
    public void A_file_of_another_tool_without_our_words_is_read_and_what_is_missing_is_named_for_each_step()
    {
        const string other = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI">
              <process id="p"><startEvent id="s"><outgoing>a</outgoing></startEvent><userTask id="t" name="Xem xét"/><endEvent id="e"/>
              <sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/></process>
              <bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p"/></bpmndi:BPMNDiagram>
            </definitions>
            """;
        var faults = ProcessFaults.Of(Right(other));
        Assert.Equal(["“Xem xét”: chưa giao cho vai trò nào", "“Xem xét”: chưa có số giờ làm việc (hours)"],
            faults.Where(fault => fault.Element == "t" && !fault.Words.Contains("receive", StringComparison.Ordinal)).Select(fault => fault.Words));
        Assert.Contains(faults, fault => fault.Words == "“Xem xét”: quy trình bắt đầu bằng bước tiếp nhận (receive)");
    }

    private static (ProcessDefinition? Definition, IReadOnlyList<ProcessFault> Faults) Read(string file) => BpmnReader.Read(Encoding.UTF8.GetBytes(file), []);

    private static ProcessDefinition Right(string file)
    {
        var (definition, faults) = Read(file);
        Assert.Empty(faults);
        return definition!;
    }

    [GeneratedRegex("<(/?)(?!mc:)")]
    private static partial Regex Prefix();
}
