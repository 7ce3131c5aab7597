using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary><c>./motcua staff</c>: what the page of a member of the staff does, for whoever has the machine. Each act is a fact of the system.</summary>
internal static class StaffActsCommand
{
    private static readonly string[] Acts =
    [
        "show TÊN", "block TÊN \"LÝ DO\"", "unblock TÊN \"LÝ DO\"", "end TÊN \"LÝ DO\"", "reset TÊN \"LÝ DO\"", "grant TÊN VAI_TRÒ MÃ_NƠI TỪ ĐẾN|- \"LÝ DO\"",
        "title TÊN MÃ_VỊ_TRÍ own|acting|deputy|order \"CHỨC DANH\" \"CẤP TRƯỞNG\"|- \"TẬP THỂ\"|- TỪ \"LÝ DO\"",
        "end-position TÊN MÃ_VỊ_TRÍ NGÀY_CUỐI \"LÝ DO\"", "delegate TÊN MÃ_VỊ_TRÍ NGƯỜI_THAY TỪ ĐẾN \"VĂN BẢN\" \"LÝ DO\"",
        "end-delegation TÊN MÃ_ỦY_QUYỀN \"LÝ DO\"", "end-representation TÊN NGÀY_CUỐI \"LÝ DO\"",
    ];

    public static readonly Command Command = new("staff", "staff VIỆC TÊN_ĐĂNG_NHẬP …",
        $"Khóa, mở, chấm dứt tài khoản, giao việc, ủy quyền: {string.Join("; ", Acts)}",
        Run, LeastWords: 2);

    private static async Task<int> Run(IServiceProvider services, string[] words, TextWriter output)
    {
        var (act, username, rest) = (words[0], words[1].Trim().ToLowerInvariant(), words[2..]);
        var db = services.GetRequiredService<Db>();
        if (await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(account => account.Username == username) is not { } account)
        {
            await output.WriteLineAsync($"Không có tài khoản “{username}”.");
            return 2;
        }
        var (close, empower) = (services.GetRequiredService<CloseStaff>(), services.GetRequiredService<EmpowerStaff>());
        var (id, seen) = (account.Id, account.Version);
        switch (act, rest)
        {
            case ("show", []): await Show(services, account, output); return 0;
            case ("block", [var reason]): await close.Block(id, seen, reason); break;
            case ("unblock", [var reason]): await close.Unblock(id, seen, reason); break;
            case ("end", [var reason]): await close.End(id, seen, reason); break;
            case ("reset", [var reason]):
                await output.WriteLineAsync($"Mật khẩu dùng một lần (chỉ hiện lần này): {await close.ResetPassword(id, seen, reason)}");
                break;
            case ("grant", [var role, var place, var from, var to, var reason]):
                await empower.Grant(id, seen, role, place, Day(from), to == "-" ? null : Day(to), reason);
                break;
            case ("title", [var position, var form, var title, var head, var collective, var from, var reason]):
                await empower.SetTitle(id, seen, Key(position), new SigningTitle(form, title, Given(head), Given(collective)), Day(from), reason);
                break;
            case ("end-position", [var position, var last, var reason]): await empower.EndPosition(id, seen, Key(position), Day(last), reason); break;
            case ("delegate", [var position, var other, var from, var to, var basis, var reason]):
                await empower.Delegate(id, seen, Key(position), other, Day(from), Day(to), basis, reason);
                break;
            case ("end-delegation", [var delegation, var reason]): await empower.EndDelegation(id, seen, Key(delegation), reason); break;
            case ("end-representation", [var last, var reason]): await services.GetRequiredService<EndRepresentation>().Execute(id, Day(last), reason); break;
            default:
                await output.WriteLineAsync("Cách dùng: ./motcua staff VIỆC TÊN_ĐĂNG_NHẬP …\n  " + string.Join("\n  ", Acts));
                return 2;
        }
        await output.WriteLineAsync($"Đã ghi. Mọi phiên đăng nhập của {username} đã kết thúc.");
        return 0;
    }

    private static async Task Show(IServiceProvider services, Account account, TextWriter output)
    {
        var reading = services.GetRequiredService<StaffReading>();
        await output.WriteLineAsync($"{account.DisplayName} ({account.Username}): {StaffReading.StateOf(account.BlockedAt, account.DisabledAt)}");
        foreach (var held in await reading.Positions(account.Id))
        {
            await output.WriteLineAsync($"  vị trí {held.Id}: {held.Words}, từ {Vi.Date(held.From)}{(held.To is { } to ? $" đến hết {Vi.Date(to)}" : "")}");
            foreach (var title in held.Titles) await output.WriteLineAsync($"    ký {title.Title.Line}, từ {Vi.Date(title.ValidFrom)}");
            if (held.Untitled) await output.WriteLineAsync("    chưa có chức danh ký");
        }
        foreach (var given in await reading.DelegationsOf(account.Id))
            await output.WriteLineAsync($"  ủy quyền {given.Id}: {given.Taker} thay {given.Giver}, "
                + $"{Vi.Date(given.From)}–{Vi.Date(given.To)}{(given.Open ? "" : " (đã hết)")}");
    }

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, ["dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new Refused(400, $"“{text}” không phải ngày. Gõ ngày/tháng/năm, ví dụ 01/07/2026");

    private static string? Given(string word) => word == "-" ? null : word;

    private static Guid Key(string text) => Guid.TryParse(text, out var id) ? id
        : throw new Refused(400, $"“{text}” không phải mã. Xem mã bằng ./motcua staff show");
}
