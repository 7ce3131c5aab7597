using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Resolve;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Correct;

/// <summary>A value on a result that can be corrected.</summary>
/// <param name="Name">Of the template field: answers.child.name.</param>
/// <param name="Now">As it stands on the result in force.</param>
internal sealed record CorrectableField(string Name, string Label, string Now);

/// <summary>
/// Đính chính kết quả đã phát hành: what was declared stays as it was declared; the right values make a new result with its own
/// number and signature, which says what it replaces and why. The owner is told, and the vault offers only the new one.
/// </summary>
internal sealed class CorrectResult(DossierDesk desk, DossierFiles files, IssuedResults results, ResultFields fields, KeepResult keep, Notices notices,
    Reasons reasons, SigningTitles titles, SigningProof proof)
{
    private const int Longest = 500;

    public async Task<IReadOnlyList<CorrectableField>> Fields(Dossier dossier)
    {
        var (values, labels) = (Printed(await fields.Of(dossier), await Corrected(dossier)), await fields.Labels(dossier));
        // Number, date and code are given by the house.
        var names = (await fields.Names(dossier)).Where(name => name is not ("dossier.code" or "result.number" or "result.date"));
        return [.. names.Select(name => new CorrectableField(name, labels(name), values.GetValueOrDefault(name, "")))];
    }

    /// <param name="posted">The right values by field; those that stay as they are may be left out.</param>
    /// <exception cref="Refused">400 reasonCode, reason, v.FIELD; 403; 409 when nothing has been released.</exception>
    public async Task<IssuedResult> Draft(string code, Seen seen, string? reasonCode, string? reason, IReadOnlyDictionary<string, string?>? posted,
        string verifyBase)
    {
        var dossier = await Open(code, seen);
        var said = await reasons.Say("correction", reasonCode, reason, "đính chính");
        var changed = Changed(await Fields(dossier), posted ?? new Dictionary<string, string?>());
        var corrected = Printed(await Corrected(dossier), changed);
        var values = Printed(await fields.Of(dossier), corrected);
        var input = await fields.Result(dossier, values, verifyBase) with { Corrected = corrected };
        // Whoever signs must have read this text, not the one before it.
        dossier.Version++;
        return await results.DraftCorrection(input, said.Code, said.Words);
    }

    /// <summary>Ký và phát hành. Safe to repeat after an interruption between signature and release.</summary>
    /// <param name="password">The signer's, once more.</param>
    public async Task<Dossier> Sign(string code, Seen seen, string? password)
    {
        var dossier = await Open(code, seen);
        if (!DossierPolicy.MayLead(dossier, desk.Actor)) throw new Refused(403, "Bản đính chính do lãnh đạo cơ quan đã ban hành kết quả ký");
        var title = await titles.Require(desk.Actor, Roles.Leader, dossier.CompetentAgency);
        var signer = await proof.Require(password);
        var old = (await results.OfDossier(dossier.Id))!;
        await files.Require(dossier);
        dossier.Version++;
        var result = await results.IssueCorrection(dossier.Id, title.Words, signer);
        dossier.Correct(desk.Now);
        desk.Record(dossier, new ResultCorrected(dossier.Id, dossier.Code, old.Id, old.Number!, result.Id, result.Number!, result.PdfSha256!,
            result.CorrectionCode!), result.CorrectionReason);
        await keep.Execute(dossier, result, old);
        await notices.Tell(dossier, "dossier.corrected", result.CorrectionReason);
        await desk.Save();
        return dossier;
    }

    /// <summary>Bỏ bản đính chính chưa ký.</summary>
    public async Task<Dossier> Drop(string code, Seen seen)
    {
        var dossier = await Open(code, seen);
        await results.DropCorrection(dossier.Id);
        dossier.Version++;
        await desk.Save();
        return dossier;
    }

    private async Task<Dossier> Open(string code, Seen seen)
    {
        var dossier = await desk.Load(code, seen);
        if (!DossierPolicy.MayCorrect(dossier, desk.Actor)) throw new Refused(403, "Kết quả do cơ quan đã ban hành đính chính");
        if (!dossier.HasOwnResult) throw Refused.WrongState("Chỉ đính chính kết quả đã phát hành");
        return dossier;
    }

    /// <summary>What the result in force says otherwise than the form.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Corrected(Dossier dossier) =>
        (await results.OfDossier(dossier.Id))?.Corrected ?? new Dictionary<string, string>();

    private static Dictionary<string, string> Printed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> over)
    {
        var values = new Dictionary<string, string>(before, StringComparer.Ordinal);
        foreach (var (name, value) in over) values[name] = value;
        return values;
    }

    private static Dictionary<string, string> Changed(IReadOnlyList<CorrectableField> known, IReadOnlyDictionary<string, string?> posted)
    {
        var (changed, problems) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<FieldProblem>());
        foreach (var name in posted.Keys.Except(known.Select(field => field.Name))) problems.Add(new($"v.{name}", $"Mẫu kết quả không có trường \"{name}\""));
        foreach (var field in known)
        {
            if (!posted.TryGetValue(field.Name, out var value)) continue;
            var right = (value ?? "").Trim();
            if (right == field.Now) continue;
            if (right.Length == 0) problems.Add(new($"v.{field.Name}", $"{field.Label}: nhập giá trị đúng"));
            else if (right.Length > Longest) problems.Add(new($"v.{field.Name}", $"{field.Label}: dài quá {Longest} ký tự"));
            else changed[field.Name] = right;
        }
        if (problems.Count > 0) throw new Refused(400, "Có giá trị chưa đúng", problems: problems);
        if (changed.Count == 0) throw new Refused(400, "Chưa sửa chỗ nào. Sửa ít nhất một giá trị in sai rồi soạn lại", $"v.{known[0].Name}");
        return changed;
    }
}
