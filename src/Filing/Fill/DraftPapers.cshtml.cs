using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Filing.Fill;

[Face(Face.Portal), RequestSizeLimit(Uploads.MaxPostBytes), RequestFormLimits(MultipartBodyLengthLimit = Uploads.MaxPostBytes)]
internal sealed class DraftPapersModel(DraftDesk desk, DraftFiles files, DraftVault vault, DraftTasks tasks, FilingPlaces places,
    CurrentActor current) : DraftPageModel(desk)
{
    public IReadOnlyList<PaperNeed> Needs { get; private set; } = [];

    public IReadOnlyDictionary<string, VaultOffer> Offers { get; private set; } = new Dictionary<string, VaultOffer>();

    /// <summary>Who will decide, where that is chosen already.</summary>
    public string? Office { get; private set; }

    /// <summary>What should be looked at again, by file.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<string>> Hints { get; private set; } = new Dictionary<Guid, IReadOnlyList<string>>();

    public bool SignedIn => current.Value is { IsSignedIn: true, IsStaff: false };

    public Task OnGet() => Fill();

    /// <summary>Thêm tệp: files of every box that holds some; what one file refuses does not lose the others.</summary>
    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        if (act == "quay-lai" && Draft is null && Request.Form.Files.Count == 0) return Redirect(Root);
        var draft = await Ensure();
        var problems = new List<FieldProblem>();
        foreach (var file in Request.Form.Files.Where(f => f.Name.StartsWith("tep.", StringComparison.Ordinal)))
        {
            try
            {
                await using var content = file.OpenReadStream();
                await files.Attach(draft, Procedure, file.Name[4..], file.FileName, content, file.Length);
            }
            catch (Refused refused) when (refused.Status == 400) { problems.AddRange(refused.Problems); }
        }
        if (problems.Count > 0) return await Again(problems);
        if (act?.StartsWith("them:", StringComparison.Ordinal) == true)
            return Redirect($"{Root}/{DraftTasks.Papers}{(ReturnTo is null ? "" : $"?ve={ReturnTo}")}#paper-{Uri.EscapeDataString(act[5..])}");
        if (act == "quay-lai") return Redirect(ReturnTo == "kiem-tra" ? $"{Root}/kiem-tra" : Root);
        if (act == "lam-sau") return Redirect($"{Root}/lam-sau");
        var missing = PaperNeed.Of(Procedure, await files.Of(draft.Id), DraftProgress.Read(draft.Progress)).Where(need => need.State == "missing").ToList();
        if (missing.Count > 0) return await Again([.. missing.Select(need => new FieldProblem(need.Field, need.Missing))]);
        await Desk.SaveProgress(draft, progress => progress.WithDone(DraftTasks.Papers, true));
        return Next(await tasks.After(Procedure, draft, DraftTasks.Papers));
    }

    public async Task<IActionResult> OnPostRemove([FromForm(Name = "tep")] Guid file)
    {
        if (Draft is not null) await files.Remove(Draft, file);
        return Here();
    }

    public async Task<IActionResult> OnPostConsent([FromForm(Name = "giay")] string paperKey, [FromForm(Name = "kho")] Guid item)
    {
        var draft = await Ensure();
        return await Try(() => vault.Consent(draft, Procedure, paperKey, item)) ? Here() : await Again(Problems);
    }

    public async Task<IActionResult> OnPostWithdraw([FromForm(Name = "giay")] string paperKey)
    {
        if (Draft is not null) await vault.Withdraw(Draft, paperKey);
        return Here();
    }

    public override async Task<IActionResult?> ComeBack(Refused why) =>
        await Again([new FieldProblem("", Request.Form.Files.Count > 0 ? $"{why.Message}; chọn lại tệp" : why.Message)]);

    private RedirectResult Here() => Redirect($"{Root}/{DraftTasks.Papers}{(ReturnTo is null ? "" : $"?ve={ReturnTo}")}");

    private async Task<IActionResult> Again(IReadOnlyList<FieldProblem> problems)
    {
        Problems = problems;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await Fill();
        return Page();
    }

    private async Task Fill()
    {
        Needs = PaperNeed.Of(Procedure, Draft is null ? [] : await files.Of(Draft.Id),
            Draft is null ? new DraftProgress() : DraftProgress.Read(Draft.Progress));
        Hints = await files.Hints([.. Needs.SelectMany(need => need.Files)]);
        Offers = await vault.Offers(Procedure, Draft);
        if (Offers.Count == 0) return;
        try { Office = (await places.Find(Procedure, DraftProgress.Read(Draft!.Progress).Unit, Draft.OfficeCode)).CompetentAgencyName; }
        // Not chosen yet: the sentence then says which of them it will be.
        catch (Refused) { Office = null; }
    }
}
