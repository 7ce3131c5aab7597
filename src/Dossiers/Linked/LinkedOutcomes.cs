using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;

namespace MotCua.Dossiers.Linked;

/// <summary>What conditions of a drawing ask of its linked dossiers.</summary>
internal sealed class LinkedOutcomes(Db db)
{
    /// <summary>How those that this dossier has opened ended, by their place in its drawing; of a place that was come to again, the last.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Of(Guid parent) =>
        (await db.Set<LinkedDossier>().AsNoTracking().Where(linked => linked.ParentId == parent && linked.Outcome != null)
            .OrderBy(linked => linked.OpenedAt).ToListAsync())
        .GroupBy(linked => linked.Place).ToDictionary(same => same.Key, same => same.Last().Outcome!, StringComparer.Ordinal);
}
