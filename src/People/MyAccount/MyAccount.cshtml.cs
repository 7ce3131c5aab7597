using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.People.Contracts;
using MotCua.People.SignIn;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;

namespace MotCua.People.MyAccount;

// Every signed-in account has this page, staff too, so the face is the portal and the check stands in the handlers.
[Face(Face.Portal)]
internal sealed class MyAccountModel(Db db, Parties parties, Sessions sessions, CurrentActor actor,
    [FromKeyedServices(SignIn.Sessions.Clock)] TimeProvider real) : PageModel
{
    public Actor Actor => actor.Value;

    public PartyProfile? Profile { get; private set; }

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    public Guid? Here => SessionHandler.SessionOf(User);

    public string Number => Profile!.Identity.Kind == OwnerIdentity.Person ? Vi.PersonalId(Profile.Identity.Number) : Profile.Identity.Number;

    /// <summary>Stored yyyy, yyyy-MM or yyyy-MM-dd; shown the way it is written in Vietnam.</summary>
    public string Birth => string.Join('/', Profile!.Birth!.Split('-').Reverse());

    public static string Show(DateTimeOffset at) => Vi.DateTime(at);

    public async Task<IActionResult> OnGetAsync()
    {
        if (actor.Value.AccountId is not { } account) return Challenge(SessionHandler.SchemeName);
        Profile = await parties.OfAccount(account);
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
}
