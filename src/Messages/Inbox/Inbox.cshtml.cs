using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Messages.Inbox;

[Face(Face.Mine)]
internal sealed class InboxModel(Db db, CurrentActor actor) : PageModel
{
    public IReadOnlyList<IGrouping<string?, Line>> Dossiers { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var (kind, number) = (actor.Value.OwnerKind, actor.Value.OwnerNumber);
        var lines = await db.Database.SqlQuery<Line>($"""
            select channel, recipient, subject, text, dossier_code, created_at, state from messages.message
            where owner_kind = {kind} and owner_number = {number} order by created_at desc, id desc limit 200
            """).ToListAsync();
        Dossiers = [.. lines.GroupBy(line => line.DossierCode)];
    }

    internal sealed record Line(string Channel, string Recipient, string? Subject, string Text, string? DossierCode, DateTimeOffset CreatedAt, string State)
    {
        public string Masked => Recipient.Length > 4 ? "…" + Recipient[^4..] : Recipient;
    }
}
