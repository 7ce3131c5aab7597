using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MotCua.Journeys;

/// <summary>KS01 as a grandmother fills it, page by page.</summary>
internal static partial class BirthRegistration
{
    public const string Submit = "Nộp hồ sơ đăng ký khai sinh";

    public static async Task Applicant(Visitor visitor)
    {
        await visitor.Write(visitor.Box("Họ, chữ đệm và tên"), "Nguyễn Thị Bé Năm");
        await visitor.Write(visitor.Box("Số định danh cá nhân/CCCD"), "096 159 999 001");
        await visitor.Write(visitor.Box("Năm", "Ngày sinh"), "1959");
        await visitor.Tick(visitor.Box("Giấy tờ chỉ ghi năm sinh", "Ngày sinh"));
        await visitor.Write(visitor.Box("Số điện thoại"), "0900 999 001");
        await visitor.Choose("Ông hoặc bà");
    }

    /// <param name="more">What a longer form asks after the parents.</param>
    public static async Task Fill(Visitor visitor, bool look = true, Func<Task>? more = null)
    {
        await visitor.Heading("Người yêu cầu đăng ký").WaitForAsync();
        await Applicant(visitor);
        await Next(visitor, look ? "nguoi-nop" : null);
        await Address(visitor, "Nơi cư trú");
        await Next(visitor, look ? "noi-cu-tru" : null);
        await Child(visitor);
        await Next(visitor, look ? "tre" : null);
        await Birthplace(visitor);
        await Next(visitor, look ? "noi-sinh" : null);
        await Mother(visitor);
        await Next(visitor, look ? "me" : null);
        if (more is not null) await more();
        await visitor.Heading("Giấy tờ cần nộp").WaitForAsync();
        if (look) await visitor.Look("giay-to");
        await Upload(visitor);
        await Next(visitor, look ? "da-tai-len" : null);
        await visitor.Choose("Nhận tại nơi nộp hồ sơ");
        await Next(visitor, look ? "nhan-ket-qua" : null);
        if (await visitor.Heading("Nơi nộp hồ sơ").CountAsync() > 0) await Next(visitor, look ? "noi-nop" : null);
    }

    /// <summary>The same declaration at a counter, where all of it stands on one page.</summary>
    public static async Task AtCounter(Visitor officer)
    {
        await Applicant(officer);
        await Address(officer, "Nơi cư trú");
        await Child(officer);
        await Birthplace(officer);
        await Mother(officer);
        await officer.Choose("Nhận tại nơi nộp hồ sơ");
    }

    public static async Task Upload(Visitor visitor, string paper = "Giấy chứng sinh")
    {
        await visitor.Give(visitor.Box($"Thêm tệp: {paper}"),
            new FilePayload { Name = "giay-chung-sinh.png", MimeType = "image/png", Buffer = PaperPicture.New() });
        await visitor.Press(visitor.Button($"Thêm tệp đã chọn vào {paper}"));
        await visitor.Link("giay-chung-sinh.png").WaitForAsync();
    }

    /// <summary>From the task list with everything filled to the receipt.</summary>
    public static async Task Send(Visitor visitor, string submit = Submit)
    {
        await visitor.Tick(visitor.Box("Tôi cam đoan những điều khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về lời khai."));
        await visitor.Press(visitor.Button(submit));
        await visitor.Heading("Đã nộp hồ sơ").WaitForAsync();
    }

    public static async Task Next(Visitor visitor, string? look = null)
    {
        if (look is not null) await visitor.Look(look);
        else await visitor.Fits(visitor.Page.Url);
        var before = visitor.Page.Url;
        await visitor.Press(visitor.Button("Tiếp tục"));
        // The event of loading may have passed before it is waited for: what stands on the page tells.
        await visitor.Page.WaitForURLAsync(url => url != before, new() { WaitUntil = WaitUntilState.Commit });
        await visitor.Page.Locator("footer").First.WaitForAsync();
    }

    public static async Task<string> ShortCode(Visitor visitor) =>
        Code().Match(await visitor.Page.GetByRole(AriaRole.Main).InnerTextAsync()).Value;

    private static async Task Child(Visitor visitor)
    {
        await visitor.Write(visitor.Box("Họ, chữ đệm và tên của trẻ"), "Nguyễn Gia Hân");
        await visitor.Date("Ngày sinh của trẻ", "20", "4", "2026");
        await visitor.Choose("Nữ");
        await visitor.Write(visitor.Box("Dân tộc"), "Kinh");
        await visitor.Write(visitor.Box("Quốc tịch"), "Việt Nam");
    }

    private static async Task Birthplace(Visitor visitor)
    {
        await visitor.Write(visitor.Box("Nơi sinh"), "Trạm y tế xã Đất Mũi");
        await visitor.Write(visitor.Box("Quê quán"), "Xã Đất Mũi, tỉnh Cà Mau");
    }

    private static async Task Mother(Visitor visitor)
    {
        await visitor.Write(visitor.Box("Họ, chữ đệm và tên mẹ"), "Nguyễn Thị Lành");
        await visitor.Write(visitor.Box("Năm", "Ngày sinh của mẹ"), "1996");
        await visitor.Tick(visitor.Box("Giấy tờ chỉ ghi năm sinh", "Ngày sinh của mẹ"));
        await visitor.Write(visitor.Box("Dân tộc của mẹ"), "Kinh");
        await Address(visitor, "Nơi cư trú của mẹ");
        await visitor.Choose("Chưa, không khai phần cha");
    }

    public static async Task Address(Visitor visitor, string group)
    {
        await visitor.Write(visitor.Box("Xã, phường", group), "Đất Mũi");
        await visitor.Write(visitor.Box("Địa chỉ chi tiết", group), "Ấp Rạch Tàu");
    }

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Code();
}
