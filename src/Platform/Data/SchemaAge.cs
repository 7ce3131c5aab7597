using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>
/// Cấu trúc dữ liệu và bản chương trình: which recorded scripts this version does not know, and which of its own are not recorded. An old
/// version would write what a newer one no longer understands.
/// </summary>
public static class SchemaAge
{
    /// <exception cref="GroundException">A newer version has been here. Nothing was written.</exception>
    public static async Task RefuseNewer(string ownerConnection, ModuleSet modules)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        await using var connection = await source.OpenConnectionAsync();
        await RefuseNewer(connection, SchemaScript.Of(modules));
    }

    internal static async Task RefuseNewer(NpgsqlConnection connection, IReadOnlyList<SchemaScript> known)
    {
        await using (var exists = new NpgsqlCommand("select to_regclass('platform.schema_script') is not null", connection))
            if (await exists.ExecuteScalarAsync() is not true) return;
        await using var command = new NpgsqlCommand("select name from platform.schema_script where not (name = any($1)) order by split_part(name, '.', 2)",
            connection);
        command.Parameters.Add(new() { Value = known.Select(script => script.Name).ToArray() });
        var unknown = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) unknown.Add(reader.GetString(0));
        if (unknown.Count == 0) return;
        var shown = string.Join(", ", unknown.Take(5)) + (unknown.Count > 5 ? $" và {unknown.Count - 5} kịch bản khác" : "");
        throw new GroundException(
            $"Cơ sở dữ liệu này đã được một bản mới hơn nâng cấp; bản đang chạy không hiểu: {shown}. Chưa ghi gì. " +
            "Hãy chạy bản mới, hoặc phục hồi bản sao lưu làm trước khi nâng cấp vào một cơ sở dữ liệu trống (docs/operations.md, Nâng cấp).");
    }

    /// <summary>How the schema under a running server stands to it.</summary>
    public static async Task<SchemaState> Of(NpgsqlDataSource source, ModuleSet modules, CancellationToken cancellation)
    {
        var known = SchemaScript.Of(modules).Select(script => script.Name).ToArray();
        // The column is there from the first script that this version runs; a server in the midst of an upgrade is asked whole.
        await using var command = source.CreateCommand("""
            select coalesce(bool_or(not (name = any($1)) and not keeps_older), false), coalesce(count(*) filter (where name = any($1)) < cardinality($1), true)
            from platform.schema_script
            """);
        command.Parameters.Add(new() { Value = known });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetBoolean(0) ? SchemaState.Newer : reader.GetBoolean(1) ? SchemaState.Older : SchemaState.Fits;
    }
}

public enum SchemaState { Fits, Newer, Older }
