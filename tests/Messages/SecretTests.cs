using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages;
using MotCua.Messages.Contracts;
using MotCua.Platform.Data;
using MotCua.Tests.People;
using Xunit;

namespace MotCua.Tests.Messages;

/// <summary>A code or a link that opens something goes to the telephone, and no longer stands in the house once it has gone.</summary>
public sealed class SecretTests(MessengerTests.GatewayHouse house) : IClassFixture<MessengerTests.GatewayHouse>
{
    private const string Link = "https://motcua.test/nop/tiep-tuc/Ab3dEf6hIj9lMn2pQr5tUv";

    [Theory]
    [InlineData("account.code", "code", "482913", "HCC Ca Mau: Ma xac nhan ******, dung trong 10 phut. Khong dua ma nay cho ai")]
    [InlineData("draft.link", "link", Link, "HCC Ca Mau: Ho so ong/ba dang lam duoc luu. Lam tiep tai ******")]
    public async Task Delivered_whole_it_is_blanked_where_it_is_kept(string template, string field, string secret, string kept)
    {
        var to = Phone();
        house.Gateway.FailNext(to, afterAccepting: false, times: 1);
        await Queue(template, new Recipient(to), field, secret);
        await house.Drain();
        // Whoever has to try again needs the words.
        Assert.Contains(secret, await Text(to), StringComparison.Ordinal);
        house.Clock.Set(house.Clock.GetUtcNow().AddMinutes(3));
        await house.Drain();
        Assert.Contains(secret, house.Gateway.Text(to), StringComparison.Ordinal);
        Assert.Equal($"sent {kept}", await Text(to));
        Assert.Equal(0, await house.Scalar<long>("select count(*) from messages.message m where m::text like '%' || $1 || '%'", secret));
    }

    [Fact]
    public async Task Given_up_it_is_blanked_and_nobody_sends_the_blank()
    {
        var to = Phone();
        house.Gateway.Answer(to, 422);
        await Queue("draft.link", new Recipient(to), "link", Link);
        await house.Drain();
        Assert.Equal("failed HCC Ca Mau: Ho so ong/ba dang lam duoc luu. Lam tiep tai ******", await Text(to));
        house.Gateway.Answer(to, 0);
        await using var scope = house.Scope();
        Assert.Equal(0, await MessageTroubles.Source.TryAgain!(scope.ServiceProvider, "sms", null));
        Assert.Equal(1, house.Gateway.Posts(to));
    }

    [Fact]
    public async Task What_waited_too_long_is_blanked_with_its_end_on_every_channel()
    {
        var (to, address) = (Phone(), $"{Guid.NewGuid():n}@vi.du");
        await Queue("draft.link", new Recipient(to, address), "link", Link);
        await house.Execute("update messages.message set use_until = created_at - interval '1 second' where recipient in ($1, $2)", to, address);
        await house.System<IServiceProvider>(services => BlankCodes.Job.Run(services, TestContext.Current.CancellationToken));
        Assert.Equal("dropped", (await Text(to)).Split(' ')[0]);
        Assert.DoesNotContain("tiep-tuc", await Text(to) + await Text(address), StringComparison.Ordinal);
        Assert.Contains("Mở đường dẫn này trên máy muốn làm tiếp:\n\n******", await Text(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_in_the_subject_of_a_letter_goes_too()
    {
        await house.Execute("update messages.template set subject = 'Mã {code}' where event = 'account.code' and channel = 'email'");
        var address = $"{Guid.NewGuid():n}@vi.du";
        await Queue("account.code", new Recipient(Email: address), "code", "93847261");
        await house.Execute("update messages.message set state = 'sent', sent_at = created_at where recipient = $1", address);
        Assert.Equal("Mã ******", await house.Scalar<string>("select subject from messages.message where recipient = $1", address));
        Assert.DoesNotContain("93847261", await Text(address), StringComparison.Ordinal);
    }

    private async Task Queue(string template, Recipient to, string field, string secret)
    {
        await using var scope = house.Scope();
        await scope.ServiceProvider.GetRequiredService<Messenger>().Queue(template, to, new Dictionary<string, string>
        {
            [field] = secret, ["procedure"] = "Đăng ký khai sinh", ["due"] = "17:00, 29/04/2026",
        });
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
    }

    private Task<string> Text(string to) => house.Scalar<string>("select state || ' ' || text from messages.message where recipient = $1", to);

    private static string Phone() => $"09{Random.Shared.Next(10_000_000, 99_999_999)}";
}
