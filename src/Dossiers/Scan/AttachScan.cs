using System.Globalization;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Receive;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Scan;

/// <summary>
/// Gắn vào hồ sơ: the pages put to one paper become one searchable PDF with its own paper code, and the paper is there. The
/// fields are what the official compared with the paper; what the machine read is only a suggestion.
/// </summary>
internal sealed class AttachScan(DossierDesk desk, Db db, FileStore files, Scans scans, PaperRegister register, AcceptedPapers accepted)
{
    public static readonly IReadOnlyList<(string Name, string Label)> Fields =
    [
        ("number", "Số"), ("issued_on", "Ngày cấp"), ("issuer", "Nơi cấp"), ("full_name", "Họ tên trên giấy"), ("birth_date", "Ngày sinh"),
            ("personal_id", "Số định danh"),
    ];

    /// <summary>The dossier to be looked at, when the actor may digitise papers for it.</summary>
    public async Task<Dossier> Read(string code) => await Allowed(await desk.Read(code));

    /// <summary>The same, to act on it.</summary>
    public async Task<Dossier> Load(string code, Seen seen) => await Allowed(await desk.Load(code, seen), seen);

    private async Task<Dossier> Allowed(Dossier dossier, Seen seen = default)
    {
        if (!DossierPolicy.MayServe(dossier, desk.Actor)
            && (await desk.Step(dossier, seen) is not { } task || !DossierPolicy.MayDo(task, dossier, desk.Actor)))
            throw new Refused(403, "Chỉ bộ phận một cửa tiếp nhận hồ sơ hoặc người đang xử lý được số hóa giấy tờ của hồ sơ này");
        return dossier;
    }

    public static void RequireOpen(Dossier dossier)
    {
        if (!DossierStatus.IsOpen(dossier.Status)) throw Refused.WrongState("Hồ sơ đã kết thúc nên không thêm giấy tờ được nữa");
    }

    /// <param name="typed">Confirmed values by the names of <see cref="Fields"/>.</param>
    public async Task<DigitisedPaper> Execute(string code, Seen seen, string paperKey, IReadOnlyDictionary<string, string> typed)
    {
        var fields = Judge(paperKey, typed, out var issuedOn);
        await using var transaction = await db.Begin();
        var dossier = await Load(code, seen);
        RequireOpen(dossier);
        var component = dossier.Components.SingleOrDefault(c => c.PaperKey == paperKey)
            ?? throw new Refused(400, "Giấy tờ này không có trong thành phần hồ sơ");
        var chosen = await scans.Take(dossier.Id, paperKey);
        if (chosen.Pages.Count == 0) throw Refused.WrongState($"Không còn trang nào chờ gắn vào \"{component.Name}\". Trang đã gắn hiện trong hồ sơ");
        var stored = await files.Put(await ScanPdf.Write(chosen.Pages, component.Name, chosen.Dpi));
        var owner = dossier.OwnerNumber is { } number ? new OwnerIdentity(dossier.OwnerKind, number) : null;
        var paper = await register.Add(new NewPaper(owner, component.PaperType ?? "GTK", component.Name, stored.Sha256, "application/pdf", stored.Size,
            chosen.Pages.Count, component.Kind, "scan", fields.GetValueOrDefault("number"), issuedOn, null, fields.GetValueOrDefault("issuer"), fields,
            dossier.Id, dossier.Code), desk.Actor.Name);
        db.Add(new Attachment
        {
            Id = Guid.CreateVersion7(), DossierId = dossier.Id, PaperKey = paperKey, Sha256 = stored.Sha256, FileName = $"{paper.Code}.pdf",
            MediaType = "application/pdf", Size = stored.Size, Pages = chosen.Pages.Count, Origin = "scan", PaperId = paper.Id, PaperCode = paper.Code,
            UploadedAt = desk.Now,
        }.Judged(chosen.Verdict));
        component.State = "have";
        // Whoever signs or receives must have seen this paper.
        dossier.Version++;
        desk.Record(dossier, new PaperDigitised(dossier.Id, dossier.Code, paperKey, paper.Id, paper.Code, stored.Sha256));
        await scans.MarkAttached(dossier.Id, paperKey, paper.Code);
        if (dossier.ReceivedAt is not null && chosen.Verdict is not { IsSpoilt: true }) await accepted.Deposit(dossier, paper, component, chosen.Verdict);
        await desk.Save();
        await transaction.CommitAsync(CancellationToken.None);
        return paper;
    }

    private static Dictionary<string, string> Judge(string paperKey, IReadOnlyDictionary<string, string> typed, out DateOnly? issuedOn)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, _) in Fields)
            if (VietnameseText.Clean(typed.GetValueOrDefault(name)) is { Length: > 0 } value)
                fields[name] = TypedText.Within(value, 300, "Dữ liệu trên giấy", $"f-{name}-{paperKey}");
        issuedOn = null;
        if (fields.TryGetValue("issued_on", out var text))
        {
            if (!DateOnly.TryParseExact(text, ["d/M/yyyy", "dd/MM/yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw new Refused(400, "Ngày cấp ghi theo ngày/tháng/năm, ví dụ 05/04/2026; không rõ thì để trống", $"f-issued_on-{paperKey}");
            (issuedOn, fields["issued_on"]) = (day, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        return fields;
    }
}
