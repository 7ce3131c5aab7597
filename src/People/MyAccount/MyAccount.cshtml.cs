using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.People.Contracts;
using MotCua.People.SignIn;
using MotCua.People.Staff;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;

namespace MotCua.People.MyAccount;

// Every signed-in account has this page, staff too, so the face is the portal and the check stands in the handlers.
[Face(Face.Portal)]
internal sealed class MyAccountModel(Db db, Parties parties, Sessions sessions, StaffReading reading, CurrentActor actor,
    [FromKeyedServices(SignIn.Sessions.Clock)] TimeProvider real) : PageModel
{
    public Actor Actor => actor.Value;

    public PartyProfile? Profile { get; private set; }

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>In whose place the account may act today.</summary>
    public IReadOnlyList<GivenDelegation> Delegations { get; private set; } = [];

    public IReadOnlyList<FailedSignIn> Failures { get; private set; } = [];

    public bool Changed { get; private set; }

    public Guid? Here => SessionHandler.SessionOf(User);

    public string Number => Profile!.Identity.Kind == OwnerIdentity.Person ? Vi.PersonalId(Profile.Identity.Number) : Profile.Identity.Number;

    /// <summary>Stored yyyy, yyyy-MM or yyyy-MM-dd; shown the way it is written in Vietnam.</summary>
    public string Birth => string.Join('/', Profile!.Birth!.Split('-').Reverse());

    public static string Show(DateTimeOffset at) => Vi.DateTime(at);

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "doi")] string? changed)
    {
        if (actor.Value.AccountId is not { } account) return Challenge(SessionHandler.SchemeName);
        Changed = changed is not null;
        Profile = await parties.OfAccount(account);
        if (actor.Value.IsStaff) Delegations = await reading.Usable(account);
        Failures = await reading.Failures(account);
        var now = real.GetUtcNow();
        var oldest = now - Session.Idle;
        Sessions = await db.Set<Session>().AsNoTracking()
            .Where(session => session.AccountId == account && session.EndedAt == null && session.ExpiresAt > now && session.LastSeenAt > oldest)
            .OrderByDescending(session => session.LastSeenAt).Take(50).ToListAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id)
    {
        if (actor.Value.AccountId is not { } account) return Challenge(SessionHandler.SchemeName);
        await sessions.End(id, account);
        return Redirect("/tai-khoan");
    }

    /// <summary>Làm thay, or the own positions again when no delegation is named.</summary>
    public async Task<IActionResult> OnPostActAsync(Guid? delegation)
    {
        if (actor is not { SessionId: { } session, Value.AccountId: { } account }) return Challenge(SessionHandler.SchemeName);
        await sessions.ActUnder(session, account, delegation);
        return Redirect(delegation is null ? "/tai-khoan" : "/noi-bo");
    }
}
