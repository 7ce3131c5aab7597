using System.Text.Json.Nodes;
using MotCua.Dossiers.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Resolve;

/// <summary>The result lands in its owner's vault by itself. The caller saves.</summary>
internal sealed class KeepResult(CurrentActor current, FileStore files, PaperRegister papers, PersonalVault vault, SignedFiles signed,
    PagePictures pictures)
{
    /// <param name="corrected">The result whose place it takes; its paper is then never offered again.</param>
    public async Task Execute(Dossier dossier, IssuedResult result, IssuedResult? corrected = null)
    {
        if (ResolveDossier.OwnerOf(dossier) is not { } owner) return;
        await using var pdf = await files.Open(result.PdfSha256!);
        var size = pdf.Length;
        var old = corrected is null ? null : (await papers.OfDossier(dossier.Id)).FirstOrDefault(paper => paper.Sha256 == corrected.PdfSha256);
        var paper = await papers.Add(new NewPaper(owner, result.PaperType, result.Title, result.PdfSha256!, "application/pdf", size,
            await pictures.Count(result.PdfSha256!), "electronic", "result",
            result.Number, result.SignedAt!.Value.Day(), result.ValidTo, dossier.CompetentAgencyName, new Dictionary<string, string>(), dossier.Id,
            dossier.Code), current.Value.Name);
        var verdict = await signed.Again(paper.Sha256, paper.MediaType, null);
        await vault.Deposit(new NewVaultItem(owner, paper.PaperType, paper.Title, paper.Id, paper.Sha256, paper.MediaType, NewVaultItem.Result)
        {
            PaperCode = paper.Code, Number = paper.Number, IssuedOn = paper.IssuedOn, ValidTo = paper.ValidTo, Issuer = dossier.CompetentAgencyName,
            SourceDossierId = dossier.Id, SourceDossierCode = dossier.Code, Replaces = old?.Id,
            Subject = DeclaredSubject.Of(paper.PaperType, JsonNode.Parse(dossier.Answers)!.AsObject()),
            Signature = verdict?.Kind, SignatureWords = verdict?.Words,
        });
    }
}
