using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using MotCua.Papers.Pdf;
using MotCua.Papers.Templates;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Sandbox;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>Trường trộn của một mẫu: written {{name}} in Word.</summary>
/// <param name="Words">What it is, in Vietnamese.</param>
/// <param name="Samples">Invented values: one, or one for each of the first items of a list.</param>
/// <param name="Statutory">Belongs to the paper by its circular: a template without it is not published.</param>
/// <param name="Required">Without a value nothing is printed.</param>
public sealed record PaperField(string Name, string Words, string[] Samples, bool Statutory = false, bool Required = false)
{
    public string Sample => Samples[0];
}

/// <summary>Giá trị trộn: one text for each field, and for each list its items in order.</summary>
public sealed class PaperValues
{
    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>> lists = new(StringComparer.Ordinal);

    /// <summary>Sets a field; null and "" mean that it has no value.</summary>
    public string? this[string name]
    {
        set => fields[name] = value ?? "";
    }

    /// <param name="items">Keys without the name of the list: "name" for {{components.name}}.</param>
    public void Add(string list, IEnumerable<IReadOnlyDictionary<string, string?>> items) => lists[list] = [.. items];

    /// <summary>Empty when it has none.</summary>
    public string Of(string name) => fields.GetValueOrDefault(name) ?? "";

    public IReadOnlyList<IReadOnlyDictionary<string, string?>> Items(string list) => lists.GetValueOrDefault(list) ?? [];
}

/// <summary>Một phiên bản mẫu giấy tờ, as the list of the administrator shows it.</summary>
/// <param name="State">draft or published.</param>
public sealed record PaperTemplateView(Guid Id, string FormSet, string Kind, string? Number, string Title, string LegalBasis, DateOnly ValidFrom,
    int Version, string State, string MadeBy, DateTimeOffset MadeAt, string? PublishedBy, DateTimeOffset? PublishedAt)
{
    /// <summary>Statutory fields that it does not print; filled for a draft looked at alone.</summary>
    public IReadOnlyList<PaperField> Lacking { get; init; } = [];
}

/// <summary>Giấy tờ đã in ra PDF.</summary>
/// <param name="Notice">Said when the archival way was there and failed, so that the plain one was taken.</param>
public sealed record PrintedPaper(byte[] Pdf, string Title, string? Number, string? Notice = null);

/// <summary>
/// Mẫu giấy tờ theo bộ biểu mẫu: dated versions kept as Word files, filled by field and printed. PDF/A through LibreOffice
/// where it is installed, the house's own writer otherwise and for two copies on one sheet.
/// </summary>
public sealed class PaperTemplates(Db db, EventLog log, CurrentActor current, TimeProvider clock, IConfiguration settings, ILogger<PaperTemplates> logger)
{
    /// <summary>Giấy biên nhận trả kết quả; beside the kinds of <c>PaperKind</c>.</summary>
    public const string ReturnSlip = "returnSlip";

    /// <summary>Phiếu bàn giao kết quả.</summary>
    public const string HandOverList = "handOverList";

    /// <summary>A Word file of a form is small; more than this is pictures.</summary>
    public const int MaxBytes = DocxPackage.MaxBytes;

    private const int Kept = 200;

    private static readonly ConcurrentDictionary<(string Sha256, string Kind), DocxTemplate> Read = [];

    /// <summary>The closed list of what a template of this kind may contain.</summary>
    public static IReadOnlyList<PaperField> FieldsOf(string kind) => PaperFields.Of(kind).All;

    /// <summary>Invented values for everything, so that a template can be looked at without anybody's dossier.</summary>
    public static PaperValues Sample(string kind)
    {
        var known = PaperFields.Of(kind);
        var values = new PaperValues();
        foreach (var field in known.Fields) values[field.Name] = field.Sample;
        foreach (var (list, fields) in known.Lists)
        {
            var items = fields.Max(f => f.Samples.Length);
            values.Add(list, Enumerable.Range(0, items).Select(i =>
                fields.ToDictionary(f => f.Name[(list.Length + 1)..], f => (string?)f.Samples[i % f.Samples.Length])));
        }
        return values;
    }

    /// <summary>Prints with the version in force on that day: the day of the paper, not of the printing.</summary>
    /// <param name="formSet">The circular, "03/2025/TT-VPCP".</param>
    /// <exception cref="Refused">409 naming what is missing; nothing is printed then.</exception>
    public async Task<PrintedPaper> Print(string formSet, string kind, DateOnly day, PaperValues values, Sheet sheet = Sheet.A4)
    {
        var found = await db.Set<PaperTemplate>().AsNoTracking().Where(t => t.FormSet == formSet && t.Kind == kind && t.State == "published")
            // A paper older than the first version is printed with the first.
            .OrderBy(t => t.ValidFrom > day).ThenByDescending(t => t.ValidFrom > day ? DateOnly.MinValue : t.ValidFrom).ThenBy(t => t.ValidFrom)
                .ThenByDescending(t => t.Version)
            .Select(t => new { t.Id, t.Sha256, t.Number, t.Title, t.LegalBasis }).FirstOrDefaultAsync()
            ?? throw Refused.WrongState($"Bộ biểu mẫu {formSet} chưa có mẫu đã ban hành cho giấy này. Báo quản trị");
        if (!Read.TryGetValue((found.Sha256, kind), out var template))
        {
            template = DocxTemplate.Read(await Content(found.Id), kind);
            if (Read.Count >= Kept) Read.Clear();
            Read[(found.Sha256, kind)] = template;
        }
        return await Print(template, found.Number, found.Title, found.LegalBasis, values, sheet);
    }

    /// <summary>
    /// Prints a version that may still be a draft, for looking at, in the way in which it will be printed; the note stands at the foot of each page.
    /// </summary>
    public async Task<PrintedPaper> Preview(Guid id, PaperValues values, string note, Sheet sheet = Sheet.A4)
    {
        var row = await Find(id);
        return await Print(DocxTemplate.Read(row.Content, row.Kind), row.Number, row.Title, row.LegalBasis, values, sheet, note);
    }

    /// <summary>All versions; the newest of a form first.</summary>
    public async Task<IReadOnlyList<PaperTemplateView>> List() => await db.Set<PaperTemplate>().AsNoTracking()
        .OrderByDescending(t => t.FormSet == "03/2025/TT-VPCP").ThenBy(t => t.FormSet).ThenBy(t => t.Number ?? "99").ThenBy(t => t.Kind)
        .ThenByDescending(t => t.Version)
        .Select(t => new PaperTemplateView(t.Id, t.FormSet, t.Kind, t.Number, t.Title, t.LegalBasis, t.ValidFrom, t.Version, t.State, t.MadeBy, t.MadeAt,
        t.PublishedBy, t.PublishedAt))
        .ToListAsync();

    /// <exception cref="Refused">404.</exception>
    public async Task<PaperTemplateView> Get(Guid id)
    {
        var row = await Find(id);
        return View(row) with { Lacking = row.State == "draft" ? DocxTemplate.Read(row.Content, row.Kind).Lacking : [] };
    }

    /// <summary>The Word file.</summary>
    public async Task<byte[]> Content(Guid id) => (await Find(id)).Content;

    /// <summary>Takes an edited Word file as the draft of the same form as <paramref name="like"/>; an older draft of that form goes.</summary>
    /// <exception cref="Refused">400: no DOCX, macro, link to the outside, unknown field, or something that cannot be drawn.</exception>
    public async Task<PaperTemplateView> Upload(Guid like, byte[] bytes)
    {
        var form = await Find(like);
        if (bytes.Length is 0 or > MaxBytes) DocxPackage.Open(bytes);
        await ThrowAway.Run(DocxTemplate.Check, bytes, form.Kind);
        await using var transaction = await db.Begin();
        await OneAtATime(form);
        var siblings = await db.Set<PaperTemplate>().Where(t => t.FormSet == form.FormSet && t.Kind == form.Kind).Select(t => new { t.State, t.Version })
            .ToListAsync();
        await db.Set<PaperTemplate>().Where(t => t.FormSet == form.FormSet && t.Kind == form.Kind && t.State == "draft")
            .ExecuteDeleteAsync(CancellationToken.None);
        var draft = new PaperTemplate
        {
            Id = Guid.CreateVersion7(), FormSet = form.FormSet, Kind = form.Kind, Number = form.Number, Title = form.Title, LegalBasis = form.LegalBasis,
            ValidFrom = clock.Today(), Version = siblings.Where(s => s.State == "published").Select(s => s.Version).DefaultIfEmpty(0).Max() + 1,
                State = "draft", Origin = "office",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), Content = bytes, MadeBy = current.Value.Name, MadeById = current.Value.AccountId,
                MadeAt = clock.GetUtcNow(),
        };
        db.Add(draft);
        await db.Commit(transaction);
        return await Get(draft.Id);
    }

    /// <summary>Ban hành: in force from that day, and never changed again.</summary>
    public async Task Publish(Guid id, DateOnly from)
    {
        await using var transaction = await db.Begin();
        await OneAtATime(await Find(id));
        var draft = await db.Set<PaperTemplate>().SingleOrDefaultAsync(t => t.Id == id)
            ?? throw Refused.WrongState("Bản nháp này vừa được thay bằng tệp khác. Mở bản nháp mới rồi ban hành");
        if (draft.State != "draft") throw Refused.WrongState("Phiên bản này đã ban hành rồi. Tải bản mới lên nếu cần sửa");
        if (draft.MadeById is { } maker && maker == current.Value.AccountId) throw new Refused(403,
            "Người tải mẫu lên không tự ban hành. Nhờ người thứ hai xem và ban hành");
        if (from < clock.Today()) throw new Refused(400, "Ngày áp dụng phải từ hôm nay trở đi", "from");
        if (DocxTemplate.Read(draft.Content, draft.Kind).Lacking is { Count: > 0 } lacking)
            throw new Refused(400, $"Mẫu chưa có trường bắt buộc: "
                + $"{string.Join("; ", lacking.Select(f => $"{f.Words} {{{{{f.Name}}}}}"))}. Thêm vào Word rồi tải lại", "file");
        (draft.State, draft.ValidFrom, draft.PublishedBy, draft.PublishedAt) = ("published", from, current.Value.Name, clock.GetUtcNow());
        log.Record($"paper-template/{draft.FormSet}/{draft.Kind}",
            new PaperTemplatePublished(draft.Id, draft.FormSet, draft.Kind, draft.Version, from, draft.Sha256));
        await db.Commit(transaction);
    }

    /// <summary>Who comes second waits until the first is done, and then sees what it did: uploads and publications of one form.</summary>
    private Task OneAtATime(PaperTemplate form) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"papers.template " + form.FormSet + form.Kind}, 0))");

    private async Task<PaperTemplate> Find(Guid id) =>
        await db.Set<PaperTemplate>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id) ?? throw Refused.NotFound("Không có mẫu giấy tờ này");

    private static PaperTemplateView View(PaperTemplate t) =>
        new(t.Id, t.FormSet, t.Kind, t.Number, t.Title, t.LegalBasis, t.ValidFrom, t.Version, t.State, t.MadeBy, t.MadeAt, t.PublishedBy, t.PublishedAt);

    private async Task<PrintedPaper> Print(DocxTemplate template, string? number, string title, string legalBasis, PaperValues values, Sheet sheet,
        string? note = null)
    {
        Name(values, number, title, legalBasis);
        var filled = template.Fill(values);
        // LibreOffice looks for another face on the machine; the own writer has only its own.
        if (sheet != Sheet.A4 || OfficeExport.Program(settings) is null) PaperLetters.Require(409, "", template.Printed(values));
        if (sheet != Sheet.A4 || OfficeExport.Program(settings) is not { } office) return Draw(template, filled, title, number, values, sheet, note);
        if (await OfficeExport.Convert(office, DocxForOffice.Make(template, new XDocument(filled), values, note)) is { } archival)
            return new PrintedPaper(archival, title, number);
        const string Fallback = "LibreOffice không chuyển được sang PDF/A trong thời gian cho phép; giấy này in bằng bộ in kèm theo";
        logger.LogWarning("{Notice}: {Title}", Fallback, title);
        return Draw(template, filled, title, number, values, sheet, note) with { Notice = Fallback };
    }

    private static PrintedPaper Draw(DocxTemplate template, XDocument filled, string title, string? number, PaperValues values, Sheet sheet, string? note)
    {
        var paper = new DocxReader(template, values).Read(filled, title, note);
        if (sheet == Sheet.TwoA5 && paper.Landscape) throw new Refused(400, "Giấy khổ ngang không in được hai bản A5. Chọn khổ A4");
        return new PrintedPaper(paper.ToPdf(sheet), title, number);
    }

    private static void Name(PaperValues values, string? number, string title, string legalBasis) =>
        (values["form.number"], values["form.title"], values["form.legalBasis"]) = (number, title, legalBasis);
}
