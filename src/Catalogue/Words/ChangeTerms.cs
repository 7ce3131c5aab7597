using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Words;

/// <summary>What a search finds first with a pair of words, and without it.</summary>
internal sealed record TermPreview(IReadOnlyList<ProcedureFound> Now, IReadOnlyList<ProcedureFound> Then);

/// <summary>
/// Thêm, thôi dùng từ thường ngày. A pair takes effect for searches within ten seconds on every server; one that has ended stays in the list.
/// </summary>
internal sealed class ChangeTerms(Db db, EventLog log, CurrentActor current, ProcedureCatalogue catalogue, FoundProcedures found, TimeProvider clock)
{
    public const int Longest = 60;
    private const int Shown = 5;

    /// <summary>In use first, the newest of each.</summary>
    public async Task<IReadOnlyList<EverydayTerm>> All() => await db.Database.SqlQuery<EverydayTerm>($"""
        select id, said, law, made_by, made_at, ended_by, ended_at from catalogue.everyday_term order by ended_at is not null, seq desc limit 1000
        """).ToListAsync();

    /// <exception cref="Refused">400: the words cannot be a pair.</exception>
    public async Task<TermPreview> Preview(string? said, string? law)
    {
        var (everyday, lawful) = Read(said, law);
        var (index, terms, query) = (await catalogue.Index(), await catalogue.Terms(), new ProcedureQuery(everyday));
        return new TermPreview(new ProcedureSearch(index, terms).Run(query, null, Shown).Items,
            new ProcedureSearch(index, terms.With(everyday, lawful)).Run(query, null, Shown).Items);
    }

    public async Task Add(string? said, string? law)
    {
        Require();
        var (everyday, lawful) = Read(said, law);
        if (!(await catalogue.Index()).HasAll(lawful))
            throw new Refused(400, $"Không thủ tục nào có “{lawful}”. Ghi đúng từ trong tên thủ tục", "law");
        var id = Guid.CreateVersion7();
        await using var transaction = await db.Begin();
        // Also when two officers add the same at once: the second is told.
        if (await db.Database.ExecuteSqlAsync($"""
            insert into catalogue.everyday_term (id, said, law, made_by, made_at) values ({id}, {everyday}, {lawful}, {current.Value.Name}, {clock.GetUtcNow()})
            on conflict do nothing
            """) == 0) throw new Refused(400, "Cặp từ này đang được dùng", "said");
        log.Record($"everyday-term/{id}", new EverydayTermAdded(id, everyday, lawful));
        await db.Commit(transaction);
        found.Forget();
    }

    public async Task End(Guid id)
    {
        Require();
        await using var transaction = await db.Begin();
        var ended = await db.Database.SqlQuery<string>($"""
            update catalogue.everyday_term set ended_by = {current.Value.Name}, ended_at = {clock.GetUtcNow()}
            where id = {id} and ended_at is null returning said as "Value"
            """).ToListAsync();
        if (ended.Count == 0) throw new Refused(400, "Cặp từ này đã thôi dùng rồi");
        log.Record($"everyday-term/{id}", new EverydayTermEnded(id, ended[0]));
        await db.Commit(transaction);
        found.Forget();
    }

    private void Require()
    {
        if (!current.Value.Has(Roles.ProcedureOfficer, Roles.Administrator))
            throw new Refused(403, "Chỉ cán bộ kiểm soát thủ tục hoặc quản trị sửa được từ thường ngày");
    }

    private static (string Said, string Law) Read(string? said, string? law)
    {
        var everyday = Words(said, "Ghi từ người dân hay nói", "Người dân nói", "said");
        var lawful = Words(law, "Ghi từ trong tên thủ tục", "Từ trong thủ tục", "law");
        return SearchFold.Of(everyday) != SearchFold.Of(lawful) ? (everyday, lawful)
            : throw new Refused(400, "Hai từ này giống nhau khi tìm (không kể dấu, hoa thường)", "law");
    }

    private static string Words(string? text, string missing, string label, string field) =>
        TypedText.Within(VietnameseText.Clean(text ?? ""), Longest, label, field) is { Length: > 1 } words && SearchFold.Of(words).Trim().Length > 1
            ? words : throw new Refused(400, missing, field);
}
