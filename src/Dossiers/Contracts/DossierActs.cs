using MotCua.Dossiers.Arrive;
using MotCua.Dossiers.Hold;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Contracts;

/// <summary>Something from outside that concerns a dossier: a payment, a confirmation, another agency's result.</summary>
/// <param name="Kind">A short code of the room that tells it, for example "payment".</param>
/// <param name="Reference">Of the sender: the same kind and reference again is the same message.</param>
/// <param name="Sender">As officials read it.</param>
/// <param name="Words">What it says, in a sentence for officials.</param>
public sealed record OutsideMessage(string Kind, string Reference, string Sender, string Words);

/// <summary>
/// Acts on a dossier for higher rooms, under the policy that holds for everybody: the current actor does what an official with these positions may do.
/// A job acts as the house: it reads every dossier, records what came, and stops or starts the clock where no official has to decide. Each act loads,
/// decides, records its fact and saves once; in a transaction of the caller it is part of that.
/// </summary>
/// <remarks>All throw <see cref="Refused"/>: 404 not there, 403 not the actor's, 409 not in this state, 400 what is given is wrong.</remarks>
public sealed class DossierActs
{
    private readonly HoldDossier hold;
    private readonly ResumeDossier resume;
    private readonly AttachFile attach;
    private readonly ReceiveMessage receive;

    internal DossierActs(HoldDossier hold, ResumeDossier resume, AttachFile attach, ReceiveMessage receive) =>
        (this.hold, this.resume, this.attach, this.receive) = (hold, resume, attach, receive);

    /// <param name="cause">One of <c>PauseCause</c>, as the rule set of the dossier allows.</param>
    public Task Pause(string code, string cause, string reason, string? legalBasis = null) => hold.Execute(code, Seen.Nothing, cause, reason, legalBasis);

    public Task Resume(string code, string reason) => resume.Execute(code, Seen.Nothing, reason);

    /// <summary>A file for one paper of an open dossier; the paper is there from then on, and whoever receives or signs must have seen it.</summary>
    /// <param name="file">What <see cref="Uploads"/> has looked at and kept.</param>
    public Task Attach(string code, string paperKey, UploadedFile file) => attach.Execute(code, paperKey, file);

    /// <summary>Told to officials on the dossier. However often it is sent, it has come once.</summary>
    /// <returns>False: it had come before, and nothing was written.</returns>
    public Task<bool> Arrived(string code, OutsideMessage message) => receive.Execute(code, message);
}
