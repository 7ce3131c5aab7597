using MotCua.Messages;
using Xunit;

namespace MotCua.Tests.Messages;

/// <summary>A link that is cut off leads nowhere: words are shortened, never the link.</summary>
public sealed class SmsTests
{
    [Fact]
    public void Every_message_keeps_its_link_and_its_code_whatever_the_lengths()
    {
        var random = new Random(829);
        string Words(int most) => string.Join(' ', Enumerable.Range(0, random.Next(1, most)).Select(_ => new string('ỡ', random.Next(1, 12))));
        string[] templates =
        [
            "HCC Cà Mau: Hồ sơ {short} đã tiếp nhận, hẹn trả {due}. Xem {link} hoặc gọi 1022",
            "{procedure}: hồ sơ {short} của ông/bà. Lý do: {reason}. Xem {link}",
            "{link} {reason}", "Xem lý do tại {link}, mã {code}, {procedure}, {reason}, {holder}. Hỏi 1022",
            "HCC Cà Mau kính báo ông/bà: " + Words(12) + " xem tại {link} trong giờ hành chính, " + Words(12),
        ];
        for (var i = 0; i < 400; i++)
        {
            var link = $"https://{new string('a', random.Next(3, 150))}.gov.vn/tra-cuu/{random.Next()}";
            var fields = new Dictionary<string, string>
            {
                ["short"] = "K7M2-P9QX", ["code"] = "96.01.2026.000123", ["due"] = "17:00, 28/04/2026", ["procedure"] = Words(30), ["reason"] = Words(60),
                    ["holder"] = Words(20),
            };
            var template = templates[i % templates.Length];
            var sms = Wording.Sms(template, fields, link);
            Assert.Contains(link, sms, StringComparison.Ordinal);
            foreach (var name in new[] { "short", "code", "due" }.Where(name => template.Contains($"{{{name}}}",
                StringComparison.Ordinal))) Assert.Contains(fields[name], sms, StringComparison.Ordinal);
            Assert.All(sms, letter => Assert.True(letter < 128));
            // Longer only when what must stay whole does not leave room.
            if (sms.Length > Wording.LongestSms) Assert.True(link.Length > 60, $"{sms.Length}: {sms}");
        }
    }

    [Fact]
    public void What_fits_is_not_touched()
    {
        var fields = new Dictionary<string, string> { ["short"] = "K7M2-P9QX", ["due"] = "17:00, 28/04/2026" };
        Assert.Equal("Ho so K7M2-P9QX hen tra 17:00, 28/04/2026. Xem https://a.vn/x hoac goi 1022",
            Wording.Sms("Hồ sơ {short} hẹn trả {due}. Xem {link} hoặc gọi 1022", fields, "https://a.vn/x"));
    }
}
