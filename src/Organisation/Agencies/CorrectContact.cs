using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Agencies;

/// <summary>Đính chính địa chỉ, điện thoại, trang thông tin: what was always meant to stand there, so the row of today is corrected and not ended.</summary>
internal sealed class CorrectContact(Db db, AgencyDesk desk, AgencyReading reading)
{
    public const int LongestAddress = 300;
    private const int LongestPhone = 40;

    /// <param name="seen">Mark of the row that was looked at.</param>
    public async Task Execute(string code, string seen, string? address, string? phone, string? website, string? reason)
    {
        var problems = new List<FieldProblem>();
        var after = new ContactDetails(Text(address, LongestAddress, "Địa chỉ", "address", problems), Phone(phone, problems), Site(website, problems));
        var why = AgencyDesk.Gather(problems, () => AgencyDesk.Reason(reason));
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: problems);
        await using var transaction = await desk.Begin();
        var now = (await reading.Periods(code)).FirstOrDefault(period => period.ValidFrom <= desk.Today && !(period.ValidTo < desk.Today))
            ?? throw Refused.WrongState("Hôm nay cơ quan này không còn hoạt động nên không sửa được");
        if (AgencyDesk.MarkOf(now) != seen) throw Refused.WrongState("Người khác vừa sửa thông tin này. Xem lại rồi bấm lần nữa");
        if (now.Contact == after) throw new Refused(400, "Thông tin giống hệt như đang ghi nên không có gì để sửa", "address");
        var act = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync($"""
            update organisation.agency set address = {after.Address}, phone = {after.Phone}, website = {after.Website}, kept_by = {act}
            where code = {code} and valid_from = {now.ValidFrom}
            """);
        desk.Record(code, new AgencyCorrected(code, now.Contact, after), why!);
        await db.Commit(transaction);
    }

    private static string? Text(string? typed, int longest, string what, string field, List<FieldProblem> problems)
    {
        var words = AgencyDesk.Line(typed);
        if (TypedText.TooLong(words, longest, what) is { } wrong) problems.Add(new(field, wrong));
        return words.Length == 0 ? null : words;
    }

    private static string? Phone(string? typed, List<FieldProblem> problems)
    {
        var words = Text(typed, LongestPhone, "Điện thoại", "phone", problems);
        // A switchboard has an extension, so it is not held against the numbers of people.
        if (words is not null && (words.Count(char.IsAsciiDigit) < 3 || words.Any(sign => !char.IsAsciiDigit(sign) && sign is not (' ' or '.' or '-' or '+'
            or '(' or ')' or '/'))))
            problems.Add(new("phone", "Điện thoại chỉ gồm chữ số, dấu cách, dấu chấm, dấu gạch, ví dụ 0290 3831 342"));
        return words;
    }

    private static string? Site(string? typed, List<FieldProblem> problems)
    {
        var words = Text(typed, 200, "Trang thông tin", "website", problems);
        var whole = words is null || words.Contains("://", StringComparison.Ordinal) ? words : $"https://{words}";
        if (whole is not null && !(Uri.TryCreate(whole, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https" && address.Host.Contains('.', StringComparison.Ordinal)))
            problems.Add(new("website", "Ghi địa chỉ trang, ví dụ camau.gov.vn"));
        return words;
    }
}
