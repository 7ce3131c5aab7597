using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Track;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Supplement;

/// <summary>
/// Bổ sung hồ sơ, the applicant's side. Files wait under the request until everything is sent, so that the office never
/// sees half an answer. Who has no account comes with the code and the last four digits.
/// </summary>
internal sealed class SupplementAnswering(Db db, DossierDesk desk, SupplementFiles files, AnswerSupplement answer, TrackingPass pass)
{
    private const int LongestAnswer = 2_000;

    /// <param name="key">Dossier code, or the token of the QR.</param>
    /// <returns>Null when the asker must first show the second factor.</returns>
    public async Task<Dossier?> Open(string key, HttpContext http)
    {
        var found = await db.Set<Dossier>().AsNoTracking().Where(d => d.Code == key || d.TrackingToken == key).Select(d => new { d.Id, d.Code })
            .SingleOrDefaultAsync();
        if (found is not null && pass.Opens(http, found.Id)) return await Opened(found.Id);
        if (!desk.Actor.IsSignedIn || desk.Actor.IsStaff) return null;
        // The policy says 404 to a stranger; here that is the same as not having shown the second factor. Asked for what is not there too:
        // the time must not tell the two apart.
        try { return await desk.Load(found?.Code ?? key, Seen.Nothing); }
        catch (Refused refused) when (refused.Status == 404) { return null; }
    }

    /// <summary>Four digits of a guessable code open what is asked, not what was handed in.</summary>
    public bool MaySeeFiles(Dossier dossier, HttpContext http) => pass.OpensAll(http, dossier.Id) || DossierPolicy.IsApplicant(dossier, desk.Actor);

    public static SupplementRequest Waiting(Dossier dossier) =>
        (dossier.Status == DossierStatus.Supplement ? dossier.Supplements.OrderBy(s => s.No).LastOrDefault(s => s.AnsweredAt is null) : null)
        ?? throw Refused.WrongState("Hồ sơ này không còn chờ bổ sung. Xem diễn tiến ở trang tra cứu");

    public Task<IReadOnlyList<Attachment>> Files(SupplementRequest request) => files.Of(request);

    public async Task Attach(SupplementRequest request, string paperKey, string? fileName, Stream content, long? length)
    {
        if (SupplementItem.Read(request.Items).All(i => i.PaperKey != paperKey)) throw new Refused(400, "Mục này không có trong yêu cầu bổ sung", "paper");
        await files.Attach(request, paperKey, fileName, content, length);
    }

    /// <summary>Looks at the files of a program, named by paperKey; nothing of them is in the dossier yet.</summary>
    public async Task<IReadOnlyList<Attachment>> Prepare(Dossier dossier, IFormFileCollection posted)
    {
        var holder = dossier.Supplements.OrderBy(s => s.No).LastOrDefault() ?? throw Refused.WrongState("Hồ sơ này không chờ bổ sung");
        var prepared = new List<Attachment>();
        foreach (var file in posted)
        {
            await using var content = file.OpenReadStream();
            prepared.Add(await files.Prepare(holder, file.Name, file.FileName, content, file.Length));
        }
        return prepared;
    }

    public Task Remove(SupplementRequest request, Guid file) => files.Remove(request, file);

    /// <summary>Gửi bổ sung: every paper asked for has a file, every other item an answer in words.</summary>
    /// <param name="words">Answers to items that are not papers, by their place in the request (0…).</param>
    /// <param name="with">Files that come in this very moment; see <see cref="SupplementFiles.Prepare"/>.</param>
    public async Task Send(Dossier dossier, IReadOnlyDictionary<int, string> words, IReadOnlyList<Attachment>? with = null)
    {
        var request = Waiting(dossier);
        var items = SupplementItem.Read(request.Items);
        if (with?.FirstOrDefault(file => items.All(i => i.PaperKey != file.PaperKey)) is not null)
            throw new Refused(400, "Mục này không có trong yêu cầu bổ sung", "paper");
        await using var own = db.Database.CurrentTransaction is null ? await db.Begin() : null;
        // Whoever adds a file now either comes before the answer is read together, or is told that it has gone.
        await files.Take(request);
        foreach (var file in with ?? []) await files.Add(file);
        var sent = await db.Set<Attachment>().Where(a => a.HolderId == request.Id && a.DossierId == null).ToListAsync();
        var problems = items.Select((item, at) => item.PaperKey is { } key
                ? sent.Exists(a => a.PaperKey == key) ? null : new FieldProblem($"paper-{key}", $"Thêm ảnh hoặc tệp \"{item.Name}\"")
                : string.IsNullOrWhiteSpace(words.GetValueOrDefault(at)) ? new FieldProblem($"item-{at}", $"Nhập nội dung bổ sung cho \"{item.Name}\"") : null)
            .Concat(words.Select(said =>
                TypedText.TooLong(said.Value.Trim(), LongestAnswer, "Nội dung bổ sung") is { } problem ? new FieldProblem($"item-{said.Key}", problem) : null))
            .OfType<FieldProblem>().ToList();
        if (problems.Count > 0) throw new Refused(400, $"Cần kiểm tra lại {problems.Count} mục", problems: problems);
        await files.Require(sent);
        foreach (var file in sent) file.DossierId = dossier.Id;
        foreach (var (at, text) in words.Where(w => w.Key >= 0 && w.Key < items.Count && items[w.Key].PaperKey is null))
            db.Add(new Opinion
            {
                Id = Guid.CreateVersion7(), DossierId = dossier.Id, At = desk.Now, AuthorId = desk.Actor.AccountId, AuthorName = dossier.SubmitterName,
                Kind = "answer", Text = $"{items[at].Name}: {text.Trim()}",
            });
        await answer.Apply(dossier, items.Where(i => i.PaperKey is not null).Select(i => i.PaperKey!).ToHashSet());
        if (own is not null) await own.CommitAsync(CancellationToken.None);
    }

    /// <summary>For a caller that has seen the second factor.</summary>
    public Task<Dossier> Opened(Guid id) => Dossier.Whole(db.Set<Dossier>().Where(d => d.Id == id)).SingleAsync();
}
