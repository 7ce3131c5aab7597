using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Messages.Contracts;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Receive;

/// <summary>
/// Giấy tờ đã tiếp nhận goes to its owner's vault, scanned at the desk or handed in as a file, so that nobody asks for it
/// again. Only of a known kind and a known owner: without a kind no later dossier could be offered it.
/// </summary>
internal sealed class AcceptedPapers(Db db, CurrentActor current, PaperRegister papers, PersonalVault vault, SignedFiles signed, Parties parties,
    Messenger messages)
{
    private readonly HashSet<Guid> asked = [];

    /// <summary>At the reception, and once more when the result is released, for what a supplement brought.</summary>
    /// <param name="files">Its files, where they were read with it.</param>
    public async Task Deposit(Dossier dossier, IReadOnlyList<Attachment>? files = null)
    {
        if (dossier.OwnerNumber is not { } number) return;
        var owner = new OwnerIdentity(dossier.OwnerKind, number);
        var accepted = dossier.Components.Where(c => c is { State: "have", PaperType: not null }).ToDictionary(c => c.PaperKey);
        foreach (var file in files ?? await db.Set<Attachment>().Where(a => a.DossierId == dossier.Id).OrderBy(a => a.UploadedAt).ToListAsync())
        {
            if (!accepted.TryGetValue(file.PaperKey, out var component) || IsReplaced(dossier, file)) continue;
            // Deposited with the dossier that it was handed in or issued with.
            if (file.Origin == NewFile.Linked) continue;
            if (files is not null) db.Attach(file);
            file.Judged(await signed.Again(file.Sha256, file.MediaType, file.Verdict()));
            // The official sees what is wrong with it; its owner's vault never lends it.
            if (file.Verdict() is { IsSpoilt: true }) continue;
            var paper = file.PaperId is { } known ? await papers.Find(known) : null;
            if (paper is null)
            {
                paper = await papers.Add(new NewPaper(owner, component.PaperType!, component.Name, file.Sha256, file.MediaType, file.Size, file.Pages,
                    component.Kind, "upload",
                    null, null, null, null, new Dictionary<string, string>(), dossier.Id, dossier.Code), current.Value.Name);
                (file.PaperId, file.PaperCode) = (paper.Id, paper.Code);
            }
            await Deposit(dossier, paper, component, file.Verdict());
        }
    }

    /// <summary>A supplement asked for this paper again after the file had come: that file was not accepted.</summary>
    private static bool IsReplaced(Dossier dossier, Attachment file) =>
        dossier.Supplements.Any(s => s.RequestedAt > file.UploadedAt && SupplementItem.Read(s.Items).Any(item => item.PaperKey == file.PaperKey));

    public async Task Deposit(Dossier dossier, DigitisedPaper paper, Component component, FileVerdict? verdict)
    {
        if (dossier.OwnerNumber is not { } number || component.PaperType is not { } type) return;
        var owner = new OwnerIdentity(dossier.OwnerKind, number);
        var proven = await IsProven(dossier, owner);
        if (!proven && !await vault.Has(owner, paper.Id)) await Ask(dossier, owner);
        await vault.Deposit(new NewVaultItem(owner, type, paper.Title, paper.Id, paper.Sha256, paper.MediaType, NewVaultItem.Accepted)
        {
            PaperCode = paper.Code, Number = paper.Number, IssuedOn = paper.IssuedOn, ValidTo = paper.ValidTo, Issuer = paper.Issuer,
            SourceDossierId = dossier.Id, SourceDossierCode = dossier.Code, Proven = proven,
            Subject = DeclaredSubject.Of(type, JsonNode.Parse(dossier.Answers)!.AsObject()),
            Signature = verdict?.Kind, SignatureWords = verdict?.Words,
        });
    }

    /// <summary>At the counter the officer has seen the person's card; online only the owner's own account says that it is them.</summary>
    private async Task<bool> IsProven(Dossier dossier, OwnerIdentity owner) =>
        dossier.Channel != "online" || dossier.SubmittedBy is { } account && (await parties.OfAccount(account))?.Identity == owner;

    /// <summary>Told to the owner's account, never to the phone that the filer has declared; once for all papers of an act.</summary>
    private async Task Ask(Dossier dossier, OwnerIdentity owner)
    {
        if (!asked.Add(dossier.Id)) return;
        var fields = new Dictionary<string, string>
        {
            ["short"] = ShortCode.Display(dossier.ShortCode), ["procedure"] = dossier.ProcedureName, ["page"] = "/kho-giay-to"
        };
        await messages.Queue("vault.asked", new Recipient(Owner: owner), fields, dossier.Code);
    }
}
