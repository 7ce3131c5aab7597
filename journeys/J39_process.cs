using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace MotCua.Journeys;

/// <summary>J39, as J19 for a process: an officer draws without a mouse, a fault hinders and is mended, another approves on a phone without script.</summary>
public sealed class J39_process(Product product)
{
    private const string Added = "Đối chiếu với sổ gốc";

    [Fact]
    public async Task A_process_is_drawn_by_keyboard_checked_mended_and_approved_by_a_second_person()
    {
        await product.Clock();
        await using var ha = await Visitor.Desk(product, "j39", keysOnly: true);
        await ha.SignIn("ha");
        await ha.Open("/quan-tri/bo-quy-dinh");
        await ha.Press(ha.Link("Quy trình giải quyết của từng thủ tục"));
        // Other journeys have drawn for other procedures.
        await ha.Write(ha.Box("Thủ tục"), "2.000815");
        await ha.Press(ha.Button("Lọc"));
        await ha.Sees("Không có bản quy trình nào như vậy");
        await ha.Look("empty");
        await ha.Press(ha.Link("Lập quy trình mới"));
        await ha.Write(ha.Box("Tên hoặc mã thủ tục"), "chung thuc ban sao");
        await ha.Press(ha.Button("Tìm"));
        await ha.Sees("2.000815");
        await ha.Look("found");
        await ha.Open("/noi-bo/quy-trinh/moi?thu-tuc=2.000815");
        await ha.Look("new");
        await ha.Press(ha.Button("Lập từ danh sách bước"));
        await ha.Sees("Đã lập bản mới");
        await ha.Look("made");

        var steps = ha.Page.Locator(".outline > li");
        await ha.Press(steps.Filter(new() { HasText = "Bước thẩm định" }).First.GetByRole(AriaRole.Link, new() { NameRegex = new("^Sửa") }));
        await ha.Sees("Rồi đi tới đâu");
        await ha.Look("element");
        await ha.Write(ha.Box("Tên của phần tử mới"), Added);
        await ha.Press(ha.Button("Thêm vào quy trình"));
        await ha.Sees("Đã thêm. Điền nội dung cho phần tử mới.");
        await ha.Sees("chưa giao cho vai trò nào");
        await ha.Write(ha.Box("Số giờ làm việc"), "tám");
        await ha.Pick("Loại bước", "Thẩm định");
        await ha.Pick("Giao cho vai trò", "Văn thư");
        await ha.Press(ha.Button("Lưu nội dung"));
        await Expect(ha.Page.Locator(".error-summary")).ToContainTextAsync("Văn thư không làm được bước thẩm định");
        await Expect(ha.Box("Số giờ làm việc")).ToHaveValueAsync("tám");
        await ha.Look("refused");
        await ha.Write(ha.Box("Số giờ làm việc"), "4");
        await ha.Pick("Giao cho vai trò", "Chuyên viên thụ lý");
        await ha.Press(ha.Button("Lưu nội dung"));
        await ha.Sees("quá thời hạn 8 giờ làm việc");
        await ha.Look("fault");
        await ha.Write(ha.Box("Căn cứ đề nghị"), "Quyết định 12/QĐ-UBND");
        await ha.Press(ha.Button("Đề nghị duyệt"));
        await ha.Sees("Chưa đề nghị duyệt được");
        await ha.Look("hindered");

        await ha.Press(steps.Filter(new() { HasText = Added }).Last.GetByRole(AriaRole.Link, new() { NameRegex = new("^Sửa") }));
        await ha.Press(ha.Button("Bỏ phần tử này, nối hai bên lại"));
        await ha.Sees("Đã bỏ và nối hai bên lại");
        await ha.Press(steps.Filter(new() { HasText = "Bước thẩm định" }).First.GetByRole(AriaRole.Link, new() { NameRegex = new("^Sửa") }));
        await ha.Write(ha.Box("Danh mục kiểm tra (không bắt buộc)"), "Bản chính còn nguyên");
        await ha.Press(ha.Button("Lưu nội dung"));
        await ha.Sees("thêm mục kiểm tra “Bản chính còn nguyên”");
        await ha.SeesNot("Lỗi:");
        await ha.Write(ha.Box("Căn cứ đề nghị"), "Quyết định 12/QĐ-UBND");
        await ha.Press(ha.Button("Đề nghị duyệt"));
        await ha.Sees("nên cần một người khác duyệt");
        await ha.Look("proposed");
        var page = new Uri(ha.Page.Url).AbsolutePath;

        await using var nam = await Visitor.Phone(product, "j39-phone", script: false);
        await nam.SignIn("nam");
        await nam.Open("/noi-bo/quy-trinh?trang-thai=cho-duyet");
        await nam.Sees("Chờ duyệt");
        await nam.Open(page);
        await nam.Sees("Khi duyệt, bản này áp dụng ngay");
        await nam.Box("Căn cứ duyệt").FillAsync("Đã đối chiếu");
        await nam.Button("Duyệt quy trình").ClickAsync();
        await nam.Sees("Hồ sơ tiếp nhận từ lúc áp dụng đi theo bản này");

        await using var phone = await Visitor.Phone(product, "j39-narrow");
        await phone.SignIn("nam");
        await phone.Open(page);
        await phone.Look("approved");
        await phone.Open("/noi-bo/quy-trinh");
        await phone.Sees("Đang áp dụng");
        await phone.Look("list");
        await phone.Open("/noi-bo/quy-trinh/moi?thu-tuc=2.000815");
        await phone.Look("new");
        await phone.Page.GetByLabel("Kiểu quy trình").SelectOptionAsync("lay-y-kien");
        await phone.Button("Lập từ quy trình chuẩn").ClickAsync();
        await phone.Sees("Chờ ý kiến");
        await phone.Look("branches");
        var draft = new Uri(phone.Page.Url).AbsolutePath;
        await phone.Open($"{draft}/so-do");
        await Expect(phone.Button("Lưu sơ đồ")).ToBeEnabledAsync();
        await phone.Look("diagram");
        await phone.Button("Lưu sơ đồ").ClickAsync();
        await phone.Sees("Đã lưu.");
        await phone.SeesNot("Lỗi:");
        await phone.Page.Locator(".outline > li").Filter(new() { HasText = "khi không điều kiện nào đúng" }).First
            .GetByRole(AriaRole.Link, new() { NameRegex = new("^Sửa") }).ClickAsync();
        await phone.Sees("Rồi đi tới đâu");
        await phone.Look("gateway");

        await ha.Open("/noi-bo/quy-trinh?tim=2.000815");
        await ha.Sees("Đang áp dụng");
        await ha.Look("in-force");
    }
}
