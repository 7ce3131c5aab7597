using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J24: an administrator takes a form as a Word file, sends it back and looks at the draft; an official prints the book of a day.</summary>
public sealed class J24_forms(Product product)
{
    [Fact]
    public async Task A_form_goes_to_Word_and_comes_back_as_a_draft()
    {
        await product.Clock();
        await using var admin = await Visitor.Desk(product, "j24");
        await admin.SignIn("ha");
        await admin.Link("Mẫu giấy tờ").First.ClickAsync();
        await admin.Look("list");
        await admin.Link("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ").First.ClickAsync();
        await admin.Look("form");
        var word = await admin.Page.RunAndWaitForDownloadAsync(() => admin.Link(new Regex("Tải tệp Word")).ClickAsync());
        await admin.Box("Tệp mẫu đã sửa").SetInputFilesAsync(new FilePayload
        {
            Name = "mau.docx", MimeType = "application/octet-stream", Buffer = await File.ReadAllBytesAsync(await word.PathAsync()),
        });
        await admin.Button("Tải lên làm bản nháp").ClickAsync();
        await admin.Sees("Đã nhận bản nháp");
        await admin.Look("draft");
        await admin.Box("Tệp mẫu đã sửa")
            .SetInputFilesAsync(new FilePayload { Name = "mau.docx", MimeType = "application/octet-stream", Buffer = "không phải Word"u8.ToArray() });
        await admin.Button("Tải lên làm bản nháp").ClickAsync();
        await admin.Sees("không phải văn bản Word");
        await admin.Look("refused");
    }

    [Fact]
    public async Task The_book_of_a_day_is_printed_from_its_page()
    {
        await product.Clock();
        await using var desk = await Visitor.Desk(product, "j24-book");
        await desk.SignIn("diem");
        await desk.Open("/noi-bo/so-theo-doi?ngay=28/04/2026");
        await desk.Look("book");
        var answer = await desk.Page.APIRequest.GetAsync($"{product.Url}/noi-bo/so-theo-doi?handler=Pdf&ngay=28/04/2026");
        Assert.Equal("application/pdf", answer.Headers["content-type"]);
    }
}
