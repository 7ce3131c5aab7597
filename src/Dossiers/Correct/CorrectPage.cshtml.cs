using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Correct;

[Face(Face.Desk)]
internal sealed class CorrectPageModel(DossierDesk desk, CorrectResult correct, IssuedResults results, Reasons reasons) : ActPageModel(desk)
{
    private const string Prefix = "v.";

    public IReadOnlyList<CorrectableField> Fields { get; private set; } = [];
    public IReadOnlyList<Reason> List { get; private set; } = [];
    /// <summary>Released, the first one first.</summary>
    public IReadOnlyList<IssuedResult> Released { get; private set; } = [];
    public IssuedResult? Pending { get; private set; }
    public string? Done { get; private set; }
    public bool MaySign => DossierPolicy.MayLead(Dossier, Desk.Actor);

    public async Task<IActionResult> OnGet(string code, [FromQuery(Name = "xong")] string? done)
    {
        Done = done switch
        {
            "soan" => "Đã soạn bản đính chính, chờ lãnh đạo ký.", "ky" => "Đã ký, phát hành bản đính chính và báo người nộp.", "bo" => "Đã bỏ bản đính chính.",
                _ => null,
        };
        await Show(code);
        return DossierPolicy.MayCorrect(Dossier, Desk.Actor) && Dossier.HasOwnResult ? Page() : Redirect($"/noi-bo/ho-so/{code}");
    }

    public Task<IActionResult> OnPostDraft(string code, string? reasonCode, string? reason) => Act(code, $"/noi-bo/ho-so/{code}/dinh-chinh?xong=soan", () =>
    {
        var values = Request.Form.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(key => key[Prefix.Length..], key => (string?)Request.Form[key].ToString());
        return (Task)correct.Draft(code, Seen, reasonCode ?? "", reason, values, HttpContext.SiteUrl());
    });

    public Task<IActionResult> OnPostSign(string code, string? password) => Act(code, $"/noi-bo/ho-so/{code}/dinh-chinh?xong=ky", () =>
        correct.Sign(code, Seen, password));

    public Task<IActionResult> OnPostDrop(string code) => Act(code, $"/noi-bo/ho-so/{code}/dinh-chinh?xong=bo", () => correct.Drop(code, Seen));

    /// <summary>As typed; otherwise as drafted; otherwise as it stands.</summary>
    public string Value(CorrectableField field) =>
        Tried == "Draft" && Request.Form.TryGetValue(Prefix + field.Name, out var typed)
        ? typed.ToString() : Pending?.Corrected.GetValueOrDefault(field.Name) ?? field.Now;

    protected override async Task Show(string code)
    {
        Dossier = await Desk.Read(code);
        if (!Dossier.HasOwnResult) return;
        Released = await results.AllOf(Dossier.Id);
        Pending = await results.CorrectionOf(Dossier.Id);
        Fields = await correct.Fields(Dossier);
        List = await reasons.Of("correction");
    }
}
