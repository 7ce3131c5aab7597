using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Read;
using MotCua.Dossiers.View;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Receive;

/// <summary>
/// Xem giấy tờ trong kho tại quầy: before there is a dossier, with the consent of the owner who stands there, by the officer who has begun the
/// reception. The consent is the one the dossier will be made with; when nothing is handed in, it lends nothing.
/// </summary>
internal sealed class LookAtCounter(Db db, DossierDesk desk, BegunReceptions begun, PersonalVault vault, VaultPages lent)
{
    public async Task<Viewer> Begin(Guid key, ProcedureVersionView version, OwnerIdentity owner, PaperView paper, VaultOffer offer)
    {
        await vault.Consent(owner, offer.ItemId, key, version.Code, version.Name, desk.Actor);
        await db.Save();
        return await View(key, offer.ItemId, offer.PaperId, paper.Key, paper.Name, offer.Title);
    }

    /// <summary>A page of it in a window of its own.</summary>
    public async Task<Viewer> Window(Guid key, Guid item, int no, int turned)
    {
        await RequireMine(key);
        var grant = (await vault.ActiveGrants(key)).FirstOrDefault(grant => grant.ItemId == item && grant.DossierId is null) ?? throw Gone();
        return (await View(key, item, grant.PaperId, "", grant.Title, grant.ProcedureName)).Open(item.ToString(), no, turned) ?? throw Gone();
    }

    /// <param name="no">A page image of it; null: the paper itself.</param>
    public async Task<ReadablePaper> Open(Guid key, Guid item, int? no = null)
    {
        await RequireMine(key);
        return await lent.Open(item, "counter", key, null, "Tiếp nhận tại quầy, chủ giấy tờ đồng ý", no);
    }

    private async Task<Viewer> View(Guid key, Guid item, Guid paperId, string paperKey, string name, string title)
    {
        var pages = await lent.Count(paperId);
        var place = $"/noi-bo/tiep-nhan/kho/{key}/{item}";
        return new Viewer([VaultPages.View(item, paperKey, name, title, pages, place, $"{place}/xem/")]);
    }

    private async Task RequireMine(Guid key)
    {
        if (!desk.Actor.Has(Roles.ReceivingOfficer) || !await begun.IsMine(key)) throw Gone();
    }

    private static Refused Gone() => Refused.NotFound("Không tìm thấy giấy tờ này ở lần tiếp nhận này. Mở lại trang tiếp nhận");
}
