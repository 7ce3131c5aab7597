using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.View;

/// <summary>
/// Giấy tờ mà kho của chủ giấy tờ cho hồ sơ này dùng, page by page beside the others. Whoever decides on the dossier or took it in may see it as
/// long as the grant holds; the owner reads of each opening.
/// </summary>
internal sealed class VaultPages(DossierDesk desk, Db db, PersonalVault vault, PaperRegister papers, VaultReading reading, DossierReadings readings,
    OrganisationDirectory organisation)
{
    public async Task<IReadOnlyList<ViewedFile>> Of(Dossier dossier)
    {
        var borrowed = dossier.Components.Where(paper => paper is { State: "vault", GrantId: not null }).ToList();
        if (borrowed.Count == 0 || !DossierPolicy.MayReadLent(dossier, desk.Actor)) return [];
        var grants = (await vault.ActiveGrants(dossier.Id)).ToDictionary(grant => grant.Id);
        var lent = new List<ViewedFile>();
        foreach (var paper in borrowed)
            if (grants.TryGetValue(paper.GrantId!.Value, out var grant))
                lent.Add(View(grant.ItemId, paper.PaperKey, paper.Name, grant.Title, await Count(grant.PaperId),
                    $"/noi-bo/ho-so/{dossier.Code}/kho/{grant.ItemId}", $"/noi-bo/ho-so/{dossier.Code}/xem/{grant.ItemId}/"));
        return lent;
    }

    public async Task<int> Count(Guid paperId) => Math.Max(1, (await papers.Find(paperId))?.Pages ?? 1);

    /// <param name="place">Address of the paper itself; its page images lie below it.</param>
    public static ViewedFile View(Guid item, string paperKey, string name, string title, int pages, string place, string windows) =>
        new(item.ToString(), paperKey, name, $"{title}, từ kho", pages, $"{place}/trang/", windows, place);

    /// <summary>The paper for this case, its reading recorded; of its pages, once for an opening.</summary>
    /// <param name="no">A page image of it; null: the paper itself.</param>
    /// <exception cref="Refused">403: nobody lends it to this dossier, or not any more; 404: it has no such page.</exception>
    public Task<ReadablePaper> Open(Dossier dossier, Guid item, int? no = null) => !DossierPolicy.MayReadLent(dossier, desk.Actor)
        ? throw new Refused(403, "Chủ giấy tờ chỉ cho cơ quan tiếp nhận và cơ quan giải quyết xem giấy tờ trong kho. Nhờ cơ quan giải quyết cho biết điều cần")
        : Open(item, "desk", dossier.Id, dossier.Code, "Giải quyết hồ sơ", no);

    /// <param name="case">The dossier, or the reception that becomes one.</param>
    public async Task<ReadablePaper> Open(Guid item, string channel, Guid @case, string? code, string purpose, int? no)
    {
        var unit = desk.Actor.Agencies.FirstOrDefault() is { } agency ? await organisation.AgencyName(agency) : "Đơn vị chưa rõ";
        var because = new ReadingCase(@case, code, purpose, unit);
        var paper = await reading.Open(item, channel, because, again: no is not null && !readings.IsOpening(because.DossierId, item));
        await db.Save();
        if (no is { } page && (page < 1 || page > await Count(paper.PaperId)))
            throw Refused.NotFound("Giấy tờ này không có trang đó");
        return paper;
    }
}
