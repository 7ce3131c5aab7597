using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Resolve;

/// <summary>
/// Thu hồi kết quả đã ký, chưa phát hành: whoever signed takes the signature back. Number and file stay and say that they are recalled; the same
/// text waits as a draft at the step of the signature and gets another number when it is signed. A released result is corrected, never recalled.
/// </summary>
internal sealed class RecallResult(DossierDesk desk, Db db, WorkOnStep work, IssuedResults results)
{
    /// <exception cref="Refused">400 reason; 403: not who signed; 409: nothing signed that is not released.</exception>
    public async Task<Dossier> Execute(string code, Seen seen, string? reason)
    {
        var dossier = await desk.Load(code, seen);
        if (await results.OfDossier(dossier.Id) is not { } signed || signed.State is not ("signed" or "released"))
            throw Refused.WrongState("Hồ sơ này không có kết quả đã ký để thu hồi");
        if (signed.State == "released" || dossier.Status != DossierStatus.Processing)
            throw Refused.WrongState("Kết quả đã phát hành nên không thu hồi được. Nếu có sai sót, dùng “Đính chính kết quả”");
        if (!May(signed, dossier)) throw new Refused(403, "Chỉ người đã ký kết quả này thu hồi được");
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do thu hồi để văn thư và người soạn biết", "reason");
        reason = TypedText.Within(reason, Reasons.Longest, "Lý do", "reason");
        await using var both = await db.Begin();
        desk.Record(dossier, new ResultRecalled(dossier.Id, dossier.Code, signed.Id, signed.Number!, signed.PdfSha256!), reason);
        await results.Recall(dossier.Id);
        var words = $"Thu hồi kết quả đã ký số {signed.Number}, chưa phát hành: {reason}";
        // From the step that follows the signature, whatever else is open beside it.
        for (var task = await desk.Step(dossier, default, StepKind.Number); task is { Kind: not StepKind.Sign };)
            task = (await work.Back(dossier, task, words)).Opened[0];
        dossier.Version++;
        await desk.Save();
        await db.Commit(both);
        return dossier;
    }

    /// <summary>Whoever signed, as long as he or she still leads the agency.</summary>
    public bool May(IssuedResult signed, Dossier dossier) =>
        signed.State == "signed" && dossier.Status == DossierStatus.Processing
        && desk.Actor.StandsFor(signed.SignerId) && DossierPolicy.MayLead(dossier, desk.Actor);
}
