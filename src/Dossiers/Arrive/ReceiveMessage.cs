using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Arrive;

/// <summary>Tin từ bên ngoài về hồ sơ; a line that is only added.</summary>
internal sealed record Arrival(Guid DossierId, string Kind, string Reference, string Sender, string Words, DateTimeOffset At)
{
    public static void Map(ModelBuilder model) =>
        model.Entity<Arrival>().ToTable("arrival", "dossiers").HasKey(a => new { a.DossierId, a.Kind, a.Reference });
}

/// <summary>Ghi nhận tin từ bên ngoài: said by the house alone, for the room that has heard it.</summary>
internal sealed class ReceiveMessage(DossierDesk desk, Db db, MoveOn moves)
{
    public async Task<bool> Execute(string code, OutsideMessage message)
    {
        if (!DossierPolicy.IsHouse(desk.Actor)) throw new Refused(403, "Tin từ bên ngoài do hệ thống ghi nhận");
        var dossier = await desk.Load(code, Seen.Nothing);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Begin() : null;
        var (id, at) = (dossier.Id, desk.Now);
        var (kind, reference) = (Within(message.Kind, 60, "kind"), Within(message.Reference, 200, "reference"));
        var (sender, words) = (Within(message.Sender, 300, "sender"), Within(message.Words, Reasons.Longest, "words"));
        var come = await db.Database.ExecuteSqlAsync($"""
            insert into dossiers.arrival (dossier_id, kind, reference, sender, words, at) values ({id}, {kind}, {reference}, {sender}, {words}, {at})
            on conflict do nothing
            """);
        if (come == 0) return false;
        // Whoever has looked at the dossier before it came looks again before they decide.
        dossier.Version++;
        desk.Record(dossier, new MessageArrived(dossier.Id, dossier.Code, kind, reference), words);
        await moves.Heard(dossier, "confirmation", $"tin của {sender}");
        await desk.Save();
        if (transaction is not null) await db.Commit(transaction);
        return true;
    }

    private static string Within(string text, int most, string field) => TypedText.Within(text, most, "Tin", field) is { Length: > 0 } said ? said
        : throw new Refused(400, "Tin từ bên ngoài cần loại, mã, nơi gửi và nội dung", field);
}
