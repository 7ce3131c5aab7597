using Microsoft.EntityFrameworkCore;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Receive;

/// <summary>
/// Giấy tờ đã tiếp nhận goes to its owner's vault, so that nobody asks for it again. Only what was digitised, of a known kind
/// and of a known owner.
/// </summary>
internal sealed class AcceptedPapers(DossierDesk desk, PaperRegister papers, PersonalVault vault)
{
    public async Task Deposit(Dossier dossier)
    {
        if (dossier.OwnerNumber is null) return;
        var attached = await desk.Db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == dossier.Id && a.PaperId != null).ToListAsync();
        foreach (var attachment in attached)
        {
            var component = dossier.Components.SingleOrDefault(c => c.PaperKey == attachment.PaperKey);
            if (component is not null && await papers.Find(attachment.PaperId!.Value) is { } paper) await Deposit(dossier, paper, component);
        }
    }

    public async Task Deposit(Dossier dossier, DigitisedPaper paper, Component component)
    {
        if (dossier.OwnerNumber is not { } number || component.PaperType is not { } type) return;
        await vault.Deposit(new NewVaultItem(new OwnerIdentity(dossier.OwnerKind, number), type, paper.Title, paper.Id, paper.Sha256, paper.MediaType, NewVaultItem.Accepted)
        {
            PaperCode = paper.Code, Number = paper.Number, IssuedOn = paper.IssuedOn, ValidTo = paper.ValidTo, Issuer = paper.Issuer,
            SourceDossierId = dossier.Id, SourceDossierCode = dossier.Code,
        });
    }
}
