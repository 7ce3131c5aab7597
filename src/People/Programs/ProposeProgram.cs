using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.People.Staff;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.People.Programs;

/// <summary>What an administrator typed to propose a program.</summary>
/// <param name="Role">With <paramref name="Place"/> its first position; only where the scope is the desk.</param>
internal sealed record ProgramProposal(string? Name, string? ClientId, string? Agency, string? Scope, string? Role, string? Place,
    DateOnly? ValidTo, string? Reason);

/// <summary>
/// Đề nghị chương trình kết nối, và thêm vị trí trước khi duyệt. A program neither leads nor administers: what only a person may answer for is no position of
/// a program.
/// </summary>
internal sealed class ProposeProgram(StaffDesk desk, Db db, EmpowerStaff empower, Staffing staffing, Accounts accounts,
    OrganisationDirectory directory, CurrentActor current)
{
    public const int MostYears = 2;

    public static readonly IReadOnlyList<string> RolesOfPrograms = [Roles.ReceivingOfficer, Roles.Specialist, Roles.Registrar];

    public async Task<Guid> Execute(ProgramProposal typed)
    {
        var problems = new List<FieldProblem>();
        var name = VietnameseText.Clean(typed.Name ?? "", manyLines: false).Trim();
        if (name.Length is < 3 or > 200) problems.Add(new("name", "Nhập tên chương trình, từ 3 đến 200 ký tự"));
        var clientId = MakeStaff.Username(typed.ClientId);
        if (clientId is null)
            problems.Add(new("clientId", "Mã gồm 3 đến 50 chữ không dấu, chữ số, dấu chấm hoặc gạch, không chỉ toàn số"));
        if (string.IsNullOrEmpty(typed.Agency) || await directory.Agency(typed.Agency, desk.Today) is null)
            problems.Add(new("agency", "Chọn cơ quan chịu trách nhiệm trong danh sách"));
        if (typed.Scope is not (ConnectedProgram.File or ConnectedProgram.Desk)) problems.Add(new("scope", "Chọn việc mà chương trình được làm"));
        if (typed.Scope == ConnectedProgram.Desk && !RolesOfPrograms.Contains(typed.Role ?? "")) problems.Add(new("role", "Chọn vai trò mà chương trình giữ"));
        if (typed.ValidTo is not { } last || last <= desk.Today || last > desk.Today.AddYears(MostYears))
            problems.Add(new("validTo", $"Ngày hết hạn phải sau hôm nay và không quá {MostYears} năm"));
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: problems);
        var (why, validTo) = (StaffDesk.Reason(typed.Reason), typed.ValidTo!.Value);
        var place = typed.Scope == ConnectedProgram.Desk ? await empower.Place(typed.Place, typed.Role!) : default;
        await using var transaction = await desk.Begin();
        if (await accounts.Find(clientId!) is not null) throw new Refused(400, $"Đã có tài khoản “{clientId}”. Chọn mã khác", "clientId");
        // Nobody knows this password: a program comes in by its secrets alone, and never by a page.
        var id = await accounts.Ensure(new AccountSeed(clientId!, RandomKey.New() + RandomKey.New(), "program", name, Reason: why));
        db.Add(new ConnectedProgram
        {
            AccountId = id, AgencyCode = typed.Agency!, Scope = typed.Scope!, ValidTo = validTo, ProposedBy = current.Value.AccountId!.Value,
        });
        var account = await db.Set<Account>().SingleAsync(one => one.Id == id);
        desk.Record(account, new ProgramProposed(id, clientId!, typed.Agency!, typed.Scope!, validTo), why);
        if (typed.Scope == ConnectedProgram.Desk) staffing.Grant(id, typed.Role!, place.Agency, place.Office, desk.Today, validTo, why);
        await desk.Commit(transaction);
        return id;
    }

    /// <summary>One more position, as long as nobody has approved: whoever adds it is not the one who approves.</summary>
    public async Task AddPosition(Guid id, int seen, string? role, string? place, string? reason)
    {
        var why = StaffDesk.Reason(reason);
        if (!RolesOfPrograms.Contains(role ?? "")) throw new Refused(400, "Chọn vai trò mà chương trình giữ", "role");
        var (agency, office) = await empower.Place(place, role!);
        await using var transaction = await desk.Begin();
        var (account, program) = await ProgramDesk.Load(db, id, seen);
        if (program.ApprovedAt is not null || account.DisabledAt is not null)
            throw Refused.WrongState("Chương trình đã duyệt thì không nhận thêm quyền. Đề nghị một chương trình mới");
        if (program.Scope != ConnectedProgram.Desk) throw Refused.WrongState("Chương trình chỉ nộp hồ sơ nên không giữ vị trí");
        if (await staffing.Overlaps(id, role!, agency, office, desk.Today, program.ValidTo))
            throw new Refused(409, "Chương trình đã có vị trí này", "role");
        staffing.Grant(id, role!, agency, office, desk.Today, program.ValidTo, why);
        program.ProposedBy = current.Value.AccountId!.Value;
        await desk.EndSessions(account);
        await desk.Commit(transaction);
    }
}
