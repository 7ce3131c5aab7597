using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Scan;

/// <summary>Trạm số hóa of one dossier: upload, put pages to papers, compare what was read, attach.</summary>
[Face(Face.Desk)]
[RequestSizeLimit(110L * 1024 * 1024)]
internal sealed class ScanStationModel(DossierDesk desk, DossierFiles kept, AttachScan attach, Scans scans) : ActPageModel(desk)
{
    public IReadOnlyList<ScanBatch> Batches { get; private set; } = [];
    public IReadOnlyList<Attachment> Attachments { get; private set; } = [];
    public string? Done { get; private set; }

    public IReadOnlyList<ScannedPage> Pages => [.. Batches.SelectMany(batch => batch.Pages)];

    /// <summary>The pages that are put to papers, to be looked at closely where they stand.</summary>
    public Viewer Viewer => Reading is { } read && Scanned.Files.FirstOrDefault(file => file.Key == read.ScanId.ToString()) is { } file
        ? Scanned with { At = (file, read.No) } : Scanned;

    /// <summary>The first page of the first paper that is to be attached.</summary>
    private ScannedPage? Reading => Ready.Select(ready => ready.Pages[0]).FirstOrDefault();

    private Viewer Scanned => new([.. Batches.Where(batch => batch.Pages.Count > 0).Select((batch, i) => new ViewedFile(batch.Id.ToString(), "",
        "Bản quét", $"lô {i + 1}", batch.Pages.Count, $"/noi-bo/so-hoa/{Dossier.Code}/trang/{batch.Id}/", $"/noi-bo/so-hoa/{Dossier.Code}/trang/{batch.Id}/",
        $"/noi-bo/so-hoa/{Dossier.Code}/trang/{batch.Id}/1"))]) { HasStrip = false, IsOpen = Reading is not null };
    public bool Waiting => Batches.Any(batch => batch.State == "waiting");
    public bool NoOcr => Batches.Any(batch => batch.State == "noOcr");
    public bool IsOpen => DossierStatus.IsOpen(Dossier.Status);

    /// <summary>Papers that have pages to attach, in the order of the list.</summary>
    public IEnumerable<(Component Paper, IReadOnlyList<ScannedPage> Pages)> Ready => Dossier.Components.OrderBy(c => c.Seq)
        .Select(c => (c, (IReadOnlyList<ScannedPage>)[.. Pages.Where(p => p.Choice == c.PaperKey && p.PaperCode is null)])).Where(pair => pair.Item2.Count > 0);

    public async Task OnGet(string code, [FromQuery(Name = "xong")] string? done)
    {
        await Show(code);
        Done = done switch
        {
            "xep" => "Đã xếp trang. Đối chiếu nội dung rồi gắn từng giấy tờ vào hồ sơ.",
            "bo" => "Đã bỏ lô quét.",
            { Length: > 0 } paper when Attachments.FirstOrDefault(a => a.PaperCode == paper) is { } file => $"Đã gắn vào hồ sơ, mã giấy tờ {file.PaperCode}.",
            _ => null,
        };
    }

    public Task<IActionResult> OnPostUpload(string code, List<IFormFile> files) => Act(code, async () =>
    {
        var dossier = await attach.Load(code, Seen);
        AttachScan.RequireOpen(dossier);
        if (files.Count == 0) throw new Refused(400, "Chọn tệp quét trước khi tải lên", "f-files");
        foreach (var file in files)
        {
            if (file.Length > UploadInspection.MaxBytes)
                throw new Refused(400, $"{FileNames.Clean(file.FileName, null)}: Tệp nặng {Vi.FileSize(file.Length)}. Chọn tệp dưới 20 MB, hoặc quét ở 200 dpi",
                "f-files");
            var bytes = new byte[file.Length];
            await using (var content = file.OpenReadStream()) await content.ReadExactlyAsync(bytes);
            await scans.Add(dossier.Id, bytes, file.FileName, Desk.Actor.Name);
        }
        await Desk.Save();
        return Here(code);
    });

    public Task<IActionResult> OnPostArrange(string code) => Act(code, async () =>
    {
        var dossier = await attach.Load(code, Seen);
        AttachScan.RequireOpen(dossier);
        await scans.Arrange(dossier.Id, Choices(dossier));
        // What is attached next is what was put together here, not what a colleague put together meanwhile.
        dossier.Version++;
        await Desk.Save();
        return Here(code, "xep");
    });

    public Task<IActionResult> OnPostAttach(string code, string paper) => Act(code, async () =>
    {
        if (Request.Form[$"checked.{paper}"] != "true") throw new Refused(400, "Đối chiếu với bản giấy rồi đánh dấu ô đã đối chiếu", $"f-checked-{paper}");
        var typed = AttachScan.Fields.ToDictionary(field => field.Name, field => Request.Form[$"{field.Name}.{paper}"].ToString());
        return Here(code, (await attach.Execute(code, Seen, paper, typed)).Code);
    });

    public Task<IActionResult> OnPostDiscard(string code, Guid scan) => Act(code, async () =>
    {
        var dossier = await attach.Load(code, Seen);
        await scans.Discard(dossier.Id, scan);
        dossier.Version++;
        await Desk.Save();
        return Here(code, "bo");
    });

    /// <summary>What was typed, else what the machine read on the paper's pages.</summary>
    public (string Value, string Hint) Suggested(string paper, string field, IReadOnlyList<ScannedPage> pages)
    {
        if (Request.HasFormContentType && Request.Form.TryGetValue($"{field}.{paper}", out var typed)) return (typed.ToString(), "");
        if (pages.SelectMany(page => page.Fields).FirstOrDefault(found => found.Name == field) is not { } read)
            return ("", NoOcr ? "" : "Máy chưa đọc được, nhập tay nếu có");
        var value = DateOnly.TryParseExact(read.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Vi.Date(day) : read.Value;
        var sure = Math.Round(read.Confidence).ToString(CultureInfo.InvariantCulture);
        return (value, read.Confidence >= 80 ? $"Máy đọc, độ tin cậy {sure}%" : $"Máy chưa chắc ({sure}%), kiểm tra lại");
    }

    private static string Here(string code, string? done = null) => $"/noi-bo/so-hoa/{code}{(done is null ? "" : $"?xong={Uri.EscapeDataString(done)}")}";

    private Dictionary<(Guid, int), string?> Choices(Dossier dossier)
    {
        var choices = new Dictionary<(Guid, int), string?>();
        foreach (var key in Request.Form.Keys)
        {
            if (key.Split('.') is not ["page", var scan, var no] || !Guid.TryParse(scan, out var id)
                || !int.TryParse(no, CultureInfo.InvariantCulture, out var number)) continue;
            var choice = Request.Form[key].ToString();
            choices[(id, number)] = choice == Scans.Dropped || dossier.Components.Exists(c => c.PaperKey == choice) ? choice : null;
        }
        return choices;
    }

    protected override async Task Show(string code)
    {
        Dossier = await attach.Read(code);
        Batches = await scans.Open(Dossier.Id);
        Attachments = await kept.Of(Dossier);
    }
}
