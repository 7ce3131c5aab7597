using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace MotCua.Benchmarks.Bench;

/// <summary>A statement as the server ran it for the product, its parameters as literals.</summary>
internal sealed record Statement(int Session, string Sql, IReadOnlyList<string> Parameters);

/// <summary>
/// The same SQL, bare: what the server's own log says the product asked is asked again over one connection, prepared, one
/// statement after the other. So it follows every change of the product by itself.
/// </summary>
internal sealed partial class Bare(NpgsqlDataSource app, NpgsqlDataSource owner, string logFile) : IAsyncDisposable
{
    private readonly Dictionary<string, string> prepared = new(StringComparer.Ordinal);
    private NpgsqlConnection? connection;

    /// <summary>Statements of each act, without those of background work that run in an idle second.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Statement>>> Capture(int count, Action<int> act)
    {
        await Log(on: true);
        try
        {
            var from = new FileInfo(logFile).Length;
            await Task.Delay(2_000); // not a wait for something: two seconds of the house alone, to know its own statements
            var idle = Read(ref from).Select(statement => statement.Sql).ToHashSet(StringComparer.Ordinal);
            var heard = new List<List<Statement>>(count);
            for (var i = 0; i < count; i++)
            {
                act(i);
                heard.Add(Read(ref from));
                if (i >= 2) continue;
                // What the house does on its own after an act (messages, the vault) is no part of it.
                await Task.Delay(1_000);
                idle.UnionWith(Read(ref from).Select(statement => statement.Sql));
            }
            return [.. heard.Select(statements => Own(statements, idle))];
        }
        finally { await Log(on: false); }
    }

    /// <summary>Statements of all sessions in this time.</summary>
    public async Task<int> Heard(TimeSpan span)
    {
        await Log(on: true);
        try
        {
            var from = new FileInfo(logFile).Length;
            await Task.Delay(span);
            return Read(ref from).Count;
        }
        finally { await Log(on: false); }
    }

    private static IReadOnlyList<Statement> Own(List<Statement> heard, HashSet<string> idle)
    {
        // A session that said nothing new in this while worked for the house, and so did its BEGIN and COMMIT.
        var sessions = heard.Where(statement => !idle.Contains(statement.Sql)).Select(statement => statement.Session).ToHashSet();
        // One session after the other: two transactions side by side would end each other on a single connection.
        return [.. heard.Where(statement => sessions.Contains(statement.Session) && (!idle.Contains(statement.Sql) || Transaction().IsMatch(statement.Sql)))
            .GroupBy(statement => statement.Session).SelectMany(Whole)];
    }

    // An act begins and ends its transactions itself; half a transaction at either end is of background work.
    private static List<Statement> Whole(IEnumerable<Statement> session)
    {
        var (whole, open) = (new List<Statement>(), -1);
        foreach (var statement in session)
        {
            whole.Add(statement);
            if (Transaction().Match(statement.Sql) is not { Success: true } match) continue;
            switch (match.Groups[1].Value.ToUpperInvariant())
            {
                case "BEGIN" or "START TRANSACTION": open = whole.Count - 1; break;
                case "COMMIT" or "ROLLBACK" when open >= 0: open = -1; break;
                case var _ when open < 0: whole.Clear(); break;
            }
        }
        return open < 0 ? whole : whole[..open];
    }

    /// <summary>Runs the captured acts again, <paramref name="rounds"/> times.</summary>
    public async Task<Latency> Run(IReadOnlyList<IReadOnlyList<Statement>> acts, int rounds = 1)
    {
        connection ??= await app.OpenConnectionAsync();
        var latency = new Latency();
        foreach (var act in acts)
        {
            foreach (var statement in act) await Prepare(statement);
        }
        for (var round = 0; round < rounds; round++)
        {
            foreach (var act in acts)
            {
                var started = Stopwatch.GetTimestamp();
                foreach (var statement in act) await Execute(statement);
                latency.Add(started);
            }
        }
        return latency;
    }

    public static string Literal(string? value) => value is null ? "NULL" : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    public async ValueTask DisposeAsync()
    {
        if (connection is not null) await connection.DisposeAsync();
    }

    private async Task Execute(Statement statement)
    {
        var sql = prepared[statement.Sql];
        // A reading leaves a row each time it is done: asked again, it is another row.
        var parameters = statement.Sql.Contains("insert into vault.reading", StringComparison.Ordinal)
            ? [AnyUuid().Replace(statement.Parameters[0], _ => Guid.CreateVersion7().ToString()), .. statement.Parameters.Skip(1)] : statement.Parameters;
        await using var command = new NpgsqlCommand(parameters.Count == 0 ? sql : $"{sql}({string.Join(", ", parameters)})", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) { /* rows are part of the work */ }
    }

    private async Task Prepare(Statement statement)
    {
        if (prepared.ContainsKey(statement.Sql)) return;
        if (Transaction().IsMatch(statement.Sql))
        {
            prepared[statement.Sql] = statement.Sql;
            return;
        }
        var name = $"bare_{prepared.Count}";
        // The driver had said the types; where the server cannot infer one, the shape of the value tells it.
        if (!await Prepares(name, [], statement.Sql) && !await Prepares(name, Types(empty: "text[]"), statement.Sql))
            // Of what an empty list is a list, its value does not tell.
            await Prepare(name, Types(empty: "unknown"), statement.Sql);
        string[] Types(string empty) => [.. statement.Parameters.Select(value => value == "'{}'" ? empty : TypeOf(value))];
        prepared[statement.Sql] = $"execute {name}";
    }

    private async Task Prepare(string name, string[] types, string sql)
    {
        var told = types.Length == 0 ? "" : $"({string.Join(", ", types)})";
        await using var command = new NpgsqlCommand($"prepare {name}{told} as {sql}", connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> Prepares(string name, string[] types, string sql)
    {
        while (true)
        {
            try
            {
                await Prepare(name, types, sql);
                return true;
            }
            // Neither the server nor a NULL tells what it is: words will do.
            catch (PostgresException e) when (e.SqlState == "42P18" && Undetermined(e) is { } at && at < types.Length && types[at] == "unknown")
            {
                types[at] = "text";
            }
            catch (PostgresException) { return false; }
        }
    }

    /// <summary>Which parameter the server could not tell the type of, from 0.</summary>
    private static int? Undetermined(PostgresException e) => Place().Match(e.MessageText) is { Success: true } place
        ? int.Parse(place.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) - 1 : null;

    private static string TypeOf(string literal) => literal switch
    {
        _ when Uuid().IsMatch(literal) => "uuid",
        _ when Instant().IsMatch(literal) => "timestamptz",
        _ when Interval().IsMatch(literal) => "interval",
        _ when literal.StartsWith("'{", StringComparison.Ordinal) && Uuid().IsMatch("'" + literal.Trim('\'').Trim('{', '}').Split(',')[0] + "'") => "uuid[]",
        _ when literal.StartsWith("'{", StringComparison.Ordinal) && !literal.Contains(':', StringComparison.Ordinal) => "text[]",
        _ => "unknown",
    };

    private async Task Log(bool on)
    {
        foreach (var sql in on
            ? new[] { "alter system set log_statement = 'all'", "alter system set log_parameter_max_length = -1", "select pg_reload_conf()" }
            : ["alter system reset log_statement", "alter system reset log_parameter_max_length", "select pg_reload_conf()"])
        {
            await using var command = owner.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
        // The running sessions take the setting with their next statement; the signal must have reached them.
        await Task.Delay(500);
    }

    private List<Statement> Read(ref long from)
    {
        using var stream = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        from = stream.Length;
        var found = new List<Statement>();
        foreach (var match in Entry().Matches(text.ReplaceLineEndings("\n")).Cast<Match>())
        {
            var (session, entry) = (int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
                match.Groups[2].Value.Replace("\n\t", "\n", StringComparison.Ordinal));
            if (Executed().Match(entry) is { Success: true } executed) found.Add(new Statement(session, executed.Groups[1].Value.TrimEnd(), []));
            else if (entry.StartsWith("DETAIL:  parameters: ", StringComparison.Ordinal) && found.Count > 0)
                found[^1] = found[^1] with { Parameters = [.. Value().Matches(entry).Select(value => value.Groups[1].Value)] };
        }
        return found;
    }

    [GeneratedRegex(@"^\s*(begin|commit|rollback|start transaction|savepoint|release)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Transaction();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d [\d:.]+ UTC \[(\d+)\] (.*(?:\n\t.*|\n(?!\d{4}-\d\d-\d\d ).*)*)", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\ALOG:  (?:execute [^:]+|statement): (.*)\z", RegexOptions.Singleline)]
    private static partial Regex Executed();

    [GeneratedRegex(@"\$\d+ = ('(?:[^']|'')*'|NULL)")]
    private static partial Regex Value();

    [GeneratedRegex(@"^'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'$")]
    private static partial Regex Uuid();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex AnyUuid();

    [GeneratedRegex(@"^'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*[+-]\d\d'$")]
    private static partial Regex Instant();

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Place();

    [GeneratedRegex(@"^'(\d+ days?|(\d+ days? )?\d\d:\d\d:\d\d[.\d]*)'$")]
    private static partial Regex Interval();
}
