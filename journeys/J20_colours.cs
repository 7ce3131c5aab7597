using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J20: the same pages in dark colours and in high contrast. In light ones every journey looks at its own.</summary>
public sealed class J20_colours(Product product)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_face_is_readable_in_dark_colours_and_in_high_contrast(bool contrast)
    {
        await product.Clock();
        var (desk, official) = (await Api.SignIn(product, "diem"), await Api.SignIn(product, "khoi"));
        var (waiting, shortCode) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        var (code, _) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        await desk.Post($"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        await official.Post($"/api/v1/desk/dossiers/{code}/draft", new { });
        await official.Post($"/api/v1/desk/dossiers/{code}/pass-on", new { opinion = "Đủ điều kiện, trình ký" });

        await See(null, "/", "/thu-tuc?q=khai+sinh", "/thu-tuc/ks01", "/nop/ks01", $"/tra-cuu?ma={shortCode}", "/kiem-tra", "/dang-nhap");
        await See("benam", "/ho-so-cua-toi", $"/ho-so-cua-toi/{code}", "/tai-khoan", "/kho-giay-to", "/thong-bao");
        await See("diem", "/noi-bo/tiep-nhan", $"/noi-bo/tiep-nhan/{waiting}", "/noi-bo/tiep-nhan/truc-tiep/ks01", "/noi-bo/so-theo-doi");
        await See("khoi", "/noi-bo", "/noi-bo/viec", $"/noi-bo/ho-so/{code}", "/noi-bo/phoi-hop");
        await See("tam", "/noi-bo/ky-so", $"/noi-bo/ky-so/{code}");
        await See("nam", "/quan-tri/to-chuc", "/quan-tri/can-bo", "/quan-tri/vai-tro", "/quan-tri/ly-do", "/quan-tri/nhat-ky", "/quan-tri/lich-lam-viec/2026");

        async Task See(string? who, params string[] pages)
        {
            // High enough that the bar at the foot of the reception covers nothing while it is judged.
            await using var visitor = await Visitor.Come(product, contrast ? "j20-contrast" : "j20-dark", 1366, 2400, script: true, phone: false);
            if (contrast)
            {
                await visitor.Open("/");
                await visitor.Button("Tương phản cao").ClickAsync();
                await Assertions.Expect(visitor.Page.Locator("html[data-contrast=more]")).ToHaveCountAsync(1);
            }
            else await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            if (who is not null) await visitor.SignIn(who);
            foreach (var page in pages)
            {
                await visitor.Open(page);
                await visitor.Look($"{who ?? "anybody"}-{page.Split('?')[0].Trim('/').Replace('/', '-')}");
            }
        }
    }
}
