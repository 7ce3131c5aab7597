using System.Text;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J42, as J14: a drawn process asks two agencies beside its site visit; one answers, one is passed over, and it goes on by itself.</summary>
public sealed class J42_opinions(Product product)
{
    private const string Judged = "Tổng hợp ý kiến, dự thảo giấy phép", Asking = "Gửi văn bản lấy ý kiến", Visit = "Kiểm tra thực địa";

    [Fact]
    public async Task Two_agencies_are_asked_beside_a_site_visit_and_the_dossier_goes_on_when_nothing_is_open()
    {
        await product.Clock();
        await Publish();
        var (code, token) = await Api.File(product, "xd01", Api.House, "giay-to-dat ban-ve", who: "benam");
        await (await Api.SignIn(product, "diem")).Post($"/api/v1/desk/dossiers/{code}/receive", new
        {
            papers = new[] { "giay-to-dat", "ban-ve" }.Select(key => new { paperKey = key, state = "have", originals = 0, copies = 1 }),
        });
        await (await Api.SignIn(product, "tam")).Post($"/api/v1/desk/dossiers/{code}/pass-on", new { opinion = "Giao chuyên viên" });

        await using var asker = await Visitor.Desk(product, "j42", keysOnly: true);
        await asker.SignIn("khoi");
        await asker.Open($"/noi-bo/ho-so/{code}");
        await asker.Sees("Các bước cùng làm");
        if (await asker.Link(Asking).CountAsync() > 0) await asker.Press(asker.Link(Asking));
        await asker.Look("two-steps");
        await asker.Press(asker.Link("Lấy ý kiến cơ quan khác"));
        await Pick(asker, "Cơ quan được hỏi", "UBND-32191");
        await Pick(asker, "Hỏi cùng lúc cơ quan thứ hai", "UBND-32025");
        await asker.Write(asker.Box("Câu hỏi"), "Lô đất có vướng quy hoạch đường liên xã không?");
        await asker.Write(asker.Box("Căn cứ lấy ý kiến"), "Điều 102 Luật Xây dựng");
        await asker.Write(asker.Box("Thời gian trả lời"), "3");
        await asker.Look("ask");
        await asker.Press(asker.Button("Gửi yêu cầu"));
        await asker.Sees("Đã gửi yêu cầu lấy ý kiến");
        await asker.Open($"/noi-bo/ho-so/{code}?buoc=ask");
        await asker.Press(asker.Button("Chuyển bước tiếp"));
        await asker.Sees("Đang chờ");
        await asker.Sees("ý kiến của UBND xã Năm Căn, hạn 17:00, 05/05/2026; UBND phường Tân Thành, hạn 17:00, 05/05/2026");
        await asker.Look("waits-and-works");
        await asker.Write(asker.Page.GetByLabel("Ý kiến thẩm định"), "Đã kiểm tra, hiện trạng đúng bản vẽ");
        await asker.Press(asker.Button("Chuyển bước tiếp"));
        await asker.Sees("Chưa có việc ở hồ sơ này");
        await asker.Look("waits");

        await using var citizen = await Visitor.Phone(product, "j42-citizen");
        await citizen.SignIn("benam");
        await citizen.Open($"/ho-so-cua-toi/{code}");
        await citizen.Sees("Hồ sơ đang chờ ý kiến của UBND xã Năm Căn, UBND phường Tân Thành");
        await citizen.Sees("UBND xã Năm Căn, hạn 17:00, 05/05/2026");
        await citizen.Sees(Judged);
        await citizen.Look("waits");

        await using var answerer = await Visitor.Phone(product, "j42-asked");
        await answerer.SignIn("luan");
        await answerer.Open("/noi-bo/phoi-hop");
        await answerer.Page.Locator("[data-row]", new() { HasText = "xây dựng" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await answerer.Sees("Lô đất có vướng quy hoạch đường liên xã không?");
        await answerer.Choose("Đồng ý");
        await answerer.Box("Nội dung trả lời").FillAsync("Lô đất không vướng quy hoạch.");
        await answerer.Look("answer");
        await answerer.Button("Gửi trả lời").ClickAsync();
        await answerer.Sees("Đã gửi trả lời");

        // The one that is late is marked, the one that has answered is not; nothing has gone on yet.
        await product.Clock("2026-05-07T09:00:00+07:00");
        await asker.Open($"/noi-bo/ho-so/{code}");
        await asker.SeesNot("ý kiến của UBND xã Năm Căn");
        await asker.Sees("ý kiến của UBND phường Tân Thành");
        await Expect(asker.Page.Locator("article.card").Filter(new() { HasText = "UBND phường Tân Thành" })).ToContainTextAsync("Quá hạn");
        await Expect(asker.Page.Locator("article.card").Filter(new() { HasText = "UBND xã Năm Căn" })).Not.ToContainTextAsync("Quá hạn");
        await asker.Look("one-late");
        await asker.Press(asker.Link("Rút yêu cầu, hỏi thêm"));
        await asker.Press(asker.Page.GetByText("Không chờ UBND phường Tân Thành nữa", new() { Exact = true }));
        await asker.Choose("Giải quyết không có ý kiến này");
        await asker.Write(asker.Box("Lý do không chờ nữa"), "Đã gọi hai lần; Năm Căn đã trả lời đủ");
        await asker.Press(asker.Button("Ghi không chờ nữa"));
        await asker.Sees("không chờ ý kiến này nữa");
        await asker.Look("passed-over");
        await asker.Open($"/noi-bo/ho-so/{code}");
        await asker.Sees(Judged);
        await asker.SeesNot("Đang chờ");
        await asker.Look("goes-on");

        await Api.WorkOn(product, code, "khoi", "tam", "ut");
        await using var phone = await Visitor.Phone(product, "j42-phone");
        await phone.SignIn("khoi");
        await phone.Open($"/noi-bo/ho-so/{code}");
        await phone.Sees("Đã gọi hai lần; Năm Căn đã trả lời đủ");
        await phone.Look("story");
        var sheet = await phone.Page.APIRequest.GetAsync($"{product.Url}/noi-bo/ho-so/{code}/phieu/kiem-soat");
        var told = await Sheet.Blocks(await sheet.BodyAsync());
        foreach (var words in new[] { "Trả lời ý kiến", "Không chờ ý kiến nữa", "Đã gọi hai lần" }) Assert.Contains(words, told);
        await product.Clock();
    }

    /// <summary>Drawn in another tool, taken in as a file, approved by a second person.</summary>
    private async Task Publish()
    {
        await using var ha = await Visitor.Desk(product, "j42-draw", keysOnly: true);
        await ha.SignIn("ha");
        await ha.Open("/noi-bo/quy-trinh/moi?thu-tuc=1.013225");
        await ha.Give(ha.Box("Tệp BPMN 2.0"),
            new FilePayload { Name = "giay-phep.bpmn", MimeType = "application/xml", Buffer = Encoding.UTF8.GetBytes(Drawn) });
        await ha.Press(ha.Button("Lập từ tệp"));
        await ha.Sees("Đã lập bản mới");
        await ha.SeesNot("Lỗi:");
        await ha.Look("drawn");
        await ha.Write(ha.Box("Căn cứ đề nghị"), "Quyết định 21/QĐ-UBND");
        await ha.Press(ha.Button("Đề nghị duyệt"));
        await ha.Sees("nên cần một người khác duyệt");
        await using var nam = await Visitor.Phone(product, "j42-approve");
        await nam.SignIn("nam");
        await nam.Open(new Uri(ha.Page.Url).AbsolutePath);
        await nam.Look("proposed");
        await nam.Box("Căn cứ duyệt").FillAsync("Đã đối chiếu");
        await nam.Button("Duyệt quy trình").ClickAsync();
        await nam.Sees("Hồ sơ tiếp nhận từ lúc áp dụng đi theo bản này");
    }

    /// <summary>The arrows choose in a closed list.</summary>
    private static async Task Pick(Visitor visitor, string label, string value)
    {
        var list = visitor.Page.GetByLabel(label);
        await visitor.To(list);
        await visitor.Page.Keyboard.PressAsync("Home");
        for (var turns = 0; await list.InputValueAsync() != value; turns++)
        {
            Assert.True(turns < 200, $"{label}: {value} is not reached by the arrows");
            await visitor.Page.Keyboard.PressAsync("ArrowDown");
        }
    }

    private static string Step(string id, string name, string kind, string role, int hours, string seat = "agency") => $"""
        <bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements>
        <mc:step kind="{kind}" role="{role}" seat="{seat}" hours="{hours}" /></bpmn:extensionElements></bpmn:userTask>
        """;

    private static string Flows(params string[] ways) => string.Concat(ways.Select((way, no) =>
        $"<bpmn:sequenceFlow id=\"f{no}\" sourceRef=\"{way.Split('>')[0]}\" targetRef=\"{way.Split('>')[1]}\" />\n"));

    private static readonly string Drawn = $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="urn:motcua:bpmn:1" id="d" targetNamespace="urn:motcua:bpmn:1">
        <bpmn:message id="message-consultation" name="consultation" />
        <bpmn:process id="process" name="Cấp giấy phép xây dựng, hỏi ý kiến cùng lúc với kiểm tra thực địa" isExecutable="true">
        <bpmn:startEvent id="start" />
        {Step("receive", "Tiếp nhận hồ sơ", "receive", "receivingOfficer", 4, "office")}
        {Step("assign", "Phân công thụ lý", "assign", "leader", 4)}
        <bpmn:parallelGateway id="split" />
        {Step("ask", Asking, "consult", "specialist", 8)}
        <bpmn:intermediateCatchEvent id="opinions" name="Chờ ý kiến"><bpmn:messageEventDefinition messageRef="message-consultation" />
        </bpmn:intermediateCatchEvent>
        {Step("visit", Visit, "appraise", "specialist", 40)}
        <bpmn:parallelGateway id="join" />
        {Step("sum-up", Judged, "appraise", "specialist", 24)}
        {Step("sign", "Ký giấy phép", "sign", "leader", 16)}
        {Step("number", "Vào sổ, đóng dấu", "number", "registrar", 4)}
        {Step("return", "Trả kết quả", "return", "receivingOfficer", 4, "office")}
        <bpmn:endEvent id="end" />
        {Flows("start>receive", "receive>assign", "assign>split", "split>ask", "ask>opinions", "opinions>join", "split>visit", "visit>join", "join>sum-up",
            "sum-up>sign", "sign>number", "number>return", "return>end")}
        </bpmn:process></bpmn:definitions>
        """;
}
