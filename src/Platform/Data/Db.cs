using System.Collections.Concurrent;
using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MotCua.Platform.Evidence;
using MotCua.Platform.Outside;
using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>
/// The one context of the house. It names no entity: each room maps its own internal types, so nobody else can query
/// them, yet one commit spans rooms.
/// </summary>
public sealed partial class Db(DbContextOptions<Db> options, ModuleSet modules, Journal journal) : DbContext(options)
{
    private readonly List<IOutlive> untold = [];

    /// <summary>
    /// Writes everything tracked. Never cancellable: a commit whose caller has given up must still be known as done or
    /// not done (a cancelled commit can report success while a replica has not confirmed).
    /// </summary>
    public Task Save() => Write();

    /// <summary>Opens a transaction that spans several saves. Commit with <see cref="Commit"/>.</summary>
    public Task<IDbContextTransaction> Begin(IsolationLevel level = IsolationLevel.ReadCommitted)
    {
        untold.Clear();
        return Database.BeginTransactionAsync(level, CancellationToken.None);
    }

    public async Task Commit(IDbContextTransaction transaction)
    {
        await Save();
        await transaction.CommitAsync(CancellationToken.None);
        Tell();
    }

    private async Task Write()
    {
        // Left by an act that was rolled back: the context is one of a pool.
        if (Database.CurrentTransaction is null) untold.Clear();
        // Looked for once: each look compares every value of every row that is held.
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            Marks.Vouch(ChangeTracker, modules);
            untold.AddRange(ChangeTracker.Entries<IOutlive>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity));
            await SaveChangesAsync(CancellationToken.None);
        }
        finally { ChangeTracker.AutoDetectChangesEnabled = true; }
        if (Database.CurrentTransaction is null) Tell();
    }

    /// <summary>After the commit and before the answer: nobody may hear of an act that an earlier minute would make undone.</summary>
    private void Tell()
    {
        journal.Write([.. untold.Select(row => row.Line()).OfType<JournalLine>()], durable: true);
        untold.Clear();
    }

    /// <summary>
    /// Rows of a query that is asked at every request, in the open transaction if there is one. The context's own work around a query costs
    /// more than such a query itself (docs/performance.md); elsewhere <c>Database.SqlQuery</c> is shorter.
    /// </summary>
    /// <param name="sql">Values become parameters; none may be null, times are UTC.</param>
    public async Task<List<T>> Ask<T>(FormattableString sql, Func<NpgsqlDataReader, T> row)
    {
        await Database.OpenConnectionAsync(CancellationToken.None);
        try
        {
            await using var command = new NpgsqlCommand(Numbered.GetOrAdd(sql.Format, WithNumbers), (NpgsqlConnection)Database.GetDbConnection(),
                (NpgsqlTransaction?)Database.CurrentTransaction?.GetDbTransaction());
            foreach (var value in sql.GetArguments()) command.Parameters.Add(new() { Value = value });
            UnstorableText.Check(command);
            await command.PrepareAsync(CancellationToken.None);
            var rows = new List<T>();
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None)) rows.Add(row(reader));
            return rows;
        }
        finally { await Database.CloseConnectionAsync(); }
    }

    /// <summary>The number that each of these questions has for its answer, in one round trip.</summary>
    public async Task<IReadOnlyList<int>> Numbers(IReadOnlyCollection<FormattableString> questions)
    {
        await Database.OpenConnectionAsync(CancellationToken.None);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)Database.GetDbConnection(),
                (NpgsqlTransaction?)Database.CurrentTransaction?.GetDbTransaction());
            foreach (var sql in questions)
            {
                var command = new NpgsqlBatchCommand(Numbered.GetOrAdd(sql.Format, WithNumbers));
                foreach (var value in sql.GetArguments()) command.Parameters.Add(new() { Value = value });
                batch.BatchCommands.Add(command);
            }
            await batch.PrepareAsync(CancellationToken.None);
            var numbers = new List<int>();
            await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
            do
            {
                await reader.ReadAsync(CancellationToken.None);
                numbers.Add(reader.GetInt32(0));
            } while (await reader.NextResultAsync(CancellationToken.None));
            return numbers;
        }
        finally { await Database.CloseConnectionAsync(); }
    }

    private static readonly ConcurrentDictionary<string, string> Numbered = new(StringComparer.Ordinal);

    // {0} of the compiler is $1 of PostgreSQL, and a doubled bracket is one.
    private static string WithNumbers(string format) => Hole().Replace(format, match => match.Value switch
    {
        "{{" => "{", "}}" => "}", _ => $"${int.Parse(match.ValueSpan[1..^1], CultureInfo.InvariantCulture) + 1}",
    });

    [GeneratedRegex(@"\{\{|\}\}|\{\d+\}")]
    private static partial Regex Hole();

    /// <summary>Sends statements written by hand as one round trip, in the open transaction.</summary>
    public async Task Send(IEnumerable<NpgsqlBatchCommand> statements)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)Database.GetDbConnection(),
            (NpgsqlTransaction?)Database.CurrentTransaction?.GetDbTransaction());
        foreach (var statement in statements) batch.BatchCommands.Add(statement);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // timestamptz takes only UTC.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Utc>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var module in modules.All) module.Map(modelBuilder);
    }

    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        value => value.ToUniversalTime(), value => value);
}
