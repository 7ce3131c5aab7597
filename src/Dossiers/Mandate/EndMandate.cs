using MotCua.Dossiers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Mandate;

/// <summary>
/// Chấm dứt ủy quyền: the owner may at any time end the mandate of who filed for them (Bộ luật Dân sự 2015, Điều 563 và 569). It holds at the
/// next request; what was done before stays done.
/// </summary>
internal sealed class EndMandate(DossierDesk desk)
{
    public const int LongestReason = 300;

    public static bool MayEnd(Dossier dossier, Actor actor) => IsOwner(dossier, actor) && dossier.MandateEndedAt is null
        && dossier.SubmittedBy is { } filer && filer != actor.AccountId;

    public async Task Execute(string code, string? reason)
    {
        var dossier = await desk.Load(code, Seen.Nothing);
        if (!IsOwner(dossier, desk.Actor)) throw new Refused(403, "Chỉ chủ hồ sơ chấm dứt được quyền của người nộp thay");
        if (!MayEnd(dossier, desk.Actor)) throw Refused.WrongState("Hồ sơ này không còn người nộp thay nào có quyền");
        var why = (reason ?? "").Trim();
        if (why.Length > LongestReason) throw new Refused(400, $"Rút ngắn lý do còn {LongestReason} ký tự, hiện có {why.Length}", "ly-do");
        dossier.MandateEndedAt = desk.Now;
        dossier.Version++;
        desk.Record(dossier, new MandateEnded(dossier.Id, dossier.Code, dossier.SubmittedBy!.Value), why.Length == 0 ? null : why);
        await desk.Save();
    }

    private static bool IsOwner(Dossier dossier, Actor actor) => !actor.IsStaff && actor.OwnerNumber is { } number
        && dossier.OwnerKind == actor.OwnerKind && dossier.OwnerNumber == number;
}
