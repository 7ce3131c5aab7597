using Microsoft.AspNetCore.Mvc;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Fields;

namespace MotCua.Dossiers.Consult;

/// <summary>Lấy ý kiến của một hồ sơ: what was asked and how it stands, and the form that asks.</summary>
[Face(Face.Desk)]
internal sealed class ConsultPageModel(DossierDesk desk, AskConsultation ask, EndConsultation end, ConsultationLists lists)
    : ActPageModel(desk)
{
    private const string FormKey = "to-khai";

    public static readonly IReadOnlyList<ChoiceView> Units = [new(AskConsultation.Day, "ngày làm việc"), new(AskConsultation.Hour, "giờ làm việc")];

    public static readonly IReadOnlyList<ChoiceView> Silences =
    [
        new("without", "Giải quyết không có ý kiến này"),
        new("agrees", "Coi là đồng ý, vì có quy định nói rằng quá hạn không trả lời là đồng ý"),
    ];

    public IReadOnlyList<ConsultationView> Rows { get; private set; } = [];
    public IReadOnlyList<ChoiceView> Agencies { get; private set; } = [];
    public IReadOnlyList<ChoiceView> Shares { get; private set; } = [];
    public ConsultationRules? Limits { get; private set; }
    public bool MayAsk { get; private set; }
    public string? Done { get; private set; }

    public bool MayEnd(Consultation asked) => asked.IsOpen && ConsultationPolicy.MayEnd(asked, Task, Dossier, Desk.Actor);

    /// <summary>The act on this request was refused: its form stays open.</summary>
    public bool IsTried(string act, Consultation asked) => Tried == act && Typed("id") == asked.Id.ToString();

    public IReadOnlyList<string> Shared => Tried == "Ask" ? [.. Request.Form["share"].OfType<string>()] : [];

    public async Task OnGet(string code, [FromQuery(Name = "xong")] string? done)
    {
        Done = done switch
        {
            "hoi" => "Đã gửi yêu cầu lấy ý kiến; cơ quan được hỏi đã được báo.",
            "rut" => "Đã rút yêu cầu và báo cơ quan được hỏi.",
            "bo-qua" => "Đã ghi: không chờ ý kiến này nữa.",
            _ => null,
        };
        await Show(code);
    }

    public Task<IActionResult> OnPostAsk(string code, string? question, string? legalBasis, string? term, string? unit) =>
        Act(code, $"/noi-bo/ho-so/{code}/lay-y-kien?xong=hoi", () =>
    {
        var shares = Request.Form["share"].OfType<string>().ToList();
        return ask.Execute(code, Seen, new Question([Request.Form["agency"].ToString(), Request.Form["agency2"].ToString(), Request.Form["agency3"].ToString()],
            question, legalBasis, term, unit,
            [.. shares.Where(key => key != FormKey)], shares.Contains(FormKey)));
    });

    public Task<IActionResult> OnPostWithdraw(string code, Guid id, string? reason) =>
        Act(code, $"/noi-bo/ho-so/{code}/lay-y-kien?xong=rut", () => end.Withdraw(code, Seen, id, reason));

    public Task<IActionResult> OnPostPassOver(string code, Guid id, string? silence, string? basis, string? reason) =>
        Act(code, $"/noi-bo/ho-so/{code}/lay-y-kien?xong=bo-qua", () => end.PassOver(code, Seen, id, silence, basis, reason));

    protected override async Task Show(string code)
    {
        var sheet = await Desk.Open(code);
        Dossier = sheet.Dossier;
        await FindStep();
        Rows = await lists.Of(sheet.Consultations);
        Limits = await ask.Rules();
        MayAsk = Limits is not null && Dossier.Status == DossierStatus.Processing && ConsultationPolicy.MayAsk(Task, Dossier, Desk.Actor);
        if (!MayAsk) return;
        Agencies = [.. (await ask.Choices(Dossier)).Select(agency => new ChoiceView(agency.Code, agency.Name))];
        Shares = [new(FormKey, "Tờ khai"), .. Dossier.Components.OrderBy(c => c.Seq).Where(c => c.State == "have")
            .Select(c => new ChoiceView(c.PaperKey, c.Name))];
    }
}
