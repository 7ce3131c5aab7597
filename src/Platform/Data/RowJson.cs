using System.Text.Json;
using System.Text.Json.Serialization;

namespace MotCua.Platform.Data;

/// <summary>Rows that a statement gives as JSON, their columns by the names of the properties: parts of one thing come in one round trip.</summary>
public static class RowJson
{
    /// <summary>Of a room with values of its own: a copy to which it adds how they are read.</summary>
    public static JsonSerializerOptions Columns { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new Utc() },
    };

    /// <summary>What is saved again later must be in UTC; the database writes the offset of its session.</summary>
    private sealed class Utc : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset().ToUniversalTime();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
