using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Pdf;
using MotCua.Papers.Results;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>Kết quả giải quyết as other rooms see it. State: draft | submitted | signed | released | recalled.</summary>
/// <param name="Corrects">The result whose place it takes.</param>
/// <param name="Corrected">Values that differ from what was declared, by template field; those of earlier corrections with them.</param>
public sealed record IssuedResult(Guid Id, Guid DossierId, string DossierCode, string Title, string? Number, string State, string PaperType,
    string? PdfSha256, string VerifyToken, string DraftedBy, DateTimeOffset DraftedAt, string? SignerName, string? SignerTitle, DateTimeOffset? SignedAt,
    DateOnly? ValidTo, string AgencyName, IReadOnlyList<string> Paragraphs, Guid? Corrects, string? CorrectionReason, string? CorrectionCode,
        IReadOnlyDictionary<string, string> Corrected)
{
    public Guid? SignerId { get; init; }
}

/// <summary>What a result is drafted from: the template of the procedure version and the values that fill it.</summary>
/// <param name="LabelOf">The words of a template field for people, when it has no value and must be named.</param>
public sealed record NewResult(Guid DossierId, string DossierCode, string ProcedureCode, string PaperType, string? ResultPaperCode, string Title,
    string NumberFormat, IReadOnlyList<string> Template, IReadOnlyDictionary<string, string> Fields, string AgencyCode, string AgencyName,
    OwnerIdentity? Owner, string OwnerName, DateOnly? ValidTo, string VerifyBase, Func<string, string> LabelOf)
{
    /// <summary>See <see cref="IssuedResult.Corrected"/>; already put into <see cref="Fields"/>.</summary>
    public IReadOnlyDictionary<string, string> Corrected { get; init; } = new Dictionary<string, string>();

    /// <summary>Địa danh before the date: the name of the commune or the province whose agency decides (Nghị định 30/2020/NĐ-CP, phụ lục I).</summary>
    public required string? Place { get; init; }
}

/// <summary>Kết quả đã ký số.</summary>
[Fact("result.signed/1", Outlives = true)]
public sealed record ResultSigned(Guid ResultId, string DossierCode, string Number, string Sha256, string SignerName, string CertificateSerial);

/// <summary>Soạn, cấp số, ký và phát hành kết quả. Drafting and signing save; <see cref="Release(Guid)"/> works in the caller's transaction.</summary>
public sealed partial class IssuedResults(Db db, FileStore files, EventLog log, CurrentActor current, TimeProvider clock, LeaderKeys keys)
{
    /// <summary>Drafts, or drafts again while it is not signed. Refuses with the names of template fields that have no value.</summary>
    public async Task<IssuedResult> Draft(NewResult input)
    {
        var result = await First(input.DossierId);
        if (result is { State: "signed" or "released" })
            throw Refused.WrongState("Kết quả đã ký nên không soạn lại được. Nếu có sai sót, đính chính sau khi phát hành");
        return await Write(input, result, null, null, []);
    }

    private async Task<IssuedResult> Write(NewResult input, Result? result, Guid? corrects, (string Code, string Words)? reason, IReadOnlyList<string> opening)
    {
        var (merged, missing) = ResultPaper.Merge(input.Template, input.Fields);
        if (missing.Count > 0)
            throw new Refused(400, $"Chưa có giá trị cho: {string.Join("; ", missing.Select(input.LabelOf).Distinct())}. Bổ sung tờ khai rồi soạn lại",
            "draft");
        PaperLetters.Require(400, "draft",
            [.. ResultPaper.Names(input.Template).Where(input.Fields.ContainsKey).Select(name => (input.LabelOf(name), input.Fields.GetValueOrDefault(name))),
            ("tên giấy tờ", input.Title), ("tên cơ quan", input.AgencyName), .. opening.Select(words => ("lý do đính chính", (string?)words)),
                .. merged.Select(words => ("nội dung mẫu", (string?)words))]);
        IReadOnlyList<string> paragraphs = [.. opening, .. merged];
        var content = JsonSerializer.Serialize(new Content(paragraphs, input.NumberFormat, input.VerifyBase, input.Corrected.Count > 0 ? input.Corrected : null,
            input.Place), EventLog.Json);
        // A correction has no step to be passed on by: once drafted it waits for its signature.
        var state = corrects is null ? "draft" : "submitted";
        if (result is null)
        {
            result = new Result
            {
                Id = Guid.CreateVersion7(), DossierId = input.DossierId, DossierCode = input.DossierCode, ProcedureCode = input.ProcedureCode,
                PaperType = input.PaperType, ResultPaperCode = input.ResultPaperCode, Title = input.Title, AgencyCode = input.AgencyCode,
                AgencyName = input.AgencyName, OwnerKind = input.Owner?.Kind ?? OwnerIdentity.Person, OwnerNumber = input.Owner?.Number,
                OwnerName = input.OwnerName, Content = content, State = state, DraftedBy = current.Value.Name, DraftedAt = clock.GetUtcNow(),
                ValidTo = input.ValidTo, VerifyToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Corrects = corrects,
            };
            db.Add(result);
        }
        else (result.Content, result.State, result.DraftedBy, result.DraftedAt) = (content, state, current.Value.Name, clock.GetUtcNow());
        (result.OwnerName, result.CorrectionReason, result.CorrectionCode) = (input.OwnerName, reason?.Words, reason?.Code);
        result.DraftSha256 = (await files.Put(ResultPaper.Render(result, paragraphs, input.Place, VerifyUrl(result), null, null, null))).Sha256;
        result.Version++;
        await db.Save();
        return View(result);
    }

    /// <summary>Trình ký; the caller saves.</summary>
    public async Task Submit(Guid dossierId)
    {
        var result = await First(dossierId) ?? throw Refused.WrongState("Chưa có dự thảo kết quả. Soạn dự thảo trước khi trình ký");
        if (result.State != "draft") return;
        result.State = "submitted";
        result.Version++;
    }

    /// <summary>
    /// Cấp số và ký số PAdES. The number and exactly what will be signed are committed before the key is used (a signature
    /// without a stored intent cannot exist); a failed signature keeps its number for the next try, so the book has no gap.
    /// </summary>
    /// <param name="signerTitle"><see cref="SigningTitle.Words"/>.</param>
    public async Task<IssuedResult> Sign(Guid dossierId, string signerTitle, Proven signer, CancellationToken stop = default) =>
        await Sign(await First(dossierId) ?? throw Refused.WrongState("Chưa có dự thảo kết quả để ký"), signerTitle, signer, stop);

    private async Task<IssuedResult> Sign(Result result, string signerTitle, Proven signer, CancellationToken stop)
    {
        var actor = current.Value;
        // What is signed is what was read; a signature that is there already must still be in the file.
        await files.Require(((string?[])[result.State is "signed" or "released" ? result.SignedSha256 : result.DraftSha256]).OfType<string>());
        if (result.State is "signed" or "released") return View(result);
        PaperLetters.Require(409, "", [("họ tên người ký", actor.Name), ("chức vụ người ký", signerTitle), ("tên cơ quan", result.AgencyName),
            ("nội dung", string.Join('\n', JsonSerializer.Deserialize<Content>(result.Content, EventLog.Json)!.Paragraphs))]);
        var key = await keys.Of(actor.AccountId ?? throw new Refused(403, "Chỉ lãnh đạo có chứng thư số ký được kết quả"), actor.OwnName, result.AgencyName,
            SigningTitle.PostOf(signerTitle), stop);
        var now = clock.GetUtcNow();
        var content = JsonSerializer.Deserialize<Content>(result.Content, EventLog.Json)!;
        await using var numbering = await db.Begin();
        TakenNumber? taken = null;
        if (result.Number is null)
        {
            var year = now.InVietnam().Year;
            taken = new(result.AgencyCode, result.PaperType, year, await NextNumber(result.AgencyCode, result.PaperType, year));
            result.Number = content.NumberFormat.Replace("{seq}", taken.Number.ToString(), StringComparison.Ordinal)
                .Replace("{year}", year.ToString(), StringComparison.Ordinal);
        }
        (result.SignerId, result.SignerName, result.SignerTitle) = (actor.AccountId, actor.Name, signerTitle);
        var unsigned = ResultPaper.Render(result, content.Paragraphs, content.Place, VerifyUrl(result), now, actor.OwnName, signerTitle);
        var request = keys.Request(key, now, content.Place, ResultPaper.SignatureField, [actor.OwnName, result.AgencyName, Vi.DateTime(now)]);
        var prepared = PdfSigning.Prepare(unsigned, request);
        result.DraftSha256 = (await files.Put(unsigned)).Sha256;
        result.Version++;
        var intent = (await files.Put(prepared.Bytes)).Sha256;
        db.Add(new SigningIntent { Id = Guid.CreateVersion7(), ResultId = result.Id, Sha256 = intent,
            SignerId = actor.AccountId!.Value, At = now, Taken = taken, Proof = signer.Way });
        await db.Commit(numbering);

        var signed = await PdfSigning.Complete(prepared, request, stop);
        result.SignedSha256 = (await files.Put(signed.Bytes)).Sha256;
        (result.State, result.SignedAt, result.CertificateSerial) = ("signed", now, signed.SerialNumber);
        result.Version++;
        log.Record($"dossier/{result.DossierId}", new ResultSigned(result.Id, result.DossierCode, result.Number, result.SignedSha256, actor.Name,
            signed.SerialNumber));
        await db.Save();
        return View(result);
    }

    /// <summary>Phát hành: from here on nothing changes. The caller saves.</summary>
    public async Task<IssuedResult> Release(Guid dossierId)
    {
        var result = await First(dossierId) ?? throw Refused.WrongState("Chưa có kết quả đã ký");
        if (result.SignedSha256 is { } signed) await files.Require([signed]);
        return Release(result);
    }

    /// <summary>
    /// Thu hồi chữ ký chưa phát hành, in the caller's transaction. The signed one keeps its number and its file and says that it was recalled; the same
    /// text waits for a signature again as a draft of its own, with a number and a code of verification of its own.
    /// </summary>
    public async Task Recall(Guid dossierId)
    {
        var signed = await First(dossierId);
        if (signed is not { State: "signed" }) throw Refused.WrongState("Hồ sơ này không có kết quả đã ký, chưa phát hành");
        signed.State = "recalled";
        signed.Version++;
        // One result of a dossier is current: the old one steps aside before the new one comes.
        await db.Save();
        var again = new Result
        {
            Id = Guid.CreateVersion7(), DossierId = signed.DossierId, DossierCode = signed.DossierCode, ProcedureCode = signed.ProcedureCode,
            PaperType = signed.PaperType, ResultPaperCode = signed.ResultPaperCode, Title = signed.Title, AgencyCode = signed.AgencyCode,
            AgencyName = signed.AgencyName, OwnerKind = signed.OwnerKind, OwnerNumber = signed.OwnerNumber, OwnerName = signed.OwnerName,
            Content = signed.Content, State = "submitted", DraftedBy = signed.DraftedBy, DraftedAt = clock.GetUtcNow(), ValidTo = signed.ValidTo,
            VerifyToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
        var content = JsonSerializer.Deserialize<Content>(again.Content, EventLog.Json)!;
        again.DraftSha256 = (await files.Put(ResultPaper.Render(again, content.Paragraphs, content.Place, VerifyUrl(again), null, null, null))).Sha256;
        db.Add(again);
    }

    private IssuedResult Release(Result result)
    {
        if (result.State == "released") return View(result);
        if (result.State != "signed") throw Refused.WrongState("Kết quả chưa được ký số");
        (result.State, result.ReleasedAt) = ("released", clock.GetUtcNow());
        result.Version++;
        return View(result);
    }

    /// <summary>The result in force: the last one released, or what is being drafted and signed as the first.</summary>
    public async Task<IssuedResult?> OfDossier(Guid dossierId) =>
        await Released(dossierId) is [.., var last] ? View(last) : await First(dossierId) is { } result ? View(result) : null;

    /// <summary>Results that wait for a signature in these agencies, oldest first; corrections among them.</summary>
    public async Task<IReadOnlyList<IssuedResult>> ToSign(IReadOnlyCollection<string> agencies, int take, (DateTimeOffset DraftedAt, Guid Id)? after = null)
    {
        var waiting = db.Set<Result>().AsNoTracking().Where(r => r.State == "submitted" && agencies.Contains(r.AgencyCode));
        if (after is var (at, id)) waiting = waiting.Where(r => r.DraftedAt > at || (r.DraftedAt == at && r.Id > id));
        return [.. (await waiting.OrderBy(r => r.DraftedAt).ThenBy(r => r.Id).Take(take).ToListAsync()).Select(View)];
    }

    /// <summary>How many wait for a signature in these agencies, corrections among them; at most <paramref name="most"/> are counted.</summary>
    public async Task<int> CountToSign(string[] agencies, int most) => (await db.Ask($"""
        select count(*)::int from (select from papers.result where state = 'submitted' and agency_code = any({agencies}) limit {most}) waiting
        """, row => row.GetInt32(0))).Single();

    internal Task<Result?> ByToken(string token) => db.Set<Result>().AsNoTracking().SingleOrDefaultAsync(r => r.VerifyToken == token);

    internal Task<Result?> ByHash(string sha256) => db.Set<Result>().AsNoTracking().FirstOrDefaultAsync(r => r.SignedSha256 == sha256);

    private async Task<Result?> First(Guid dossierId) =>
        db.Set<Result>().Local.FirstOrDefault(r => r.DossierId == dossierId && r.Corrects == null && r.State != "recalled")
        ?? await db.Set<Result>().SingleOrDefaultAsync(r => r.DossierId == dossierId && r.Corrects == null && r.State != "recalled");

    /// <summary>Gap-free, in the transaction that writes the numbered intent.</summary>
    private async Task<int> NextNumber(string agency, string kind, int year) =>
        (await db.Database.SqlQuery<int>($"""
            insert into papers.number_book (agency_code, kind, year, last) values ({agency}, {kind}, {year}, 1)
            on conflict (agency_code, kind, year) do update set last = papers.number_book.last + 1 returning last as "Value"
            """).ToListAsync()).Single();

    private static string VerifyUrl(Result result) =>
        $"{JsonSerializer.Deserialize<Content>(result.Content, EventLog.Json)!.VerifyBase}/kiem-tra/{result.VerifyToken}";

    private static IssuedResult View(Result r)
    {
        var content = JsonSerializer.Deserialize<Content>(r.Content, EventLog.Json)!;
        return new(r.Id, r.DossierId, r.DossierCode, r.Title, r.Number, r.State, r.PaperType, r.SignedSha256 ?? r.DraftSha256, r.VerifyToken, r.DraftedBy,
            r.DraftedAt,
            r.SignerName, r.SignerTitle, r.SignedAt, r.ValidTo, r.AgencyName, content.Paragraphs, r.Corrects, r.CorrectionReason, r.CorrectionCode,
            content.Corrected ?? new Dictionary<string, string>()) { SignerId = r.SignerId };
    }

    private sealed record Content(IReadOnlyList<string> Paragraphs, string NumberFormat, string VerifyBase,
        IReadOnlyDictionary<string, string>? Corrected = null, string? Place = null);
}
