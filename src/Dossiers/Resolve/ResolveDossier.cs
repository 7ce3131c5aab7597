using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Resolve;

/// <summary>Soạn, ký và phát hành kết quả: from the draft to the moment when the clock stops.</summary>
internal sealed class ResolveDossier(DossierDesk desk, DossierFiles files, WorkOnStep work, IssuedResults results,
    ResultFields fields, ConsultationLists consultations, SigningTitles titles, SigningProof proof)
{
    /// <summary>Soạn dự thảo from the template of the procedure version.</summary>
    public async Task<IssuedResult> Draft(string code, Seen seen, string verifyBase)
    {
        var (dossier, task) = await Open(code, seen);
        if (!DossierPolicy.MayDecide(task, dossier, desk.Actor)) throw new Refused(403, "Anh/chị chưa được giao hồ sơ này. Xin phân công rồi thao tác tiếp");
        // Whoever signs must have read this text, not the one before it.
        dossier.Version++;
        return await results.Draft(await fields.Result(dossier, await fields.Of(dossier), verifyBase));
    }

    /// <summary>Ký số at the signing step, then moves on; the result is released when nothing but the return is left.</summary>
    /// <param name="password">The signer's, once more.</param>
    public Task<Dossier> Sign(string code, Seen seen, string? password) => Sign(code, seen, () => proof.Require(password));

    /// <summary>The same with a proof that was given for several results together.</summary>
    public Task<Dossier> Sign(string code, Seen seen, Proven signer) => Sign(code, seen, () => Task.FromResult(signer));

    private async Task<Dossier> Sign(string code, Seen seen, Func<Task<Proven>> prove)
    {
        var (dossier, task) = await Open(code, seen, StepKind.Sign);
        if (task.Kind is not StepKind.Sign || !DossierPolicy.MayDo(task, dossier, desk.Actor) || !DossierPolicy.MayLead(dossier, desk.Actor))
            throw new Refused(403, "Chỉ lãnh đạo đang giữ bước ký mới ký được kết quả này");
        await consultations.RequireNone(dossier);
        await files.Require(dossier);
        var title = await titles.Require(desk.Actor, Roles.Leader, dossier.CompetentAgency);
        var signer = await prove();
        // Written with the number, before the key is used: what changed since it was looked at stops the signature, not only what follows it.
        dossier.Version++;
        await results.Sign(dossier.Id, title.Words, signer);
        await work.Move(dossier, task, "signed", null);
        await desk.Save();
        return dossier;
    }

    /// <summary>Văn thư vào sổ, phát hành.</summary>
    public async Task<Dossier> Register(string code, Seen seen)
    {
        var (dossier, task) = await Open(code, seen, StepKind.Number);
        if (task.Kind is not StepKind.Number || !DossierPolicy.MayDo(task, dossier, desk.Actor))
            throw new Refused(403, "Bước vào sổ, phát hành do văn thư thực hiện");
        await work.Move(dossier, task, "registered", null);
        await desk.Save();
        return dossier;
    }

    public static OwnerIdentity? OwnerOf(Dossier dossier) =>
        dossier.OwnerNumber is { } number ? new OwnerIdentity(dossier.OwnerKind, number) : null;

    private async Task<(Dossier, CurrentTask)> Open(string code, Seen seen, StepKind? kind = null)
    {
        var dossier = await desk.Load(code, seen);
        if (dossier.Status != DossierStatus.Processing) throw Refused.WrongState("Hồ sơ này hiện không ở bước xử lý nào");
        return (dossier, await desk.Step(dossier, seen, kind) ?? throw Refused.WrongState("Hồ sơ này không còn việc đang mở"));
    }
}
