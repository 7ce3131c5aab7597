using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Expressions;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>
/// The forms of one element: how what was typed is read into a change of the drawing. All problems are told at once, each beside its box; what is only
/// missing may wait, the check of the whole drawing tells it.
/// </summary>
internal sealed partial class ElementForm(IFormCollection form)
{
    public const int LongestName = 300;
    private const int MostLines = 40;

    public static readonly IReadOnlyList<ChoiceView> Kinds = [.. BpmnWords.Kinds.Select(one => new ChoiceView(one.Key, Upper(BpmnWords.Said(one.Value))))];

    public static readonly IReadOnlyList<ChoiceView> Doers =
        [.. StepRules.Doers.Values.SelectMany(roles => roles).Distinct().Select(role => new ChoiceView(role, Roles.Names[role]))];

    public static readonly IReadOnlyList<ChoiceView> Seats =
    [
        new("office", "Nơi nhận hồ sơ"), new("agency", "Cơ quan giải quyết"), new("unit", "Một cơ quan khác"),
    ];

    public static readonly IReadOnlyList<ChoiceView> Acts = [.. BpmnWords.Acts.Select(one => new ChoiceView(one.Key,
        Upper(BpmnWords.Said(one.Value)) + (Executable.Acts.Contains(one.Value) ? "" : " (chưa làm được)")))];

    public static readonly IReadOnlyList<ChoiceView> Events = [.. Enum.GetValues<Awaited>().Select(one => new ChoiceView(BpmnWords.Camel(one),
        (one == Awaited.Timer ? "Hết một thời gian" : Upper(Narration.Event(one, null))) + (Executable.Events.Contains(one) ? "" : " (chưa làm được)")))];

    public static readonly IReadOnlyList<ChoiceView> Gateways =
    [
        new("exclusive", "Rẽ một nhánh: điều kiện đúng đầu tiên"), new("inclusive", "Rẽ nhiều nhánh: mọi điều kiện đúng"),
        new("parallel", "Song song: mọi nhánh"),
    ];

    public static readonly IReadOnlyList<ChoiceView> Additions =
    [
        new("step", "Bước của người"), new("message", "Điểm chờ tin từ bên ngoài"), new("timer", "Điểm chờ một thời gian"),
        new("act", "Việc của hệ thống: báo tin"), new("call", "Hồ sơ liên thông của thủ tục khác"),
    ];

    private readonly List<FieldProblem> problems = [];

    public string this[string name] => form[name].ToString();

    /// <summary>Reads by one of the methods below and refuses with all problems at once.</summary>
    public void Refuse()
    {
        if (problems.Count > 0) throw new Refused(400, problems[0].Message, problems: problems);
    }

    public string Name(string field, string label, bool needed = true)
    {
        var text = Line(field, LongestName, label);
        if (needed && text.Length == 0) Say(field, $"{label}: nhập tên, ví dụ “Kiểm tra thực địa”");
        return text;
    }

    public Action<DrawingEdit> Properties(Node node)
    {
        if (node is UserTask step) return Step(step);
        var name = Name("name", "Tên", needed: node is ServiceTask or CallActivity or Catch);
        switch (node)
        {
            case ServiceTask:
                var act = One("act", BpmnWords.Acts, "Chọn việc hệ thống làm") ?? default;
                return edit => edit.Act(node.Id, name, act);
            case CallActivity:
                var code = Line("procedure", 60, "Mã thủ tục");
                var place = Line("place", 100, "Nơi giải quyết");
                var given = Given();
                return edit => edit.Call(node.Id, name, code, place.Length > 0 ? place : null, given);
            case Gateway:
                var kind = One("gateway", GatewayKinds, "Chọn kiểu cổng") ?? default;
                return edit => edit.Gateway(node.Id, name, kind);
            case End: return edit => edit.End(node.Id, name, this["terminates"].Length > 0);
            case Catch or Boundary:
                var what = One("awaits", EventKinds, "Chọn điều được chờ") ?? default;
                var hours = what == Awaited.Timer ? Hours("hours", needed: true) : null;
                bool? interrupts = node is Boundary ? this["interrupts"] != "no" : null;
                return edit => edit.Wait(node.Id, name, what, hours, interrupts);
            default: return edit => edit.Plain(node.Id, name);
        }
    }

    /// <param name="known">What conditions may look at.</param>
    public Action<DrawingEdit> Ways(Node node, IReadOnlyList<Flow> leaves, IReadOnlyList<KnownValue> known)
    {
        var chooses = node is Gateway { Kind: not GatewayKind.Parallel };
        var otherwise = this["otherwise"];
        var ways = leaves.Select((_, i) => new WishedWay(this[$"flow.{i}"], Line($"to.{i}", 200, "Nơi tới"),
            chooses && this[$"flow.{i}"] != otherwise ? Condition($"when.{i}", known) : "", this[$"cut.{i}"].Length > 0)).ToList();
        return edit => edit.Ways(node.Id, ways, otherwise.Length > 0 ? otherwise : null);
    }

    public string Condition(string field, IReadOnlyList<KnownValue> known)
    {
        var text = Line(field, 2000, "Điều kiện");
        if (text.Length == 0) return "";
        foreach (var fault in Expression.Read(text, known).Faults.Take(1)) Say(field, $"Ký tự {fault.At + 1}: {fault.Words}");
        return text;
    }

    /// <summary>One name a line.</summary>
    public IReadOnlyList<string> Lines(string field, string label, int mostSigns)
    {
        var lines = TypedText.Gate(this[field]).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        if (lines.Count > MostLines) Say(field, $"{label}: tối đa {MostLines} dòng, hiện có {lines.Count}");
        if (lines.Find(line => line.Length > mostSigns) is { } tooLong)
            Say(field, $"{label}: dòng “{TypedText.Beginning(tooLong, 30)}…” dài quá {mostSigns} ký tự");
        if (lines.Exists(TypedText.IsBroken)) Say(field, TypedText.BrokenWords);
        return lines;
    }

    public decimal? Hours(string field, bool needed)
    {
        var text = Line(field, 20, "Số giờ");
        if (text.Length == 0 && !needed) return null;
        if (VietnameseNumber.Decimal(text, "Số giờ", "giờ", out var problem) is { } hours && hours > 0 && hours <= StepRules.MostHours
            && decimal.Round(hours, 2) == hours) return hours;
        Say(field, problem ?? $"Số giờ làm việc lớn hơn 0, không quá {Vi.Number(StepRules.MostHours)}, tối đa hai số lẻ. Một ngày là 8 giờ");
        return null;
    }

    public T? One<T>(string field, IReadOnlyDictionary<string, T> known, string words)
        where T : struct
    {
        if (known.TryGetValue(this[field], out var found)) return found;
        Say(field, words);
        return null;
    }

    public void Say(string field, string words)
    {
        if (problems.TrueForAll(problem => problem.Field != field)) problems.Add(new(field, words));
    }

    private static readonly IReadOnlyDictionary<string, GatewayKind> GatewayKinds =
        Enum.GetValues<GatewayKind>().ToDictionary(BpmnWords.Camel, StringComparer.Ordinal);

    public static readonly IReadOnlyDictionary<string, Awaited> EventKinds = Enum.GetValues<Awaited>().ToDictionary(BpmnWords.Camel, StringComparer.Ordinal);

    public static readonly IReadOnlyDictionary<string, ElementKind> AdditionKinds =
        Enum.GetValues<ElementKind>().ToDictionary(BpmnWords.Camel, StringComparer.Ordinal);

    private Action<DrawingEdit> Step(UserTask step)
    {
        var name = Name("name", "Tên bước");
        StepKind? kind = this["kind"].Length == 0 ? null : One("kind", BpmnWords.Kinds, "Chọn loại bước");
        var role = this["role"].Length == 0 ? null : this["role"];
        if (role is not null && !Roles.Names.ContainsKey(role)) Say("role", "Chọn vai trò trong danh sách");
        else if (role is not null && kind is { } chosen && !StepRules.Doers[chosen].Contains(role))
            Say("role", $"{Roles.Names[role]} không làm được bước {BpmnWords.Said(chosen)}. Chọn: " +
                string.Join(", ", StepRules.Doers[chosen].Select(one => Roles.Names[one])));
        var seat = One("seat", BpmnWords.Seats, "Chọn nơi làm") ?? Seat.Agency;
        var unit = Line("unit", 60, "Cơ quan");
        if (seat == Seat.Unit && unit.Length == 0) Say("unit", "Chọn cơ quan làm bước này");
        var hours = Hours("hours", needed: false);
        var people = People();
        var checks = Lines("checks", "Mục kiểm tra", LongestName);
        var outcomes = Outcomes();
        var guessed = step.Guessed && this["confirmed"].Length == 0;
        return edit => edit.Step(step.Id, name, kind, role, seat, unit, hours, checks, outcomes, guessed, people);
    }

    private int People()
    {
        var text = Line("people", 5, "Số người");
        if (text.Length == 0) return 1;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out var people) && people is >= 1 and <= UserTask.MostPeople) return people;
        Say("people", $"Số người cùng làm là số từ 1 đến {UserTask.MostPeople}");
        return 1;
    }

    /// <summary>"khóa: lời" a line; without a key it is made of the words.</summary>
    private List<Outcome> Outcomes()
    {
        var outcomes = new List<Outcome>();
        foreach (var line in Lines("outcomes", "Cách kết thúc", 200))
        {
            var (key, words) = line.Split(':', 2, StringSplitOptions.TrimEntries) is [var before, { Length: > 0 } after] && KeyShape().IsMatch(before)
                ? (before, after) : (DrawingEdit.Slug(line), line);
            if (outcomes.Exists(one => one.Key == key)) Say("outcomes", $"Khóa “{key}” có hai lần; mỗi cách kết thúc cần khóa riêng");
            else outcomes.Add(new(key, words));
        }
        return outcomes;
    }

    /// <summary>"trường: lời khai" a line.</summary>
    private List<GivenAnswer> Given()
    {
        var given = new List<GivenAnswer>();
        foreach (var line in Lines("given", "Khai sẵn", 500))
        {
            if (line.Split(':', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } answer, { Length: > 0 } text])
                Say("given", $"Dòng “{TypedText.Beginning(line, 30)}” chưa đúng dạng “trường: lời khai”");
            else if (given.Exists(one => one.Field == answer)) Say("given", $"Trường “{answer}” có hai lần");
            else given.Add(new(answer, text));
        }
        return given;
    }

    private string Line(string field, int most, string label)
    {
        try { return VietnameseText.Clean(TypedText.Within(this[field], most, label, field), manyLines: false); }
        catch (Refused refused)
        {
            Say(field, refused.Message);
            return "";
        }
    }

    private static string Upper(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyShape();
}
