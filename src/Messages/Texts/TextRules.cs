using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Messages.Texts;

/// <summary>
/// What a text of one event on one channel may and must say, derived from the words that come with the product: a date, a code or a place
/// that they tell stands also on the page of the dossier, so officers may say it otherwise and not leave it out.
/// </summary>
internal sealed class TextRules
{
    public const int LongestText = 2000;
    public const int LongestSubject = 150;
    private static readonly string[] OfAnyDossier = ["short", "code", "procedure", "link"];

    /// <summary>Folded: an apology apologises, who is chased is said, and a code is warned about.</summary>
    private static readonly (string Folded, string Words)[] Phrases =
        [("xin loi", "xin lỗi"), ("don doc", "đôn đốc"), ("khong dua", "không đưa")];

    private readonly string happening;
    private readonly string channel;
    private readonly string? subject;
    private readonly string text;
    private readonly HashSet<string> told;

    /// <param name="everywhere">Delivered texts of all channels of the event.</param>
    public TextRules(string happening, string channel, string? subject, string text, IEnumerable<string> everywhere)
    {
        (this.happening, this.channel, this.subject, this.text) = (happening, channel, subject, text);
        told = Used(text);
        IEnumerable<string> fields = everywhere.SelectMany(Used);
        if (IsOfDossier) fields = fields.Concat(OfAnyDossier);
        // An SMS goes out as anybody may read it, without what an official has typed.
        Fields = [.. fields.Distinct().Where(field => channel != "sms" || field != "reason" || told.Contains(field))];
    }

    /// <summary>The closed list.</summary>
    public IReadOnlyList<string> Fields { get; }

    private bool IsOfDossier => happening.StartsWith("dossier.", StringComparison.Ordinal) || happening.StartsWith("reminder.", StringComparison.Ordinal);

    public bool HasSubject => subject is not null;

    public bool ManyLines => channel == "email";

    /// <summary>Of a dossier its name and the way to it may be left out, or one code stand for the other.</summary>
    public IReadOnlyList<string> Must => [.. told.Where(name => !IsOfDossier || name is not ("procedure" or "link" or "short" or "code"))];

    private bool MustName => IsOfDossier && (told.Contains("short") || told.Contains("code"));

    private bool MustLead => channel != "inApp" && IsOfDossier && (told.Contains("link") || text.Contains("1022", StringComparison.Ordinal));

    public IReadOnlyList<FieldProblem> Problems(string? newSubject, string newText, string link)
    {
        var problems = new List<FieldProblem>();
        if (newText.Length == 0) return [new("text", "Nhập lời của tin")];
        if (TypedText.TooLong(newText, LongestText, "Lời của tin") is { } wrong) problems.Add(new("text", wrong));
        if (HasSubject && string.IsNullOrEmpty(newSubject)) problems.Add(new("subject", "Nhập tiêu đề"));
        if (newSubject is not null && TypedText.TooLong(newSubject, LongestSubject, "Tiêu đề") is { } longer) problems.Add(new("subject", longer));
        foreach (var (field, words) in new[] { ("subject", newSubject ?? ""), ("text", newText) })
        {
            foreach (var unknown in Used(words).Where(name => !Fields.Contains(name)))
                problems.Add(new(field, $"Không có trường {{{unknown}}} ở tin này. Dùng được: {string.Join(", ", Fields.Select(name => $"{{{name}}}"))}"));
            if (Wording.WithoutFields(words).IndexOfAny(['{', '}']) >= 0) problems.Add(new(field, "Dấu ngoặc nhọn chỉ dùng cho trường, ví dụ {short}"));
            if (words.Contains("://", StringComparison.Ordinal)) problems.Add(new(field, "Không gõ địa chỉ trang. Dùng trường {link}"));
        }
        var used = Used(newText);
        foreach (var missing in Must.Where(name => !used.Contains(name)))
            problems.Add(new("text", $"Thiếu {{{missing}}} ({MessageEvents.Field(missing, happening)}): tin này phải báo điều đó"));
        if (MustName && !used.Contains("short") && !used.Contains("code")) problems.Add(new("text", "Thiếu mã: ghi {short} (mã ngắn) hoặc {code} (mã hồ sơ)"));
        if (MustLead && !used.Contains("link") && !newText.Contains("1022", StringComparison.Ordinal))
            problems.Add(new("text", "Thiếu nơi xem lại: ghi {link} hoặc số 1022"));
        foreach (var (folded, phrase) in Phrases)
            if (Says(text, folded) && !Says(newText, folded)) problems.Add(new("text", $"Tin này phải có chữ “{phrase}”"));
        if (channel == "sms" && problems.Count == 0) problems.AddRange(TooLong(newText, link));
        return problems;
    }

    /// <summary>Never longer than one part, or than what came with the product: longer ones lose their words when they are sent.</summary>
    private IEnumerable<FieldProblem> TooLong(string newText, string link)
    {
        var samples = MessageEvents.Samples(happening);
        var most = Math.Max(Wording.LongestSms, Wording.PlainFilled(text, samples, link).Length);
        var length = Wording.PlainFilled(newText, samples, link).Length;
        if (length > most) yield return new("text", $"Tin SMS với giá trị mẫu dài {length} ký tự, tối đa {most}. Bớt {length - most} ký tự");
    }

    private static bool Says(string words, string folded) => SearchFold.Of(words).Contains(folded, StringComparison.Ordinal);

    private static HashSet<string> Used(string words) => Wording.FieldsOf(words);
}
