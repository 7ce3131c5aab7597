using Xunit;

namespace MotCua.Journeys;

/// <summary>J20: no screen is wider than a phone, and text of twice the size costs no sideways scroll.</summary>
public sealed class J20_narrow(Product product)
{
    [Theory]
    [InlineData("diem", "/noi-bo/tiep-nhan", "/noi-bo/tiep-nhan/{0}", "/noi-bo/tiep-nhan/truc-tiep", "/noi-bo/tiep-nhan/truc-tiep/ks01", "/noi-bo/so-hoa/{0}",
        "/noi-bo/tra-ket-qua", "/noi-bo/so-theo-doi")]
    [InlineData("tam", "/noi-bo/viec", "/noi-bo/phoi-hop", "/noi-bo/ky-so")]
    [InlineData("nam", "/quan-tri/nap-du-lieu", "/quan-tri/nhat-ky", "/quan-tri/lich-lam-viec", "/quan-tri/lich-lam-viec/2026")]
    [InlineData("ha", "/quan-tri/cua-nop", "/quan-tri/cua-nop?ma=KS01", "/quan-tri/mau-giay-to")]
    [InlineData("benam", "/ho-so-cua-toi", "/thong-bao", "/tai-khoan")]
    public async Task Every_screen_fits_a_phone(string username, params string[] paths)
    {
        await product.Clock();
        var (code, _) = await Api.File(product, "hkd01", Api.Business);
        await using var visitor = await Visitor.Phone(product, $"j20-narrow-{username}");
        await visitor.SignIn(username);
        for (var i = 0; i < paths.Length; i++)
        {
            var answer = await visitor.Open(string.Format(System.Globalization.CultureInfo.InvariantCulture, paths[i], code));
            Assert.Equal(200, answer!.Status);
            await visitor.Fits(paths[i]);
            // The desk's screens, and the vault, are looked at by their own journeys.
            if (username is "nam" or "ha" or "benam") await visitor.Look($"{i}");
        }
    }

    [Fact]
    public async Task Text_of_twice_the_size_stays_on_the_screen()
    {
        await product.Clock();
        var (_, code) = await Api.File(product, "hkd01", Api.Business);
        await using var visitor = await Visitor.Phone(product, "j20-large");
        foreach (var path in new[]
        {
            "/", "/thu-tuc?q=khai+sanh", "/thu-tuc/ks01", "/nop/ks01/nguoi-nop", $"/tra-cuu?ma={code}", "/kiem-tra", "/dang-nhap", "/tro-giup"
        })
        {
            await visitor.Open(path);
            await visitor.Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
            await visitor.Fits($"{path}, text of twice the size");
        }
    }
}
