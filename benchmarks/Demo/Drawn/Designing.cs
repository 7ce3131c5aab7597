using System.Text;
using System.Text.RegularExpressions;

namespace MotCua.Benchmarks.Demo.Drawn;

/// <summary>A process of birth registration comes from another tool's file, is judged, mended, and brought into force by two people.</summary>
internal static partial class Designing
{
    public const string Birth = "1.001193";

    private const string List = "/noi-bo/quy-trinh";
    private const string New = $"{List}/moi?thu-tuc={Birth}";

    /// <summary>The one that is in force.</summary>
    private static string first = "";

    public static async Task Faulty(Story story)
    {
        var ha = await story.Who("ha");
        (await ha.FileTo(New, $"{New}&handler=File", "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"u8.ToArray(), "bom.bpmn")).Ok(400);
        (await ha.FileTo(New, $"{New}&handler=File", "không phải XML"u8.ToArray(), "hong.bpmn")).Ok(400);
        var draft = await Imported(ha, Drawing("child.gender = \"female\"", extra: "<bpmn:scriptTask id=\"ma\" name=\"Chạy mã\" />"));
        var page = (await ha.Get(draft)).Ok().Words;
        foreach (var words in new[] { "child.gender", "Hệ thống không chạy mã", "Lỗi" }) Check.Holds(words, page, "Lỗi của tệp nạp vào");
        (await ha.FormTo(draft, $"{draft}?handler=Propose", ("revision", "1"), ("proposeReason", "Quyết định 21/QĐ-UBND"))).Ok(409);
        story.Say("tệp có thực thể, tệp hỏng: từ chối, không lưu gì; tệp sai trường và có mã: thành bản đang soạn, lỗi nêu tên chỗ, không đề nghị được");
    }

    public static async Task Publish(Story story)
    {
        first = await Imported(await story.Who("ha"), Drawing("child.sex = \"female\""));
        var page = (await (await story.Who("ha")).Get(first)).Ok().Words;
        foreach (var words in new[] { "Kể lại bằng lời", "cùng lúc", "nếu", "Khác gì" }) Check.Holds(words, page, "Trang của bản quy trình");
        await InForce(story, first);
        story.Say("người đề nghị không tự duyệt; người thứ hai duyệt; trang kể lại bằng lời và nêu khác gì so với danh sách bước cũ");
    }

    public static async Task RollBack(Story story)
    {
        var (ha, nam) = (await story.Who("ha"), await story.Who("nam"));
        var second = await Imported(ha, Drawing("child.sex = \"male\"", more: "Thẩm định kỹ"));
        await InForce(story, second);
        Check.Holds("Thẩm định kỹ", (await Walking.Steps(story, await Walking.Received(story, "máy bản hai"))), "Hồ sơ mới đi theo bản mới");
        var again = (await nam.FormTo(first, $"{first}?handler=Again", ("againReason", "Bản mới gây chậm"))).Ok(302).Location!;
        again = Address().Match(again).Value;
        await Approve(nam, again, "Tự duyệt", 403);
        await Approve(ha, again, "Đồng ý quay lại", 302);
        var code = await Walking.Received(story, "máy bản một");
        Check.Holds("Ý kiến tư pháp", await Walking.Steps(story, code), "Hồ sơ sau khi quay lại đi theo bản cũ");
        var waiting = (await ha.Get($"{again}/ho-so")).Ok().Words;
        Check.Holds("Sang bản", waiting, "Hồ sơ đang theo bản khác");
        story.Say("bản hai áp dụng ngay, hồ sơ mới theo nó; quay lại bản một cũng cần hai người; hồ sơ của bản hai ở lại với bản hai");
    }

    /// <summary>A draft with a step more, which takes longer than the term.</summary>
    public static Task<string> Slower(Client ha) => Imported(ha, Drawing("child.sex = \"female\"").Replace("sourceRef=\"ky\" targetRef=\"so\" />",
        "sourceRef=\"ky\" targetRef=\"lai\" /><bpmn:userTask id=\"lai\" name=\"Đọc hồ sơ lần nữa\">" + Step("consult", "specialist", "100")
            + "</bpmn:userTask><bpmn:sequenceFlow id=\"f15\" sourceRef=\"lai\" targetRef=\"so\" />", StringComparison.Ordinal));

    public static async Task InForce(Story story, string draft)
    {
        var (ha, nam) = (await story.Who("ha"), await story.Who("nam"));
        (await ha.FormTo(draft, $"{draft}?handler=Propose", ("revision", await Revision(ha, draft)), ("proposeReason", "Quyết định 21/QĐ-UBND"))).Ok(302);
        await Approve(ha, draft, "Tự duyệt", 403);
        await Approve(nam, draft, "Đã đối chiếu", 302);
        Check.Holds("Đang áp dụng", (await ha.Get(draft)).Ok().Words, "Bản vừa duyệt");
    }

    private static async Task Approve(Client who, string draft, string reason, int answer)
    {
        // Whoever may not approve is shown no form; somebody who sends it all the same is refused.
        var revision = await Revision(who, draft);
        (await who.FormTo(draft, $"{draft}?handler=Approve", ("revision", revision), ("approveReason", reason))).Ok(answer);
    }

    private static async Task<string> Revision(Client who, string draft) => Seen().Match((await who.Get(draft)).Ok().Text).Groups[1].Value;

    [GeneratedRegex("name=\"revision\" value=\"(\\d+)\"")]
    private static partial Regex Seen();

    private static async Task<string> Imported(Client ha, string drawing)
    {
        var made = (await ha.FileTo(New, $"{New}&handler=File", Encoding.UTF8.GetBytes(drawing), "khai-sinh.bpmn")).Ok(302).Location!;
        return Address().Match(made).Value;
    }

    /// <summary>As a drawing tool would have written it: opinions beside each other, a choice by an answer of the form, a notice of the house.</summary>
    private static string Drawing(string condition, string more = "Thẩm định hồ sơ", string extra = "") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="urn:motcua:bpmn:1" id="d" targetNamespace="urn:ve">
          <bpmn:process id="khai-sinh" name="Đăng ký khai sinh" isExecutable="true">
            <bpmn:startEvent id="start" />
            <bpmn:userTask id="nhan" name="Tiếp nhận">{Step("receive", "receivingOfficer", "1", "office")}</bpmn:userTask>
            <bpmn:parallelGateway id="mo" />
            <bpmn:userTask id="xem" name="{more}">{Step("appraise", "specialist", "2")}</bpmn:userTask>
            <bpmn:userTask id="hoi" name="Ý kiến tư pháp">{Step("consult", "specialist", "1")}</bpmn:userTask>
            <bpmn:parallelGateway id="gom" />
            <bpmn:exclusiveGateway id="re" default="f9" />
            <bpmn:serviceTask id="bao" name="Đã đủ ý kiến, đang trình ký">
              <bpmn:extensionElements><mc:act kind="notify" /></bpmn:extensionElements></bpmn:serviceTask>
            <bpmn:exclusiveGateway id="gap" />
            <bpmn:userTask id="ky" name="Ký trích lục">{Step("sign", "leader", "1")}</bpmn:userTask>
            <bpmn:userTask id="so" name="Vào sổ">{Step("number", "registrar", "0.5")}</bpmn:userTask>
            <bpmn:userTask id="tra" name="Trả kết quả">{Step("return", "receivingOfficer", "0.5", "office")}</bpmn:userTask>
            <bpmn:endEvent id="end" />{extra}
            <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="nhan" /><bpmn:sequenceFlow id="f2" sourceRef="nhan" targetRef="mo" />
            <bpmn:sequenceFlow id="f3" sourceRef="mo" targetRef="xem" /><bpmn:sequenceFlow id="f4" sourceRef="mo" targetRef="hoi" />
            <bpmn:sequenceFlow id="f5" sourceRef="xem" targetRef="gom" /><bpmn:sequenceFlow id="f6" sourceRef="hoi" targetRef="gom" />
            <bpmn:sequenceFlow id="f7" sourceRef="gom" targetRef="re" />
            <bpmn:sequenceFlow id="f8" sourceRef="re" targetRef="bao"><bpmn:conditionExpression>{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id="f9" sourceRef="re" targetRef="gap" /><bpmn:sequenceFlow id="f10" sourceRef="bao" targetRef="gap" />
            <bpmn:sequenceFlow id="f11" sourceRef="gap" targetRef="ky" /><bpmn:sequenceFlow id="f12" sourceRef="ky" targetRef="so" />
            <bpmn:sequenceFlow id="f13" sourceRef="so" targetRef="tra" /><bpmn:sequenceFlow id="f14" sourceRef="tra" targetRef="end" />
          </bpmn:process>
        </bpmn:definitions>
        """;

    private static string Step(string kind, string role, string hours, string seat = "agency") =>
        $"<bpmn:extensionElements><mc:step kind=\"{kind}\" role=\"{role}\" seat=\"{seat}\" hours=\"{hours}\" /></bpmn:extensionElements>";

    public static string AddressIn(string location) => Address().Match(location).Value;

    [GeneratedRegex("/noi-bo/quy-trinh/[0-9a-f-]{36}")]
    private static partial Regex Address();
}
