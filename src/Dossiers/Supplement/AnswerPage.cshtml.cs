using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Dossiers.Track;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Supplement;

[Face(Face.Portal), RequestSizeLimit(Uploads.MaxPostBytes), RequestFormLimits(MultipartBodyLengthLimit = Uploads.MaxPostBytes)]
internal sealed class AnswerPageModel(SupplementAnswering answering, TrackDossier track, TrackingPass pass) : PageModel, IKeepsTyped, IComesBack
{
    [FromRoute(Name = "code")]
    public string Key { get; set; } = "";

    /// <summary>Null: the second factor must be shown first.</summary>
    public MotCua.Dossiers.Dossier? Dossier { get; private set; }

    public SupplementRequest? Asked { get; private set; }

    public IReadOnlyList<SupplementItem> Items { get; private set; } = [];

    public IReadOnlyList<Attachment> Files { get; private set; } = [];

    public IReadOnlyDictionary<int, string> Words { get; private set; } = new Dictionary<int, string>();

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    /// <summary>Pages of the papers that were handed in.</summary>
    public bool MaySeeFiles => Dossier is { } d && answering.MaySeeFiles(d, HttpContext);

    public async Task OnGet()
    {
        if (await Open()) await Fill();
    }

    /// <summary>Shows the second factor.</summary>
    public async Task<IActionResult> OnPostOpen([FromForm(Name = "last4")] string? lastFour)
    {
        try
        {
            var found = TrackingQuery.IsToken(Key) ? await track.ByToken(Key, lastFour ?? "") : await track.ByCode(Key, lastFour ?? "");
            pass.Give(HttpContext, found.Dossier, found.Strong);
            return Redirect($"/bo-sung/{Uri.EscapeDataString(Key)}");
        }
        catch (Refused refused)
        {
            Problems = [new FieldProblem("last4", refused.Message)];
            refused.Mark(Response);
            return Page();
        }
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        if (!await Open()) return Page();
        Words = Numbered(Request.Form, "muc.");
        var problems = new List<FieldProblem>();
        foreach (var file in Request.Form.Files.Where(f => f.Name.StartsWith("tep.", StringComparison.Ordinal)))
        {
            try
            {
                await using var content = file.OpenReadStream();
                await answering.Attach(Asked!, file.Name[4..], file.FileName, content, file.Length);
            }
            catch (Refused refused) when (refused.Status is 400 or 409) { problems.AddRange(Said(refused)); }
        }
        if (problems.Count == 0 && act == "gui")
        {
            try
            {
                Request.Form.RefuseBroken();
                await answering.Send(Dossier!, Words);
                return Redirect($"/bo-sung/{Uri.EscapeDataString(Key)}/da-gui");
            }
            catch (Refused refused) when (refused.Status is 400 or 409) { problems.AddRange(Said(refused)); }
        }
        Problems = problems;
        if (problems.Count > 0) Response.StatusCode = StatusCodes.Status400BadRequest;
        await Fill();
        return Page();
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        if (!await Open()) return null;
        (Words, Problems) = (Numbered(Request.Form, "muc."), Said(why));
        Response.StatusCode = why.Status;
        await Fill();
        return Page();
    }

    private static IReadOnlyList<FieldProblem> Said(Refused refused) => refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];

    /// <summary>What was posted under "muc.0", "muc.1"… by number.</summary>
    public static IReadOnlyDictionary<int, string> Numbered(IFormCollection form, string prefix)
    {
        var words = new Dictionary<int, string>();
        foreach (var (name, value) in form.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (!int.TryParse(name[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var at)) continue;
            // "item-0" and "item-00" are one item, and of two answers to it nobody knows which is meant.
            if (!words.TryAdd(at, value.ToString())) throw new Refused(400, $"Mục {prefix}{at} được gửi hai lần. Giữ lại một lần rồi gửi lại", $"{prefix}{at}");
        }
        return words;
    }

    public async Task<IActionResult> OnPostRemove([FromForm(Name = "tep")] Guid file)
    {
        if (await Open()) await answering.Remove(Asked!, file);
        return Redirect($"/bo-sung/{Uri.EscapeDataString(Key)}");
    }

    private async Task<bool> Open()
    {
        Dossier = await answering.Open(Key, HttpContext);
        if (Dossier is null) return false;
        Asked = SupplementAnswering.Waiting(Dossier);
        Items = SupplementItem.Read(Asked.Items);
        return true;
    }

    private async Task Fill() => Files = await answering.Files(Asked!);
}
