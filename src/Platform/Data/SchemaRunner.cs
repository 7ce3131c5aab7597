using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using MotCua.Platform.Events;
using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>
/// Runs the dated SQL scripts of all rooms, each once, in the order of their dates, under an advisory lock. Forward only;
/// a script that was changed after it ran stops the start.
/// </summary>
public static class SchemaRunner
{
    private const long Lock = 0x4D6F74437561; // "MotCua"

    public static async Task<int> Run(string ownerConnection, ModuleSet modules, Action<string> say)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        await using var connection = await source.OpenConnectionAsync();
        await Execute(connection, $"select pg_advisory_lock({Lock})");
        await Execute(connection, """
            create schema if not exists platform;
            create table if not exists platform.schema_script (
                name text primary key, checksum text not null, applied_at timestamptz not null default now());
            """);
        var applied = await Applied(connection);
        var count = 0;
        foreach (var script in Scripts(modules))
        {
            if (applied.TryGetValue(script.Name, out var checksum))
            {
                if (checksum != script.Checksum)
                    throw new InvalidOperationException($"Schema script {script.Name} was changed after it had run. Add a new script instead.");
                continue;
            }
            say($"Cập nhật cấu trúc dữ liệu: {script.Name}");
            await using var transaction = await connection.BeginTransactionAsync();
            await Execute(connection, script.Sql);
            await using var record = new NpgsqlCommand("insert into platform.schema_script (name, checksum) values ($1, $2)", connection);
            record.Parameters.Add(new() { Value = script.Name });
            record.Parameters.Add(new() { Value = script.Checksum });
            await record.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
            count++;
        }
        await LogEpoch.Ensure(connection, say);
        // What a load that was cut off has left.
        await BulkLoad.BuildIndexes(ownerConnection);
        await Execute(connection, $"select pg_advisory_unlock({Lock})");
        return count;
    }

    internal static IEnumerable<Script> Scripts(ModuleSet modules) =>
        modules.Assemblies.SelectMany(Scripts).OrderBy(script => script.Name.Split('.')[1], StringComparer.Ordinal)
            .ThenBy(script => script.Name, StringComparer.Ordinal);

    private static IEnumerable<Script> Scripts(Assembly assembly)
    {
        var prefix = assembly.GetName().Name + ".Schema.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
            var room = assembly.GetName().Name!["MotCua.".Length..];
            yield return new Script($"{room}.{resource[prefix.Length..]}", sql,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select name, checksum from platform.schema_script", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    internal sealed record Script(string Name, string Sql, string Checksum);
}
