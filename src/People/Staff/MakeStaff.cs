using MotCua.People.Contracts;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Web;

namespace MotCua.People.Staff;

/// <summary>Tạo tài khoản cán bộ: without any position it may do nothing yet.</summary>
internal sealed class MakeStaff(StaffDesk desk, Accounts accounts)
{
    /// <returns>The account and its one-time password, shown once.</returns>
    public async Task<(Guid Id, string Password)> Execute(string? username, string? name, string? phone, string? reason)
    {
        var problems = new List<FieldProblem>();
        var login = Username(username);
        if (login is null)
            problems.Add(new("username", "Tên đăng nhập gồm 3 đến 50 chữ không dấu, chữ số, dấu chấm hoặc gạch, không chỉ toàn số"));
        var person = PersonName.Read(name, out var unnamed);
        if (person is null) problems.Add(new("name", unnamed!));
        string? unread = null;
        var number = string.IsNullOrWhiteSpace(phone) ? null : PhoneNumber.Read(phone, out unread);
        if (unread is not null) problems.Add(new("phone", unread));
        var why = Gather(problems, () => StaffDesk.Reason(reason));
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: problems);
        await using var transaction = await desk.Begin();
        if (await accounts.Find(login!) is not null) throw new Refused(400, $"Đã có tài khoản “{login}”. Chọn tên khác", "username");
        var password = Passwords.OneTime();
        var id = await accounts.Ensure(new AccountSeed(login!, password, "staff", person!.Text, number?.Digits, MustChange: true, Reason: why));
        await desk.Commit(transaction);
        return (id, password);
    }

    /// <summary>Null when it cannot be one. Digits alone would be read as somebody's telephone or personal number.</summary>
    public static string? Username(string? typed)
    {
        var name = (typed ?? "").Trim().ToLowerInvariant();
        return name.Length is >= 3 and <= 50 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && !name.All(char.IsAsciiDigit)
            ? name : null;
    }

    private static string? Gather(List<FieldProblem> problems, Func<string> read)
    {
        try { return read(); }
        catch (Refused refused)
        {
            problems.AddRange(refused.Problems);
            return null;
        }
    }
}
