using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Past;

/// <summary>A number that is opened, and a page of its dossiers.</summary>
/// <param name="Address">Of its first page.</param>
/// <param name="Next">Number of the page after this one.</param>
internal sealed record OpenedPast(string Words, int Count, string Address, IReadOnlyList<PastName> Rows, int? Next)
{
    public const int Shown = 200;
}

/// <summary>What a dossier is called for who asks.</summary>
/// <param name="IsCode">Its code, which opens it; else a pseudonym.</param>
internal sealed record PastName(string Name, bool IsCode);

/// <summary>
/// Tên của hồ sơ đã qua. A list may follow from an answer (which way a condition leads), and who draws chooses the condition: the code stands only for who
/// may read the dossier, the others have the pseudonym of the logs.
/// </summary>
internal sealed class PastNames(Db db, CurrentActor current, EventLogs logs)
{
    public async Task<IReadOnlyList<PastName>> Of(IReadOnlyList<(Guid Id, string Code)> rows)
    {
        var (readable, pseudonym) = (await Readable([.. rows.Select(row => row.Id)]), await logs.DossierNames());
        return [.. rows.Select(row => readable.Contains(row.Id) ? new PastName(row.Code, true) : new(pseudonym(row.Id), false))];
    }

    public async Task<IReadOnlySet<Guid>> Readable(Guid[] ids) =>
        (await db.Set<Dossier>().AsNoTracking().Where(DossierPolicy.Readable(current.Value)).Where(d => ids.Contains(d.Id)).Select(d => d.Id).ToListAsync())
            .ToHashSet();
}
