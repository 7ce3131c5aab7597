using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MotCua.Platform.Data;

/// <summary>
/// Kịch bản cấu trúc dữ liệu: one dated SQL file of a room. Lines at its head that begin with <c>--</c> may say how it runs (decision 0027):
/// <code>
/// -- older versions keep working                 a server that does not know the script goes on beside it
/// -- steps: room.table by id, 5000               one statement with "id = any($1)", run for 5000 keys at a time, a commit each
/// -- concurrently: room.name_of_index            one "create index concurrently" of this index, outside a transaction
/// </code>
/// </summary>
internal sealed partial record SchemaScript(string Name, string Sql, string Checksum)
{
    private IEnumerable<string> Head => Sql.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).Select(line => line[2..].Trim());

    public bool KeepsOlder => Head.Contains("older versions keep working");

    /// <summary>The index that this script builds beside the work of others; null: no such script.</summary>
    public string? Index => Word("concurrently:");

    public Walk? Steps => Word("steps:") is { } words
        ? WalkWords().Match(words) is { Success: true } match
            ? new Walk(match.Groups[1].Value, match.Groups[2].Value, int.Parse(match.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"Schema script {Name}: “steps:” wants “schema.table by key, rows”.")
        : null;

    /// <summary>Of all rooms, in the order of their dates.</summary>
    public static List<SchemaScript> Of(ModuleSet modules) =>
        [.. modules.Assemblies.SelectMany(assembly => Known.GetOrAdd(assembly, one => [.. Of(one)]))
            .OrderBy(script => script.Name.Split('.')[1], StringComparer.Ordinal).ThenBy(script => script.Name, StringComparer.Ordinal)];

    public static SchemaScript From(string name, string text)
    {
        var sql = text.ReplaceLineEndings("\n");
        return new SchemaScript(name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }

    // A running server asks every few seconds; what is built into it does not change.
    private static readonly ConcurrentDictionary<Assembly, SchemaScript[]> Known = new();

    private static IEnumerable<SchemaScript> Of(Assembly assembly)
    {
        var prefix = assembly.GetName().Name + ".Schema.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return From($"{assembly.GetName().Name!["MotCua.".Length..]}.{resource[prefix.Length..]}", reader.ReadToEnd());
        }
    }

    private string? Word(string opening) =>
        Head.FirstOrDefault(line => line.StartsWith(opening, StringComparison.Ordinal))?[opening.Length..].Trim();

    /// <param name="Table">With its schema.</param>
    /// <param name="Key">A column with a unique index of its own, whose order the walk follows.</param>
    /// <param name="Rows">Looked at in one step.</param>
    public sealed record Walk(string Table, string Key, int Rows);

    [GeneratedRegex(@"^([a-z_]+\.[a-z_]+) by ([a-z_]+), ([1-9][0-9]{0,6})$")]
    private static partial Regex WalkWords();
}
