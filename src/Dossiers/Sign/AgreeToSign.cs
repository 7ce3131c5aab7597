using MotCua.Dossiers.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Sign;

/// <summary>
/// Đồng ý ký: the leader says of one draft that it was read and is to be signed, so that many are signed with one proof and none unread. It
/// counts for the dossier as it stood, and for this leader alone.
/// </summary>
internal sealed class AgreeToSign(DossierDesk desk, Db db, IssuedResults results)
{
    public async Task Execute(string code, Seen seen)
    {
        if (seen.Version is not { } version) throw new Refused(400, "Mở lại dự thảo rồi bấm đồng ý", "seen");
        var dossier = await desk.Load(code, seen);
        var task = await desk.Step(dossier, seen, StepKind.Sign);
        if (dossier.Status != DossierStatus.Processing || task is not { Kind: StepKind.Sign } || !DossierPolicy.MayDo(task, dossier, desk.Actor)
            || !DossierPolicy.MayLead(dossier, desk.Actor) || desk.Actor.AccountId is not { } account)
            throw new Refused(403, "Chỉ lãnh đạo đang giữ bước ký mới đồng ý ký được kết quả này");
        if (await results.OfDossier(dossier.Id) is not { State: "submitted" }) throw Refused.WrongState("Hồ sơ này chưa có dự thảo được trình ký");
        var agreed = await db.Set<AgreedDraft>().FindAsync(account, dossier.Id);
        if (agreed is { } same && same.Seen == version) return;
        if (agreed is null) db.Add(agreed = new AgreedDraft { AccountId = account, DossierId = dossier.Id });
        (agreed.Seen, agreed.At) = (version, desk.Now);
        desk.Record(dossier, new DraftAgreed(dossier.Id, dossier.Code, version));
        await desk.Save();
    }
}
