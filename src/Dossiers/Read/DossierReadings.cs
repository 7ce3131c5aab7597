using System.Collections.Concurrent;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;
using Npgsql;

namespace MotCua.Dossiers.Read;

/// <summary>What was recorded a moment ago: an act loads the dossier, then its page does; a list is opened again all day.</summary>
internal sealed class RecentReadings(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(Guid Actor, Guid Dossier, string Act), DateTimeOffset> seen = new();

    public bool IsNew(Guid actor, Guid dossier, string act, TimeSpan kept)
    {
        if (seen.Count > 100_000) seen.Clear();
        var now = clock.GetUtcNow();
        if (seen.TryGetValue((actor, dossier, act), out var before) && now - before < kept && now >= before) return false;
        seen[(actor, dossier, act)] = now;
        return true;
    }

    /// <summary>So that the next look at anything is written, for whoever counts them.</summary>
    public void Forget() => seen.Clear();

    private readonly ConcurrentDictionary<(Guid Actor, Guid Dossier), (string Reason, DateTimeOffset At)> stated = new();

    public void Because(Guid actor, Guid dossier, string reason)
    {
        if (stated.Count > 10_000) stated.Clear();
        stated[(actor, dossier)] = (reason, clock.GetUtcNow());
    }

    public string? Because(Guid actor, Guid dossier, TimeSpan kept) =>
        stated.TryGetValue((actor, dossier), out var given) && clock.GetUtcNow() - given.At is var since && since >= TimeSpan.Zero && since < kept
            ? given.Reason : null;
}

/// <summary>
/// Ai đã xem: every reading of a dossier by an official, and every refusal, before it is shown. The owner reads it on "Ai đã xem dữ liệu của
/// tôi". Readings by the applicant themselves are not kept: whoever may act for the owner is known from the dossier.
/// </summary>
internal sealed class DossierReadings(DataReading readings, CurrentActor current, OrganisationDirectory organisation, NpgsqlDataSource source,
    RecentReadings recent)
{
    private static readonly TimeSpan OneLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OneOpening = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan OneListing = TimeSpan.FromHours(1);

    private const string Handling = "Giải quyết hồ sơ";

    private Actor Actor => current.Value;

    /// <summary>Of whoever was asked by another agency and sees no more than the question opens.</summary>
    public const string Asked = "Trả lời lấy ý kiến";

    public Task Viewed(Dossier dossier, string purpose = Handling) => Viewed(dossier.Id, dossier.Code, dossier.OwnerKind, dossier.OwnerNumber, purpose);

    public async Task Viewed(Guid id, string code, string ownerKind, string? ownerNumber, string purpose = Handling)
    {
        if (!Actor.IsStaff || !recent.IsNew(Actor.AccountId!.Value, id, "viewed", OneLook)) return;
        await Write("viewed", purpose, Of([(id, code, ownerKind, ownerNumber)], null));
    }

    /// <param name="reason">Lý do, where the case has ended or another agency was asked.</param>
    public async Task File(Dossier dossier, string name, string? reason = null)
    {
        if (Actor.IsStaff) await Write("file", reason ?? Handling, Of(dossier, name));
    }

    /// <summary>Page images of a file: who turns its pages has opened it once.</summary>
    public async Task Pages(Dossier dossier, Guid file, string name, string? reason = null)
    {
        if (Actor.IsStaff && recent.IsNew(Actor.AccountId!.Value, file, "pages", OneOpening)) await File(dossier, name, reason);
    }

    /// <summary>A paper of a vault, page by page: whether this look at it begins an opening.</summary>
    public bool IsOpening(Guid dossier, Guid item) =>
        !Actor.IsStaff || recent.IsNew(Actor.AccountId!.Value, item, $"vault {dossier}", OneOpening);

    /// <summary>A case that has ended is looked through page by page: the reason is stated once, and holds as long as one opening.</summary>
    /// <exception cref="Refused">403: no reason.</exception>
    public async Task BeginLook(Dossier dossier, Guid file, string name, string? reason)
    {
        if (await RequireCase(dossier, name, reason) is not { } said) return;
        recent.Because(Actor.AccountId!.Value, dossier.Id, reason!.Trim());
        // Said here, whenever its pages were seen before; the pages themselves then add nothing to it.
        recent.IsNew(Actor.AccountId!.Value, file, "pages", OneOpening);
        await File(dossier, name, said);
    }

    /// <summary>What was stated for looking through this case; null: nothing, or too long ago.</summary>
    public string? Stated(Dossier dossier) => Actor.IsStaff ? recent.Because(Actor.AccountId!.Value, dossier.Id, OneOpening) : null;

    public Task Listed(IEnumerable<(Guid Id, string Code, string OwnerKind, string? OwnerNumber)> rows) => Actor.IsStaff
        ? Write("listed", "Danh sách công việc", Of(rows.Where(row => row.OwnerNumber is not null
        && recent.IsNew(Actor.AccountId!.Value, row.Id, "listed", OneListing)), null))
        : Task.CompletedTask;

    /// <summary>For lists whose rows name the dossier only.</summary>
    public async Task Listed(IEnumerable<Guid> dossiers)
    {
        if (!Actor.IsStaff) return;
        var unseen = dossiers.Distinct().Where(id => recent.IsNew(Actor.AccountId!.Value, id, "listed", OneListing)).ToArray();
        if (unseen.Length > 0) await Write("listed", "Danh sách công việc", await Find("id = any($1)", unseen));
    }

    public Task Exported(IEnumerable<(Guid Id, string Code, string OwnerKind, string? OwnerNumber)> rows, string what) =>
        Write("exported", what, Of(rows, what));

    /// <summary>A number that was typed belongs to somebody even where nothing is found under it.</summary>
    public async Task Searched(string words, IReadOnlyCollection<(Guid Id, string Code, string OwnerKind, string? OwnerNumber)> found)
    {
        if (!Actor.IsStaff) return;
        var read = Of(found, "Hồ sơ");
        var number = string.Concat(words.Where(char.IsAsciiDigit));
        if (number.Length == 12 && read.All(one => one.Owner.Number != number)) read.Add(new ReadData(OwnerIdentity.OfPerson(number), null, null));
        await Write("searched", "Tìm hồ sơ", read);
    }

    public Task LookedUp(OwnerIdentity owner, Guid reception, string purpose) =>
        Write("looked-up", purpose, [new ReadData(owner, reception, null)], channel: "counter");

    /// <summary>The policy has said no, or there is no such dossier; of one that exists its owner learns it.</summary>
    public async Task Denied(string code)
    {
        // The same statements whether there is one or not: nobody learns from the time it takes that there is.
        if (Actor.IsStaff) await readings.Record(Actor, "viewed", "desk", await Unit(), null, await Find("code = any($1)", new[] { code }), allowed: false);
    }

    /// <summary>Whether the case has ended for this official: nothing of its files is shown without a reason.</summary>
    public bool NeedsReason(Dossier dossier) =>
        Actor.IsStaff && !DossierStatus.IsOpen(dossier.Status) && dossier.Status != DossierStatus.Done && !Actor.Has(Roles.Registrar);

    /// <summary>
    /// Access ends with the case: files of a dossier that has ended are opened for a stated reason only. The registrar keeps them by office.
    /// </summary>
    /// <returns>The reason, to be recorded.</returns>
    public async Task<string?> RequireCase(Dossier dossier, string name, string? reason = null)
    {
        if (!NeedsReason(dossier)) return null;
        if (reason?.Trim() is { Length: >= 10 and <= 300 } stated) return $"Hồ sơ đã kết thúc: {stated}";
        await Write("file", "Hồ sơ đã kết thúc", Of(dossier, name), allowed: false);
        throw new Refused(403, "Hồ sơ đã kết thúc. Nêu lý do (10 đến 300 ký tự) ở trang hồ sơ để mở tệp");
    }

    private static List<ReadData> Of(IEnumerable<(Guid Id, string Code, string OwnerKind, string? OwnerNumber)> rows, string? what) =>
        [.. rows.Where(row => row.OwnerNumber is not null)
        .Select(row => new ReadData(new OwnerIdentity(row.OwnerKind, row.OwnerNumber!), row.Id, row.Code, what))];

    private static IReadOnlyCollection<ReadData> Of(Dossier dossier, string? what) =>
        dossier.OwnerNumber is { } number ? [new ReadData(new OwnerIdentity(dossier.OwnerKind, number), dossier.Id, dossier.Code, what)] : [];

    private async Task Write(string act, string? purpose, IReadOnlyCollection<ReadData> read, bool allowed = true, string channel = "desk")
    {
        if (read.Count > 0) await readings.Record(Actor, act, channel, await Unit(), purpose, read, allowed);
    }

    private async Task<string?> Unit() =>
        Actor.Agencies.FirstOrDefault() is { } agency ? await organisation.AgencyName(agency) : null;

    private async Task<IReadOnlyCollection<ReadData>> Find<T>(string which, T[] keys)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"select owner_kind, owner_number, id, code from dossiers.dossier where {which} and owner_number is not null", connection);
        command.Parameters.Add(new() { Value = keys });
        await command.PrepareAsync();
        var found = new List<ReadData>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found.Add(new ReadData(new OwnerIdentity(rows.GetString(0), rows.GetString(1)), rows.GetGuid(2), rows.GetString(3)));
        return found;
    }
}
