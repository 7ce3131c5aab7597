using Microsoft.Extensions.DependencyInjection;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Papers.Signing;

/// <summary>Khóa ký của một người thôi dùng.</summary>
[Fact("signing.key-retired/1")]
internal sealed record SigningKeyRetired(Guid AccountId, int Keys);

/// <summary><c>./motcua retire-key</c>: after a certificate was revoked or a key lost, the person's next signature is made with a new one.</summary>
internal static class RetireKeyCommand
{
    public static readonly Command Command = new("retire-key", "retire-key TÊN_ĐĂNG_NHẬP",
        "Thôi dùng khóa ký của một người (chứng thư bị thu hồi, lộ khóa); lần ký sau được cấp chứng thư mới", Run, LeastWords: 1);

    private static async Task<int> Run(IServiceProvider services, string[] arguments, TextWriter output)
    {
        if (await services.GetRequiredService<Accounts>().Find(arguments[0]) is not { } account)
        {
            await output.WriteLineAsync($"Không có tài khoản “{arguments[0]}”");
            return 1;
        }
        var db = services.GetRequiredService<Db>();
        await using var transaction = await db.Begin();
        var keys = await services.GetRequiredService<LeaderKeys>().Retire(account);
        if (keys > 0) services.GetRequiredService<EventLog>().Record($"account/{account}", new SigningKeyRetired(account, keys));
        await db.Commit(transaction);
        await output.WriteLineAsync(keys == 0 ? $"{arguments[0]} không có khóa ký nào đang dùng"
            : $"{arguments[0]}: đã thôi dùng {keys} khóa ký; lần ký sau cấp chứng thư mới");
        return 0;
    }
}
