using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Time;

namespace MotCua.People;

/// <summary>
/// <c>./motcua add-staff</c>: how a real installation gets its first administrator, and anybody else of the staff. An account
/// that exists keeps its password and is given one more position.
/// </summary>
internal static class StaffCommand
{
    public static readonly Command Command = new("add-staff", "add-staff TÊN_ĐĂNG_NHẬP \"HỌ TÊN\" VAI_TRÒ MÃ_CƠ_QUAN [MÃ_BỘ_PHẬN_MỘT_CỬA]",
        $"Tạo tài khoản cán bộ (in mật khẩu một lần) và giao vị trí từ hôm nay. Vai trò: {string.Join(", ", Roles.Names.Keys)}", Run, LeastWords: 4);

    private static async Task<int> Run(IServiceProvider services, string[] arguments, TextWriter output)
    {
        var (username, name, role, agencyCode) = (arguments[0].Trim().ToLowerInvariant(), arguments[1].Trim().Normalize(), arguments[2], arguments[3]);
        var officeCode = arguments.Length > 4 ? arguments[4] : null;
        var today = services.GetRequiredService<TimeProvider>().Today();
        var directory = services.GetRequiredService<OrganisationDirectory>();
        var offices = (await directory.Offices(today)).Where(office => office.AgencyCode == agencyCode).Select(office => office.Code).ToList();
        var choice = offices.Count == 0 ? "cơ quan này chưa có bộ phận nào" : $"chọn {string.Join(", ", offices)}";
        var problem =
            Staff.MakeStaff.Username(username) is null
                ? "Tên đăng nhập gồm 3 đến 50 chữ cái không dấu, chữ số, dấu chấm hoặc gạch, không chỉ toàn chữ số"
            : name.Length is < 2 or > 100 ? "Họ tên gồm 2 đến 100 ký tự"
            : !Roles.Names.ContainsKey(role) ? $"Không có vai trò “{role}”. Chọn một trong: {string.Join(", ", Roles.Names.Keys)}"
            : await directory.Agency(agencyCode, today) is null
            ? $"Hôm nay không có cơ quan mang mã “{agencyCode}”. Mã nằm trong agencies.csv; của xã, phường là UBND- và mã đơn vị"
            : officeCode is null ? role == Roles.ReceivingOfficer ? $"Cán bộ tiếp nhận cần mã bộ phận Một cửa: {choice}" : null
            : !offices.Contains(officeCode) ? $"Cơ quan {agencyCode} không có bộ phận Một cửa mang mã “{officeCode}”: {choice}" : null;
        if (problem is not null)
        {
            await output.WriteLineAsync(problem);
            return 2;
        }
        var accounts = services.GetRequiredService<Accounts>();
        var staffing = services.GetRequiredService<Staffing>();
        var db = services.GetRequiredService<Db>();
        var known = await accounts.Find(username);
        if (known is { } existing)
        {
            if ((await accounts.Staff([existing])).Count == 0)
            {
                await output.WriteLineAsync($"“{username}” là tài khoản người dân, tổ chức hoặc đã khóa; chọn tên đăng nhập khác");
                return 1;
            }
            if ((await staffing.PositionsOf(existing, services.GetRequiredService<TimeProvider>().GetUtcNow()))
                .Any(p => p.Role == role && p.AgencyCode == agencyCode && p.OfficeCode == officeCode))
            {
                await output.WriteLineAsync($"{username} đang giữ vị trí này rồi");
                return 0;
            }
        }
        var password = Passwords.OneTime();
        await using var transaction = await db.Begin();
        var id = await accounts.Ensure(new AccountSeed(username, password, "staff", name, MustChange: true));
        staffing.Grant(id, role, agencyCode, officeCode, today);
        await db.Commit(transaction);
        await output.WriteLineAsync($"{name} ({username}): {Roles.Names[role]}, {agencyCode}{(officeCode is null ? "" : " / " + officeCode)}, từ "
            + $"{today:dd/MM/yyyy}");
        if (role == Roles.Leader)
            await output.WriteLineAsync("Chưa có chức danh ký nên chưa ký được. Ghi tại /quan-tri/can-bo, hoặc bằng ./motcua staff title");
        if (known is null) await output.WriteLineAsync($"Mật khẩu (chỉ hiện lần này): {password}");
        return 0;
    }
}
