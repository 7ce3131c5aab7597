using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;
using Npgsql;

namespace MotCua.Filing.Fill;

/// <summary>
/// Giấy tờ lấy từ kho: offered to its owner before an upload is asked for, handed over only by an explicit consent that
/// names the purpose, taken back as long as the dossier is not submitted.
/// </summary>
internal sealed class DraftVault(DraftDesk desk, PersonalVault vault, VaultLending lent, CurrentActor current)
{
    private OwnerIdentity? Owner => current.Value is { IsStaff: false, OwnerKind: { } kind, OwnerNumber: { } number } ? new OwnerIdentity(kind, number) : null;

    /// <summary>Offers by paper key.</summary>
    public async Task<IReadOnlyDictionary<string, VaultOffer>> Offers(ProcedureVersionView version)
    {
        var wanted = version.Papers.Where(p => p.ReusableFromVault && p.PaperType is not null).ToList();
        if (Owner is not { } owner || wanted.Count == 0) return new Dictionary<string, VaultOffer>();
        var offers = await vault.Offers(owner, [.. wanted.Select(p => p.PaperType!).Distinct()], desk.Now.Day());
        return wanted.Select(paper => (paper.Key, Offer: offers.FirstOrDefault(offer => offer.PaperType == paper.PaperType)))
            .Where(row => row.Offer is not null).ToDictionary(row => row.Key, row => row.Offer!);
    }

    public static string Purpose(ProcedureVersionView version) => $"Giải quyết thủ tục \"{version.Name}\"";

    public async Task Consent(Draft draft, ProcedureVersionView version, string paperKey, Guid item)
    {
        if (Owner is not { } owner) throw new Refused(403, "Đăng nhập để dùng giấy tờ trong kho của ông/bà");
        var offers = await Offers(version);
        if (!offers.TryGetValue(paperKey, out var offer) || offer.ItemId != item)
            throw new Refused(400, "Giấy tờ này không còn trong kho. Tải lên bản chụp thay thế", $"paper-{paperKey}");
        if (DraftProgress.Read(draft.Progress).Vault.ContainsKey(paperKey)) return;
        await lent.Require(offer, $"paper-{paperKey}");
        var grant = await vault.Consent(owner, item, draft.Id, version.Code, version.Name, current.Value);
        try
        {
            await desk.SaveProgress(draft, progress => progress.WithVault(paperKey, new VaultChoice(grant, item, offer.Title, offer.Issuer, offer.IssuedOn)));
        }
        catch (DbUpdateException twice) when (twice.InnerException is PostgresException { ConstraintName: "paper_grant_once" })
        {
            throw Refused.WrongState("Giấy tờ này vừa được đồng ý ở thẻ khác. Mở lại trang giấy tờ để xem");
        }
    }

    public async Task Withdraw(Draft draft, string paperKey)
    {
        if (Owner is not { } owner || !DraftProgress.Read(draft.Progress).Vault.TryGetValue(paperKey, out var choice)) return;
        await vault.Withdraw(choice.GrantId, owner);
        await desk.SaveProgress(draft, progress => progress.WithVault(paperKey, null));
    }
}
