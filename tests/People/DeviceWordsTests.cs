using MotCua.People.MyAccount;
using Xunit;

namespace MotCua.Tests.People;

public sealed class DeviceWordsTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 13; SM-A045F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile Safari/537.36",
        "Chrome trên điện thoại Android")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36 Edg/124.0",
        "Edge trên máy Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
        "Safari trên iPhone")]
    [InlineData("node", "Thiết bị khác")]
    [InlineData(null, "Thiết bị khác")]
    public void A_browser_is_named_as_its_owner_would(string? device, string words) => Assert.Equal(words, DeviceWords.Of(device));
}
