using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace MotCua.Forms.Contracts;

/// <summary>
/// Biểu mẫu điện tử: pages of fields as data. Answers are one JSON object; a field's dotted name is its path in it
/// ("child.name" → /child/name). A published version never changes.
/// </summary>
public sealed record FormDefinition
{
    public required string Code { get; init; }
    /// <summary>0 in a file; the library numbers what it publishes.</summary>
    public int Version { get; init; }
    public required string Title { get; init; }
    public required IReadOnlyList<FormPage> Pages { get; init; }

    /// <summary>The same reading everywhere: unknown properties and missing parts are errors.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        ReadCommentHandling = JsonCommentHandling.Skip,
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <exception cref="FormDefinitionException">What is wrong and where.</exception>
    public static FormDefinition Parse(string json)
    {
        try
        {
            return Checked(JsonSerializer.Deserialize<FormDefinition>(json, Json));
        }
        catch (JsonException wrong)
        {
            throw new FormDefinitionException($"{wrong.Path}: {wrong.Message}");
        }
    }

    /// <exception cref="FormDefinitionException">What is wrong and where.</exception>
    public static FormDefinition Parse(JsonNode node) => Parse(node.ToJsonString());

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The pages that these answers ask for, in order.</summary>
    public IReadOnlyList<FormPage> VisiblePages(JsonObject answers) => [.. Pages.Where(page => page.ShowWhen.Holds(answers))];

    public FormPage? Page(string key) => Pages.FirstOrDefault(page => page.Key == key);

    private static FormDefinition Checked(FormDefinition? form)
    {
        var problems = form is null ? ["The form is empty."] : FormCheck.Problems(form);
        return problems.Count == 0 ? form! : throw new FormDefinitionException(string.Join(" ", problems));
    }
}

/// <summary>Biểu mẫu viết chưa đúng.</summary>
public sealed class FormDefinitionException(string message) : Exception(message);

/// <summary>The parts of the task list. A page belongs to one.</summary>
public static class FormSections
{
    public const string Applicant = "nguoi-nop";
    public const string Content = "noi-dung";
    public const string Papers = "giay-to";
    public const string Return = "nhan-ket-qua";

    public static readonly IReadOnlyDictionary<string, string> Titles = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Applicant] = "Người nộp",
        [Content] = "Nội dung",
        [Papers] = "Giấy tờ",
        [Return] = "Cách nhận kết quả",
    };
}

/// <summary>Một trang, một chủ đề.</summary>
public sealed record FormPage
{
    public required string Key { get; init; }
    /// <summary>One of <see cref="FormSections"/>.</summary>
    public required string Section { get; init; }
    public required string Title { get; init; }
    public string? Hint { get; init; }
    public Condition? ShowWhen { get; init; }
    /// <summary>Why the page appeared, said to the person; needed with <see cref="ShowWhen"/>.</summary>
    public string? Because { get; init; }
    public required IReadOnlyList<FormField> Fields { get; init; }

    /// <summary>Whether another answer of this page decides if the field is asked.</summary>
    internal bool Decides(FormField field) => field.ShowWhen?.Names().Any(name => Fields.Any(other => other.Name == name)) == true;
}

/// <summary>Loại ô. What a value is and how it is asked for.</summary>
public enum FieldType
{
    Text, LongText, PersonName, PersonalId, OldIdentityNumber, TaxCode, Phone, Email, Date, PartialDate, Time, Money, Number,
    Choice, MultiChoice, YesNo, Address, Group,
}

/// <summary>Một ô của biểu mẫu.</summary>
public sealed record FormField
{
    /// <summary>Path of the value in the answers, for example "child.name"; inside a group relative to the row.</summary>
    public required string Name { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required FieldType Type { get; init; }
    public required string Label { get; init; }
    public string? Hint { get; init; }
    public bool Optional { get; init; }
    /// <summary>Signs; 500 by default, 2,000 for long text.</summary>
    public int? MaxLength { get; init; }
    public IReadOnlyList<FieldOption> Options { get; init; } = [];
    /// <summary>What is said when nothing was given; each type has its own sentence otherwise.</summary>
    public string? Missing { get; init; }
    /// <summary>
    /// Where a first value comes from: person.name, person.number, person.birth, person.sex, person.phone, person.email, person.address, party.kind,
    /// organisation.name, organisation.number, organisation.representative, organisation.address.
    /// </summary>
    public string? Prefill { get; init; }
    /// <summary>A field of an earlier page whose answer is offered here, so that nothing is asked twice; only when <see cref="CopyWhen"/> holds.</summary>
    public string? CopyFrom { get; init; }
    public Condition? CopyWhen { get; init; }
    public Condition? ShowWhen { get; init; }
    /// <summary>"Chỉ khai khi …": said above a field that other answers of the same page bring up.</summary>
    public string? Because { get; init; }
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }
    /// <summary>A number of things that are counted: no decimals.</summary>
    public bool Whole { get; init; }
    /// <summary>Written after a number: m², người.</summary>
    public string? Unit { get; init; }
    /// <summary>A date that cannot be later than today.</summary>
    public bool Past { get; init; }
    /// <summary>Name of the date field that must come first.</summary>
    public string? After { get; init; }
    /// <summary>For a personal ID: the date of birth and the sex it is softly compared with.</summary>
    public string? BirthField { get; init; }
    public string? SexField { get; init; }
    /// <summary>For a personal ID: the field of another person, who cannot be the same.</summary>
    public string? DiffersFrom { get; init; }
    /// <summary>The browser's autocomplete token.</summary>
    public string? Autocomplete { get; init; }
    /// <summary>Rows of a group.</summary>
    public IReadOnlyList<FormField> Fields { get; init; } = [];
    public int? MinRows { get; init; }
    public int? MaxRows { get; init; }
    /// <summary>Title of one row ("Thành viên"), numbered.</summary>
    public string? RowTitle { get; init; }
    public string? AddText { get; init; }

    [JsonIgnore]
    public int Limit => MaxLength ?? (Type == FieldType.LongText ? 2000 : 500);

    [JsonIgnore]
    public int RowLimit => MaxRows ?? 20;
}

/// <summary>Một lựa chọn.</summary>
public sealed record FieldOption(string Value, string Text, string? Hint = null);
