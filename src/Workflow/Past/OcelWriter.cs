using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MotCua.Workflow.Past;

/// <summary>
/// OCEL 2.0, JSON: a dossier, the agencies and officials that had a part in it, and each step as an event that belongs to all of them. The order of the keys
/// of its document is free, so the objects stand behind the events that have named them.
/// </summary>
internal sealed class OcelWriter(Stream into) : ILogWriter
{
    private const string Dossier = "dossier", Agency = "agency", Official = "official";
    private const int Kept = 64 * 1024;

    private readonly Utf8JsonWriter json = new(into, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private readonly HashSet<string> agencies = new(StringComparer.Ordinal);
    private readonly HashSet<string> officials = new(StringComparer.Ordinal);
    private readonly List<string> dossiers = [];
    private string procedure = "";

    public async Task Begin(string procedure, IReadOnlyCollection<PastWay> ways)
    {
        this.procedure = procedure;
        json.WriteStartObject();
        json.WriteStartArray("objectTypes");
        Type(Dossier, ("procedure", "string"));
        Type(Agency);
        Type(Official);
        json.WriteEndArray();
        json.WriteStartArray("eventTypes");
        foreach (var name in ways.SelectMany(way => way.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            Type(name, ("step", "string"), ("role", "string"), ("outcome", "string"), ("started", "time"), ("standstill", "integer"));
        json.WriteEndArray();
        json.WriteStartArray("events");
        await json.FlushAsync();
    }

    public async Task Add(LoggedRun run, Func<Guid, string?> official)
    {
        dossiers.Add(run.Code);
        foreach (var at in run.Events)
        {
            var (agency, person) = (run.Way.Agencies[at], official(run.Assignees[at]));
            agencies.Add(agency);
            if (person is not null) officials.Add(person);
            json.WriteStartObject();
            json.WriteString("id", $"{run.Code}/{at + 1}");
            json.WriteString("type", run.Way.Names[at]);
            json.WriteString("time", Time(run.EndedAt(at)));
            json.WriteStartArray("attributes");
            Value("step", run.Way.Keys[at]);
            Value("role", run.Way.Roles[at]);
            Value("outcome", run.Way.States[at] == "returned" ? "returned" : run.Outcomes[at]);
            Value("started", Time(run.OpenedAt(at)));
            json.WriteStartObject();
            json.WriteString("name", "standstill");
            json.WriteNumber("value", run.Times[(at * 3) + 2]);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("relationships");
            To(run.Code, "dossier");
            To(agency, "done at");
            if (person is not null) To(person, "done by");
            json.WriteEndArray();
            json.WriteEndObject();
        }
        if (json.BytesPending > Kept) await json.FlushAsync();
    }

    public async Task End()
    {
        json.WriteEndArray();
        json.WriteStartArray("objects");
        foreach (var code in dossiers)
        {
            Begins(code, Dossier);
            json.WriteStartObject();
            json.WriteString("name", "procedure");
            json.WriteString("time", Time(DateTimeOffset.UnixEpoch));
            json.WriteString("value", procedure);
            json.WriteEndObject();
            Ends();
            if (json.BytesPending > Kept) await json.FlushAsync();
        }
        foreach (var (ids, type) in new[] { (agencies, Agency), (officials, Official) })
            foreach (var id in ids.Order(StringComparer.Ordinal))
            {
                Begins(id, type);
                Ends();
            }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync();
    }

    public ValueTask DisposeAsync() => json.DisposeAsync();

    private void Begins(string id, string type)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", type);
        json.WriteStartArray("attributes");
    }

    private void Ends()
    {
        json.WriteEndArray();
        json.WriteStartArray("relationships");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Type(string name, params (string Name, string Type)[] attributes)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartArray("attributes");
        foreach (var (attribute, type) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("name", attribute);
            json.WriteString("type", type);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Value(string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private void To(string id, string qualifier)
    {
        json.WriteStartObject();
        json.WriteString("objectId", id);
        json.WriteString("qualifier", qualifier);
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
