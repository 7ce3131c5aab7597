using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using MotCua.Dossiers.Arrive;
using MotCua.Dossiers.Consult;
using MotCua.Dossiers.Extend;
using MotCua.Dossiers.Linked;
using MotCua.Forms.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;

namespace MotCua.Dossiers;

/// <summary>Hồ sơ với mọi phần của nó, under the policy and in one round trip: the rows come as JSON, their columns by the names of the properties.</summary>
internal sealed record DossierSheet(Dossier Dossier, IReadOnlyList<Attachment> Files, IReadOnlyList<Opinion> Opinions, IReadOnlyList<Arrival> Arrivals,
    IReadOnlyList<Apology> Apologies, IReadOnlyList<Consultation> Consultations, IReadOnlyList<LinkedMember>? Family)
{
    private const string Whole = """
        (select whole from (select d.*,
            array(select c from dossiers.component c where c.dossier_id = d.id order by c.seq) as components,
            array(select e from dossiers.clock_entry e where e.dossier_id = d.id order by e.seq) as clock,
            array(select h from dossiers.hand_over h where h.dossier_id = d.id order by h.seq) as hand_overs,
            array(select s from dossiers.supplement_request s where s.dossier_id = d.id order by s.no) as supplements) whole)
        """;

    private const string Readable = $$"""from dossiers.dossier d where d.code = {6} and {{DossierPolicy.ReadableSql}}""";

    private const string Select = $$"""
        select row_to_json(sheet) from (
            select {{Whole}} as dossier,
                array(select a from dossiers.attachment a where a.dossier_id = d.id order by a.uploaded_at, a.id) as files,
                array(select o from dossiers.opinion o where o.dossier_id = d.id order by o.at) as opinions,
                array(select a from dossiers.arrival a where a.dossier_id = d.id order by a.at) as arrivals,
                array(select a from dossiers.apology a where a.dossier_id = d.id order by a.no) as apologies,
                array(select asked from (select c.*, array(select e from dossiers.consultation_entry e where e.consultation_id = c.id order by e.seq) as entries
                    from dossiers.consultation c where c.dossier_id = d.id) asked order by asked.no) as consultations,
                {{LinkedMember.Family}} as family
            {{Readable}}) sheet
        """;

    private static readonly JsonSerializerOptions Columns = new(RowJson.Columns) { Converters = { new Acting() } };

    /// <summary>Null: not there, or not the actor's to see.</summary>
    public static async Task<DossierSheet?> Find(Db db, string code, Actor actor) =>
        (await db.Ask(FormattableStringFactory.Create(Select, [.. DossierPolicy.Reach(actor), code]),
            row => JsonSerializer.Deserialize<DossierSheet>(row.GetFieldValue<byte[]>(0), Columns)!)).SingleOrDefault();

    /// <summary>The dossier alone, as an act needs it.</summary>
    public static async Task<Dossier?> Part(Db db, string code, Actor actor) =>
        (await db.Ask(FormattableStringFactory.Create($"select to_json({Whole}) {Readable}", [.. DossierPolicy.Reach(actor), code]),
            row => JsonSerializer.Deserialize<Dossier>(row.GetFieldValue<byte[]>(0), Columns)!)).SingleOrDefault();

    private sealed class Acting : JsonConverter<Representative>
    {
        public override Representative? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Representative>(ref reader, EventLog.Json);

        public override void Write(Utf8JsonWriter writer, Representative value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}

/// <summary>A column of JSON that is carried as text.</summary>
internal sealed class RawJson : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}
