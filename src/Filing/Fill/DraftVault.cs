using System.Text.Json.Nodes;
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

    /// <summary>Offers by paper key: papers about whom the form is about, as far as it is filled in.</summary>
    public async Task<IReadOnlyDictionary<string, VaultOffer>> Offers(ProcedureVersionView version, Draft? draft)
    {
        var wanted = version.Papers.Where(p => p.ReusableFromVault && p.PaperType is not null).ToList();
        if (Owner is not { } owner || draft is null || wanted.Count == 0) return new Dictionary<string, VaultOffer>();
        var answers = DraftDesk.AnswersOf(draft);
        var offers = await vault.Offers(owner, [.. wanted.Select(p => p.PaperType!).Distinct()], desk.Now.Day());
        return wanted.Select(paper => (paper.Key, Offer: offers.FirstOrDefault(offer => offer.PaperType == paper.PaperType
                && offer.IsAbout(DeclaredSubject.Of(offer.PaperType, answers)))))
            .Where(row => row.Offer is not null).ToDictionary(row => row.Key, row => row.Offer!);
    }

    /// <summary>What the owner agrees to: who may use which paper of whom for what.</summary>
    public static string ConsentWords(VaultOffer offer, ProcedureVersionView version, string? office) =>
        $"Ông/bà đồng ý cho {office ?? "cơ quan tiếp nhận và giải quyết hồ sơ này"} dùng “{offer.TitleOfWhom}” để giải quyết thủ tục “{version.Name}”.";

    /// <summary>A paper that was chosen while the form was about somebody else.</summary>
    public static FieldProblem? Misfit(PaperNeed need, JsonObject answers) =>
        need is { Vault: { Subject: { } subject } vault, Paper.PaperType: { } type } && DeclaredSubject.Of(type, answers) is var wanted
            && (wanted is null || !subject.IsSame(wanted))
            ? new FieldProblem(need.Field,
                $"“{vault.TitleOfWhom}” không phải của {wanted?.Name ?? "người ghi trong tờ khai"}. Thu hồi rồi chọn giấy tờ khác") : null;

    public static string Purpose(ProcedureVersionView version) => $"Giải quyết thủ tục \"{version.Name}\"";

    public async Task Consent(Draft draft, ProcedureVersionView version, string paperKey, Guid item)
    {
        if (Owner is not { } owner) throw new Refused(403, "Đăng nhập để dùng giấy tờ trong kho của ông/bà");
        var offers = await Offers(version, draft);
        if (!offers.TryGetValue(paperKey, out var offer) || offer.ItemId != item)
            throw new Refused(400, "Kho không có giấy tờ này của người ghi trong tờ khai. Tải lên bản chụp thay thế", $"paper-{paperKey}");
        if (DraftProgress.Read(draft.Progress).Vault.ContainsKey(paperKey)) return;
        await lent.Require(offer, $"paper-{paperKey}");
        var grant = await vault.Consent(owner, item, draft.Id, version.Code, version.Name, current.Value);
        try
        {
            await desk.SaveProgress(draft, progress => progress.WithVault(paperKey, new VaultChoice(grant, item, offer.Title, offer.Issuer,
                offer.IssuedOn, offer.Subject)));
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
