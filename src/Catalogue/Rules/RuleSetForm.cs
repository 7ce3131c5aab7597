using System.Globalization;
using Microsoft.AspNetCore.Http;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>The edit form: what stands in its boxes, exactly as typed, and how it is read into rules.</summary>
internal sealed class RuleSetForm
{
    private const string Yes = "yes";
    private const string No = "no";

    public static readonly IReadOnlyList<ChoiceView> After =
        [new("resume", "Tính tiếp phần thời hạn còn lại"), new("restart", "Tính lại toàn bộ thời hạn từ khi hồ sơ đủ")];

    public static readonly IReadOnlyList<ChoiceView> RollForward = [new(Yes, "Chuyển sang ngày làm việc tiếp theo"), new(No, "Giữ nguyên ngày đó")];

    public static readonly IReadOnlyList<ChoiceView> Rounding =
        [.. Enum.GetValues<PauseRounding>().Select(rounding => new ChoiceView(Word(rounding), Upper(RuleSetWords.RoundingWords(rounding))))];

    public static readonly IReadOnlyList<ChoiceView> BeforeDue = [new(Yes, "Chỉ trước giờ hẹn trả"), new(No, "Cả sau giờ hẹn trả")];

    public static readonly IReadOnlyList<ChoiceView> Ends = [.. RuleSetCheck.Ends.Select(end => new ChoiceView(end, Upper(RuleSetWords.EndWords(end))))];

    public static readonly IReadOnlyList<ChoiceView> Approvers = [.. RuleSetCheck.Approvers.Select(role => new ChoiceView(role, RuleSetWords.RoleWords(role)))];

    public static readonly IReadOnlyList<ChoiceView> When =
        [.. Enum.GetValues<PauseWhen>().Select(when => new ChoiceView(Word(when), Upper(RuleSetWords.WhenWords(when))))];

    private readonly Dictionary<string, string> values;

    private RuleSetForm(Dictionary<string, string> values) => this.values = values;

    public IReadOnlyList<FieldProblem> Problems { get; init; } = [];

    public string this[string name] => values.GetValueOrDefault(name, "");

    public static RuleSetForm Posted(IFormCollection form, IReadOnlyList<FieldProblem>? problems = null) =>
        new(form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal)) { Problems = problems ?? [] };

    public static RuleSetForm Of(RuleSet rules)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = rules.Name,
            ["legalBasis"] = string.Join('\n', rules.LegalBasis),
            ["formSet"] = rules.FormSet,
            ["counting.hoursPerDay"] = Typed(rules.Counting.HoursPerDay),
            ["counting.sameDayCutOff"] = Vi.Time(rules.Counting.SameDayCutOff),
            ["counting.receptionCutOff"] = rules.Counting.ReceptionCutOff is { } late ? Vi.Time(late) : "",
            ["counting.rollForward"] = rules.Counting.RollForward ? Yes : No,
            ["counting.pauseRounding"] = Word(rules.Counting.PauseRounding),
            ["counting.receptionMinutes"] = Typed(rules.Counting.ReceptionMinutes ?? 1),
            ["supplements.after"] = rules.Supplements.After == AfterSupplement.Restart ? "restart" : "resume",
            ["supplements.most"] = Typed(rules.Supplements.Most),
            ["supplements.furtherApprover"] = rules.Supplements.FurtherApprover,
            ["extensions.most"] = Typed(rules.Extensions.Most),
            ["extensions.approver"] = rules.Extensions.Approver,
            ["extensions.beforeDueOnly"] = rules.Extensions.BeforeDueOnly ? Yes : No,
            ["answers.alarmHours"] = Typed(rules.Answers.AlarmHours),
            ["answers.replyHours"] = Typed(rules.Answers.ReplyHours),
            ["answers.stepSilencePercent"] = Typed(rules.Answers.StepSilencePercent),
            ["answers.stillHours"] = Typed(rules.Answers.StillHours),
            ["endsAt"] = rules.EndsAt,
        };
        if (rules.Consultations is { } consulting)
            (values["consultations.usualDays"], values["consultations.mostDays"], values["consultations.basis"]) =
            (Typed(consulting.UsualDays), Typed(consulting.MostDays), consulting.LegalBasis);
        foreach (var pause in rules.Pauses) (values[$"pauses.{pause.Cause}.when"], values[$"pauses.{pause.Cause}.basis"]) =
            (Word(pause.When), pause.LegalBasis);
        foreach (var form in rules.Forms)
            (values[$"forms.{form.Kind}.number"], values[$"forms.{form.Kind}.title"], values[$"forms.{form.Kind}.basis"]) =
            (form.Number, form.Title, form.LegalBasis);
        return new RuleSetForm(values);
    }

    /// <summary>The rules as typed; where a box cannot be read the old value stands, and a problem says so.</summary>
    public (RuleSet Rules, IReadOnlyList<FieldProblem> Problems) Read(RuleSet old)
    {
        var problems = new List<FieldProblem>();
        var rules = old with
        {
            Name = Line("name"),
            LegalBasis = [.. VietnameseText.Clean(this["legalBasis"], manyLines: true).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)],
            FormSet = Line("formSet"),
            Counting = new CountingRules(Number("counting.hoursPerDay", old.Counting.HoursPerDay),
                Time("counting.sameDayCutOff", old.Counting.SameDayCutOff)!.Value,
                Line("counting.receptionCutOff").Length == 0 ? null : Time("counting.receptionCutOff", null),
                YesNo("counting.rollForward", old.Counting.RollForward),
                this["counting.pauseRounding"].Length == 0 ? old.Counting.PauseRounding : Round(this["counting.pauseRounding"]),
                Line("counting.receptionMinutes").Length == 0 ? null : Whole("counting.receptionMinutes", 1) is var step and not 1 ? step : null),
            Supplements = new SupplementRules(this["supplements.after"] switch
            {
                "resume" => AfterSupplement.Resume, "restart" => AfterSupplement.Restart, _ => (AfterSupplement)(-1)
            },
                Whole("supplements.most", old.Supplements.Most), this["supplements.furtherApprover"]),
            Extensions = new ExtensionRules(Whole("extensions.most", old.Extensions.Most), this["extensions.approver"],
                YesNo("extensions.beforeDueOnly", old.Extensions.BeforeDueOnly)),
            Answers = new AnswerRules(Number("answers.alarmHours", old.Answers.AlarmHours), Number("answers.replyHours", old.Answers.ReplyHours),
                Whole("answers.stepSilencePercent", old.Answers.StepSilencePercent), Number("answers.stillHours", old.Answers.StillHours)),
            Pauses = [.. PauseCause.All.Select(cause => new PauseRule(cause, Pause(this[$"pauses.{cause}.when"]), Line($"pauses.{cause}.basis")))],
            Consultations = Line("consultations.usualDays").Length + Line("consultations.mostDays").Length + Line("consultations.basis").Length == 0 ? null
                : new ConsultationRules(Number("consultations.usualDays", old.Consultations?.UsualDays ?? 1),
                Number("consultations.mostDays", old.Consultations?.MostDays ?? 60), Line("consultations.basis")),
            EndsAt = this["endsAt"],
            Forms = [.. PaperKind.All.Select(kind => new RuleForm(kind, Line($"forms.{kind}.number"), Line($"forms.{kind}.title"), Line($"forms.{kind}.basis")))
                .Where(form => form.Number.Length + form.Title.Length > 0)],
        };
        return (rules, problems);

        string Line(string name) => VietnameseText.Clean(this[name], manyLines: false).Trim();

        decimal Number(string name, decimal otherwise)
        {
            if (VietnameseNumber.Decimal(Line(name), "", null, out _) is { } value and <= 10_000 && decimal.Round(value, 2) == value) return value;
            problems.Add(new FieldProblem(name, "Nhập một số, tối đa hai số lẻ, ví dụ 8 hoặc 4,5"));
            return otherwise;
        }

        int Whole(string name, int otherwise)
        {
            if (VietnameseNumber.Count(Line(name), "", 0, 10_000, out _) is { } value) return value;
            problems.Add(new FieldProblem(name, "Nhập một số nguyên, ví dụ 1"));
            return otherwise;
        }

        TimeOnly? Time(string name, TimeOnly? otherwise)
        {
            if (TimeOnly.TryParseExact(Line(name).Replace('h', ':').Replace('g', ':'), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var value)) return value;
            problems.Add(new FieldProblem(name, "Nhập giờ và phút, ví dụ 15:00"));
            return otherwise;
        }

        bool YesNo(string name, bool otherwise)
        {
            if (this[name] is Yes or No) return this[name] == Yes;
            problems.Add(new FieldProblem(name, "Chọn một trong hai"));
            return otherwise;
        }
    }

    private static PauseWhen Pause(string word) =>
        Enum.GetValues<PauseWhen>().Where(when => Word(when) == word).Cast<PauseWhen?>().FirstOrDefault() ?? (PauseWhen)(-1);

    private static PauseRounding Round(string word) =>
        Enum.GetValues<PauseRounding>().Where(rounding => Word(rounding) == word).Cast<PauseRounding?>().FirstOrDefault() ?? (PauseRounding)(-1);

    private static string Word(PauseRounding rounding) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(rounding.ToString());

    private static string Word(PauseWhen when) => when switch
    {
        PauseWhen.Always => "always",
        PauseWhen.ProcedureSays => "procedureSays",
        PauseWhen.Decision => "decision",
        _ => "never",
    };

    // No thousands sign: "1.000" would be read as one.
    private static string Typed(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ',');

    private static string Upper(string words) => char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
}
