using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Consult;

/// <summary>What is asked, as typed.</summary>
/// <param name="Agencies">Codes; each gets a request of its own, all at once.</param>
/// <param name="Term">"3" or "1,5".</param>
/// <param name="Unit">workingDay or hour.</param>
/// <param name="Papers">Papers (paperKey) that the agencies need to see.</param>
internal sealed record Question(IReadOnlyList<string?>? Agencies, string? Text, string? LegalBasis, string? Term, string? Unit, IReadOnlyList<string?>? Papers,
    bool ShowsForm);

/// <summary>Lấy ý kiến, phối hợp: the step that is open asks other agencies. The dossier's own clock runs on.</summary>
internal sealed class AskConsultation(DossierDesk desk, Db db, RuleSets rules, OrganisationDirectory organisation,
    Staffing staffing, Calendars calendars)
{
    public const string Day = "workingDay";
    public const string Hour = "hour";
    public const int LongestQuestion = 4_000;
    private const int MostAtOnce = 10;

    /// <summary>The law of asking is that of the day of asking.</summary>
    public async Task<ConsultationRules?> Rules() => (await rules.At(desk.Now.Day())).Consultations;

    /// <summary>Agencies that have somebody who can answer here; never the one that decides itself.</summary>
    public async Task<IReadOnlyList<AgencyView>> Choices(Dossier dossier)
    {
        var manned = await staffing.AgenciesWith(ConsultationPolicy.Answering, desk.Now);
        return [.. (await organisation.Agencies(desk.Now.Day())).Where(agency => agency.Code != dossier.CompetentAgency && manned.Contains(agency.Code))];
    }

    public async Task<Dossier> Execute(string code, Seen seen, Question question)
    {
        var dossier = await desk.Load(code, seen);
        var task = dossier.Status == DossierStatus.Processing ? await desk.Step(dossier, seen) : null;
        if (task is not { Kind: StepKind.Assign or StepKind.Appraise or StepKind.Consult or StepKind.Approve })
            throw Refused.WrongState("Chỉ lấy ý kiến khi hồ sơ đang được thẩm định, phối hợp hoặc xem xét, trước khi trình ký");
        if (!ConsultationPolicy.MayAsk(task, dossier, desk.Actor)) throw new Refused(403, "Anh/chị chưa được giao hồ sơ này. Xin phân công rồi thao tác tiếp");
        var set = await rules.At(desk.Now.Day());
        if (set.Consultations is not { } limits)
            throw Refused.WrongState("Bộ quy định đang áp dụng chưa nêu thời gian lấy ý kiến. Nhờ cán bộ kiểm soát thủ tục bổ sung");
        var choices = (await Choices(dossier)).ToDictionary(agency => agency.Code);
        var asked = Agencies(question);
        var earlier = await db.Set<Consultation>().AsNoTracking().Where(c => c.DossierId == dossier.Id).ToListAsync();
        var (term, problems) = Judge(question, dossier, limits, set.Counting, asked, choices);
        if (earlier.FirstOrDefault(c => c.IsOpen && asked.Contains(c.Agency) && c.Question == question.Text?.Trim()) is { } twice)
            problems.Add(new FieldProblem("question", $"Câu này đã hỏi {twice.AgencyName} và đang chờ trả lời"));
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: problems);
        for (var i = 0; i < asked.Count; i++) await Ask(dossier, task, choices[asked[i]], question, term!, set, earlier.Count + i + 1);
        // Signing and asking at once: the later of the two is refused.
        dossier.Version++;
        await desk.Save();
        return dossier;
    }

    private async Task Ask(Dossier dossier, CurrentTask task, AgencyView agency, Question question, Term term, RuleSet set, int no)
    {
        var office = await organisation.Offices(desk.Now.Day(), agency.Code) is [var first, ..] ? first : null;
        var calendar = await calendars.Of(office?.Code);
        var consultation = new Consultation
        {
            Id = Guid.CreateVersion7(), DossierId = dossier.Id, No = no, TaskId = task.Id, StepName = task.StepName, Agency = agency.Code,
                AgencyName = agency.ShortName,
            Office = office?.Code, Question = question.Text!.Trim(), LegalBasis = question.LegalBasis!.Trim(), TermUnit = term.Unit, TermValue = term.Value,
                RuleSetId = set.Id,
            Papers = [.. (question.Papers ?? []).OfType<string>().Distinct()], ShowsForm = question.ShowsForm, AskedById = desk.Actor.AccountId,
                AskedBy = desk.Actor.Name,
            AskedAt = desk.Now, DueAt = term.DueFrom(desk.Now, calendar, set.Counting).At,
        };
        consultation.Begin(calendar.Version);
        db.Add(consultation);
        desk.Record(dossier, new ConsultationAsked(dossier.Id, dossier.Code, consultation.Id, agency.Code, consultation.DueAt, consultation.Papers,
            consultation.ShowsForm), question.Text.Trim());
    }

    private static List<string> Agencies(Question question) =>
        [.. (question.Agencies ?? []).Where(code => !string.IsNullOrWhiteSpace(code)).Select(code => code!.Trim()).Distinct()];

    private static (Term? Term, List<FieldProblem> Problems) Judge(Question question, Dossier dossier, ConsultationRules limits, CountingRules counting,
        List<string> asked,
        Dictionary<string, AgencyView> choices)
    {
        var problems = new List<FieldProblem>();
        if (asked.Count == 0) problems.Add(new FieldProblem("agency", "Chọn ít nhất một cơ quan để hỏi"));
        else if (asked.Count > MostAtOnce) problems.Add(new FieldProblem("agency", $"Mỗi lần hỏi tối đa {MostAtOnce} cơ quan, hiện có {asked.Count}"));
        else if (asked.Any(code => !choices.ContainsKey(code)))
            problems.Add(new FieldProblem("agency", "Chọn cơ quan trong danh sách; cơ quan khác chưa có cán bộ trả lời trên hệ thống"));
        if (string.IsNullOrWhiteSpace(question.Text)) problems.Add(new FieldProblem("question", "Nhập câu hỏi để cơ quan được hỏi biết cần trả lời gì"));
        else if (TypedText.TooLong(question.Text.Trim(), LongestQuestion, "Câu hỏi") is { } longQuestion)
            problems.Add(new FieldProblem("question", longQuestion));
        if (string.IsNullOrWhiteSpace(question.LegalBasis))
            problems.Add(new FieldProblem("legalBasis", "Nhập căn cứ lấy ý kiến, ví dụ điều, khoản của văn bản"));
        else if (TypedText.TooLong(question.LegalBasis.Trim(), 500, "Căn cứ") is { } longBasis) problems.Add(new FieldProblem("legalBasis", longBasis));
        if ((question.Papers ?? []).Any(key => dossier.Components.All(component => component.PaperKey != key)))
            problems.Add(new FieldProblem("share", "Chọn giấy tờ có trong hồ sơ này"));
        var term = TermOf(question, limits, counting, problems);
        return (term, problems);
    }

    private static Term? TermOf(Question question, ConsultationRules limits, CountingRules counting, List<FieldProblem> problems)
    {
        if (question.Unit is not (Day or Hour))
        {
            problems.Add(new FieldProblem("unit", "Chọn ngày làm việc hoặc giờ làm việc"));
            return null;
        }
        if (VietnameseNumber.Decimal(question.Term, "Thời gian trả lời", null, out _) is not { } value || value <= 0 || decimal.Round(value, 2) != value)
        {
            problems.Add(new FieldProblem("term", "Nhập thời gian trả lời bằng số lớn hơn 0, ví dụ 3"));
            return null;
        }
        var most = question.Unit == Day ? limits.MostDays : limits.MostDays * counting.HoursPerDay;
        if (value > most)
        {
            problems.Add(new FieldProblem("term",
                $"Nhiều nhất {Vi.Number(most)} {(question.Unit == Day ? "ngày" : "giờ")} làm việc theo bộ quy định đang áp dụng"));
            return null;
        }
        return new Term(question.Unit == Day ? TermUnit.WorkingDay : TermUnit.Hour, value);
    }
}
