using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Filing.WalkIn;

/// <summary>All pages of a form on one page, as the officer has typed them so far.</summary>
internal sealed class WalkInForm(FormDefinition form, FormContext context)
{
    private const string Helper = "representative.";

    private readonly Dictionary<string, FormPageReading> readings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> sources = new(StringComparer.Ordinal);

    public JsonObject Answers { get; private set; } = [];

    public FormContext Context => context;

    public IReadOnlyDictionary<string, string> Sources => sources;

    public IReadOnlyList<FormPage> Pages => form.VisiblePages(Answers);

    public IReadOnlyList<FieldProblem> Problems =>
        [.. form.Pages.Where(page => readings.ContainsKey(page.Key)).SelectMany(page => readings[page.Key].Problems)];

    /// <summary>Nothing to mend, nothing to confirm, no row just added.</summary>
    public bool Ok => Pages.All(page => readings.TryGetValue(page.Key, out var reading) && reading.Ok);

    /// <summary>Somebody files for another, so a card may be theirs.</summary>
    public bool AsksForHelper => Pages.Any(page => page.Fields.Any(one => one.Name.StartsWith(Helper, StringComparison.Ordinal)));

    public FormPageReading? Reading(FormPage page) => readings.GetValueOrDefault(page.Key);

    public void Read(IEnumerable<KeyValuePair<string, StringValues>> posted)
    {
        var values = posted.ToList();
        foreach (var page in form.Pages)
        {
            // In order: what an earlier page says decides whether a later one is asked.
            if (!page.ShowWhen.Holds(Answers)) continue;
            var reading = FormReader.Read(form, page, values, Answers, context);
            readings[page.Key] = reading;
            Answers = FormAnswers.Merge(Answers, page, reading.Answers);
        }
    }

    /// <summary>The values whose source is still true: the officer has not changed them since.</summary>
    public void KeepSources(IEnumerable<string?> posted)
    {
        foreach (var pair in posted)
            if (pair?.Split('=', 3) is [var field, var source, var value] && Answers.At(field)?.ToJsonString() == value) sources[field] = source;
    }

    /// <summary>"field=source=value", to be posted back.</summary>
    public IEnumerable<string> SourceMarks => sources.Select(pair => $"{pair.Key}={pair.Value}={Answers.At(pair.Key)?.ToJsonString()}");

    /// <summary>Puts in what is known of the person. What the card says replaces what stood there; the rest only fills gaps.</summary>
    /// <param name="helper">Whose card it is: of whoever files for another, or of who stands on the form. One card never fills both.</param>
    public void Fill(PartyProfile party, string source, bool replace, bool helper)
    {
        bool Theirs(FormField field) => field.Name.StartsWith(Helper, StringComparison.Ordinal) == helper;
        if (replace)
            foreach (var field in form.Pages.SelectMany(page => page.Fields)
            .Where(field => Theirs(field) && (field.Prefill is "person.name" or "person.number" or "person.birth" or "person.sex")))
                Answers.Put(field.Name, null);
        Show(FormPrefill.Fill(form, Answers, party, context.Places, source, Theirs));
    }

    /// <summary>The page is shown again without complaints, with what follows from other answers filled in.</summary>
    public void Calm()
    {
        foreach (var page in form.Pages.Where(page => readings.ContainsKey(page.Key)))
            readings[page.Key] = readings[page.Key] with { Problems = [], Warnings = [] };
        Carry();
    }

    public void Carry()
    {
        foreach (var page in Pages) Show(FormPrefill.Carry(form, page, Answers));
    }

    private void Show(IReadOnlyDictionary<string, string> filled)
    {
        foreach (var (name, source) in filled) sources[name] = source;
        foreach (var page in form.Pages)
        {
            var own = page.Fields.Where(field => filled.ContainsKey(field.Name)).Select(field => field.Name).ToList();
            if (own.Count == 0 || !readings.TryGetValue(page.Key, out var reading)) continue;
            var known = RawAnswers.Of(page, Answers);
            foreach (var name in known.Names.Where(name => own.Exists(field => name == field || name.StartsWith(field + ".", StringComparison.Ordinal)))
                .ToList())
                reading.Raw.Set(name, known.All(name));
            readings[page.Key] = reading with
            {
                Answers = FormAnswers.Merge(reading.Answers, page, Answers),
                Problems = [.. reading.Problems.Where(problem =>
                    !own.Exists(field => problem.Field.StartsWith(AnswerPaths.ElementId(field), StringComparison.Ordinal)))],
            };
        }
    }
}
