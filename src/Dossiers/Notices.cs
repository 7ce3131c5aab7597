using MotCua.Dossiers.Contracts;
using MotCua.Messages.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Ui;

namespace MotCua.Dossiers;

/// <summary>Tin báo cho người nộp: what happened to which dossier, on the channels that are known. The caller saves.</summary>
internal sealed class Notices(Messenger messages)
{
    /// <param name="before">The date as the applicant knew it; said when it is another one now.</param>
    /// <param name="no">Which supplement it is.</param>
    public Task Tell(Dossier dossier, string happening, string? reason = null, int count = 0, DateTimeOffset? due = null, DateTimeOffset? before = null,
        int no = 1) => messages.Queue(Letter(new Told(dossier.Code, dossier.ShortCode, dossier.ProcedureName, dossier.Phone, dossier.Email, dossier.OwnerKind,
        dossier.OwnerNumber, dossier.DueAt, dossier.DueProvisional), happening, reason, count, due, before, no));

    public static Letter Letter(Told dossier, string happening, string? reason = null, int count = 0, DateTimeOffset? due = null,
        DateTimeOffset? before = null, int no = 1) => new(happening,
        new Recipient(dossier.Phone, dossier.Email, dossier.OwnerNumber is { } number ? new OwnerIdentity(dossier.OwnerKind, number) : null),
        new Dictionary<string, string>
        {
            ["short"] = ShortCode.Display(dossier.ShortCode),
            ["code"] = dossier.Code,
            ["procedure"] = dossier.ProcedureName,
            ["due"] = (due ?? dossier.DueAt) is { } at ? Vi.DateTime(at)
                + (due is null && dossier.DueProvisional ? " (dự kiến, lịch nghỉ năm đó chưa công bố)" : "") : "theo quy định",
            ["moved"] = before is { } known && known != (due ?? dossier.DueAt) ? $", trước là {Vi.DateTime(known)}" : "",
            ["reason"] = reason ?? "",
            ["count"] = count.ToString(),
            ["no"] = no.ToString(),
            ["page"] = $"/tra-cuu?ma={dossier.ShortCode}",
        }, dossier.Code);
}

/// <summary>What a message says of a dossier, and where it goes.</summary>
internal sealed record Told(string Code, string ShortCode, string ProcedureName, string? Phone, string? Email, string OwnerKind, string? OwnerNumber,
    DateTimeOffset? DueAt, bool DueProvisional);
