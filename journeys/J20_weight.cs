using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>J20: what a page costs on a prepaid line, as the browser's own protocol counts it.</summary>
public sealed class J20_weight(Product product, ITestOutputHelper output)
{
    [Fact]
    public async Task The_first_page_is_light_and_the_next_is_lighter()
    {
        await product.Clock();
        var (_, code) = await Api.File(product, "ks01", Api.Birth, "giay-chung-sinh");
        (string Name, string Path)[] pages =
            [("home", "/"), ("procedure", "/thu-tuc/ks01"), ("form step", "/nop/ks01/nguoi-nop"), ("tracking", $"/tra-cuu?ma={code}")];
        foreach (var (name, path) in pages)
        {
            await using var visitor = await Visitor.Phone(product, $"j20-weight-{name.Replace(' ', '-')}");
            var (bytes, requests) = await Weigh(visitor, path);
            output.WriteLine($"{name}, first: {bytes / 1024:0.0} KB, {requests} requests");
            Assert.True(bytes <= 120 * 1024, $"{name}: {bytes / 1024:0.0} KB at first");
            Assert.True(requests <= 9, $"{name}: {requests} requests at first");
            foreach (var (other, next) in pages.Where(page => page.Path != path))
            {
                (bytes, requests) = await Weigh(visitor, next);
                output.WriteLine($"{other} after {name}: {bytes / 1024:0.0} KB, {requests} requests");
                Assert.True(bytes <= 30 * 1024, $"{other} after {name}: {bytes / 1024:0.0} KB");
                Assert.True(requests <= 9, $"{other} after {name}: {requests} requests");
            }
            visitor.Quiet();
        }
    }

    /// <summary>Everything that came over the line until it was silent, headers included; what the browser had kept costs nothing.</summary>
    private static async Task<(double Bytes, int Requests)> Weigh(Visitor visitor, string path)
    {
        var session = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        var (bytes, requests) = (0.0, 0);
        var gate = new Lock();
        session.Event("Network.loadingFinished").OnEvent += (_, told) =>
        {
            var length = told!.Value.GetProperty("encodedDataLength").GetDouble();
            lock (gate)
            {
                bytes += length;
                if (length > 0) requests++;
            }
        };
        await session.SendAsync("Network.enable");
        await visitor.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await session.DetachAsync();
        lock (gate) return (bytes, requests);
    }
}
