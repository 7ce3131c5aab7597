using System.Globalization;
using System.Xml;

namespace MotCua.Workflow.Past;

/// <summary>XES (IEEE 1849-2016): a trace for each dossier; of each step an event when it began and one when it ended, joined by their instance.</summary>
internal sealed class XesWriter : ILogWriter
{
    private const string Space = "http://www.xes-standard.org/";

    private static readonly (string Name, string Prefix)[] Extensions =
        [("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"), ("Organizational", "org")];

    private const int Kept = 64 * 1024;

    // A server answers asynchronously, and the writer of XML writes when it likes.
    private readonly MemoryStream kept = new();
    private readonly XmlWriter xml;
    private readonly Stream into;

    public XesWriter(Stream into) => (this.into, xml) = (into, XmlWriter.Create(kept, new() { Indent = true }));

    public Task Begin(string procedure, IReadOnlyCollection<PastWay> ways)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("log", Space);
        xml.WriteAttributeString("xes.version", "1849-2016");
        xml.WriteAttributeString("xes.features", "");
        foreach (var (name, prefix) in Extensions)
        {
            xml.WriteStartElement("extension", Space);
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("prefix", prefix);
            xml.WriteAttributeString("uri", $"http://www.xes-standard.org/{prefix}.xesext");
            xml.WriteEndElement();
        }
        Global("trace", ("string", "concept:name", "-"));
        Global("event", ("string", "concept:name", "-"), ("string", "lifecycle:transition", "complete"), ("date", "time:timestamp", "1970-01-01T00:00:00Z"));
        xml.WriteStartElement("classifier", Space);
        xml.WriteAttributeString("name", "Step");
        xml.WriteAttributeString("keys", "concept:name");
        xml.WriteEndElement();
        Attribute("string", "concept:name", procedure);
        Attribute("string", "lifecycle:model", "standard");
        return Task.CompletedTask;
    }

    public async Task Add(LoggedRun run, Func<Guid, string?> official)
    {
        xml.WriteStartElement("trace", Space);
        Attribute("string", "concept:name", run.Code);
        // Events of a trace stand in the order of time; a step that began and ended at once began first.
        IEnumerable<(int At, bool Ends, DateTimeOffset Time)> both =
            run.Events.SelectMany(at => new (int, bool, DateTimeOffset)[] { (at, false, run.OpenedAt(at)), (at, true, run.EndedAt(at)) });
        foreach (var (at, ends, time) in both.OrderBy(one => one.Time).ThenBy(one => one.At).ThenBy(one => one.Ends))
        {
            xml.WriteStartElement("event", Space);
            Attribute("string", "concept:name", run.Way.Names[at]);
            Attribute("string", "concept:instance", (at + 1).ToString(CultureInfo.InvariantCulture));
            Attribute("string", "lifecycle:transition", ends ? "complete" : "start");
            Attribute("date", "time:timestamp", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            Attribute("string", "org:group", run.Way.Agencies[at]);
            Attribute("string", "org:role", run.Way.Roles[at]);
            if (official(run.Assignees[at]) is { } person) Attribute("string", "org:resource", person);
            Attribute("string", "step", run.Way.Keys[at]);
            if (ends) Attribute("string", "outcome", run.Way.States[at] == "returned" ? "returned" : run.Outcomes[at]);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        if (kept.Length > Kept) await Send();
    }

    public async Task End()
    {
        xml.WriteEndElement();
        await Send();
    }

    public ValueTask DisposeAsync()
    {
        xml.Dispose();
        return kept.DisposeAsync();
    }

    private async Task Send()
    {
        xml.Flush();
        kept.Position = 0;
        await kept.CopyToAsync(into);
        kept.SetLength(0);
    }

    private void Global(string scope, params (string Type, string Key, string Value)[] attributes)
    {
        xml.WriteStartElement("global", Space);
        xml.WriteAttributeString("scope", scope);
        foreach (var (type, key, value) in attributes) Attribute(type, key, value);
        xml.WriteEndElement();
    }

    private void Attribute(string type, string key, string value)
    {
        xml.WriteStartElement(type, Space);
        xml.WriteAttributeString("key", key);
        xml.WriteAttributeString("value", value);
        xml.WriteEndElement();
    }
}
