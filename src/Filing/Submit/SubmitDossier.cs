using System.Text.Json.Nodes;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Fill;
using MotCua.Forms.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;
using Npgsql;

namespace MotCua.Filing.Submit;

/// <summary>What a draft would be as a dossier, judged: the dossier when nothing is missing, else everything that is.</summary>
internal sealed record JudgedDraft(FilingSnapshot Draft, ProcedureVersionView Version, FormDefinition Form, JsonObject Answers,
    IReadOnlyList<PaperNeed> Papers, FilingPlace? Place, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<FieldWarning> Warnings);

/// <summary>
/// Nộp hồ sơ: everything is judged again here, whatever the pages have judged. The draft is the key: however often it is
/// sent, there is one dossier. One round trip reads and one writes; a paper from the vault adds its record of use to the
/// same transaction.
/// </summary>
internal sealed class SubmitDossier(NpgsqlDataSource source, Db db, CurrentActor current, TimeProvider clock, ProcedureCatalogue catalogue,
    DraftForms forms, FilingPlaces places, SubmissionWriter writer, OpenProcedures open, PersonalVault vault, DraftFiles files)
{
    private Guid? Account => current.Value is { IsStaff: false, AccountId: { } id } ? id : null;

    /// <param name="seen">The version of the draft that the person read; null: not said.</param>
    public async Task<Submitted> Execute(Guid draftId, IReadOnlyList<string> tokens, int? seen = null)
    {
        var draft = await Load(draftId, tokens);
        if (draft.Filed is { } earlier) return earlier;
        if (seen is { } read && read != draft.Version) throw Refused.WrongState("Bản nháp đã thay đổi từ khi ông/bà mở trang này. Đọc lại rồi nộp lần nữa");
        var filing = await Judge(draft);
        if (filing.Problems.Count > 0) throw new Refused(400, $"Cần kiểm tra lại {filing.Problems.Count} mục", problems: filing.Problems);
        await open.Require(filing.Version.Code, catalogue);
        await files.Require(draft.Files);
        var dossier = Dossier(filing);
        var lent = draft.Progress.Vault;
        NpgsqlBatchCommand Claim() => DraftLock.Claim(draft, dossier.Id, clock.GetUtcNow());
        return lent.Count == 0
            ? await writer.Write(dossier, Claim)
            : await writer.Write(dossier, Claim, db, async code =>
            {
                foreach (var (_, choice) in lent) await vault.Use(choice.GrantId, dossier.Id, code, dossier.CompetentAgencyName);
            });
    }

    public async Task<FilingSnapshot> Load(Guid draftId, IReadOnlyList<string> tokens)
    {
        var draft = await FilingSnapshot.Read(source, writer, draftId);
        if (draft is null || !draft.IsOf(Account, tokens) || (draft.Filed is null && draft.ExpiresAt <= clock.GetUtcNow()))
            throw new Refused(404, "Không tìm thấy bản nháp này, hoặc bản nháp đã quá 30 ngày. Bắt đầu lại từ trang thủ tục");
        return draft;
    }

    /// <summary>The same judgement for the check page and for the act.</summary>
    public async Task<JudgedDraft> Judge(FilingSnapshot draft)
    {
        var version = await catalogue.GetVersion(draft.ProcedureVersionId)
            ?? throw new InvalidOperationException($"Version {draft.ProcedureVersionId} is gone.");
        var form = await forms.Get(draft.FormCode, draft.FormVersion);
        var read = FormAnswers.Validate(form, JsonNode.Parse(draft.Answers)!.AsObject(), await forms.Context());
        var problems = read.Problems.ToList();
        var papers = PaperNeed.Of(version, draft.Files, draft.Progress);
        problems.AddRange(papers.Where(need => need.State == "missing").Select(need => new FieldProblem(need.Field, need.Missing)));
        problems.AddRange(papers.Select(need => DraftVault.Misfit(need, read.Answers)).OfType<FieldProblem>());
        FilingPlace? place = null;
        try { place = await places.Find(version, draft.Progress.Unit, draft.OfficeCode); }
        catch (Refused refused) { problems.Add(new FieldProblem(refused.Field ?? "unit", refused.Message)); }
        return new JudgedDraft(draft, version, form, read.Answers, papers, place, problems, read.Warnings);
    }

    private NewDossier Dossier(JudgedDraft filing)
    {
        var (draft, version, place) = (filing.Draft, filing.Version, filing.Place!);
        var party = DeclaredParty.Of(filing.Answers);
        return new NewDossier(Guid.CreateVersion7(), draft.Id, place.UnitCode, ShortCode.New(), RandomKey.New(),
            version.Code, version.VersionId, version.Name, "online",
            place.Office, place.OfficeName, place.IntakeAgency, place.CompetentAgency, place.CompetentAgencyName,
            Account, DossierParties.Of(party), draft.Progress.Support, draft.FormCode, draft.FormVersion, filing.Answers.ToJsonString(),
            party.ReturnMethod, version.Fee.AmountVnd,
            [.. filing.Papers.Select(need => new NewComponent(need.Paper.Key, need.Paper.Name, need.Paper.PaperType, need.Required, need.Paper.Kind, need.State,
                need.Vault?.GrantId))],
            [.. draft.Files.Select(f => new NewFile(f.Id, f.PaperKey, f.Sha256, f.FileName, f.MediaType, f.Size, f.Pages, f.UploadedAt, f.Signature,
                f.SignatureWords))], draft.Foreign);
    }
}
