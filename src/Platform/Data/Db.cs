using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MotCua.Platform.Evidence;
using Npgsql;

namespace MotCua.Platform.Data;

/// <summary>
/// The one context of the house. It names no entity: each room maps its own internal types, so nobody else can query
/// them, yet one commit spans rooms.
/// </summary>
public sealed class Db(DbContextOptions<Db> options, ModuleSet modules) : DbContext(options)
{
    /// <summary>
    /// Writes everything tracked. Never cancellable: a commit whose caller has given up must still be known as done or
    /// not done (a cancelled commit can report success while a replica has not confirmed).
    /// </summary>
    public Task Save()
    {
        Marks.Vouch(ChangeTracker, modules);
        return SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>Opens a transaction that spans several saves. Commit with <see cref="Commit"/>.</summary>
    public Task<IDbContextTransaction> Begin(IsolationLevel level = IsolationLevel.ReadCommitted) =>
        Database.BeginTransactionAsync(level, CancellationToken.None);

    public async Task Commit(IDbContextTransaction transaction)
    {
        await Save();
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Sends statements written by hand as one round trip, in the open transaction.</summary>
    public async Task Send(IEnumerable<NpgsqlBatchCommand> statements)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)Database.GetDbConnection(), (NpgsqlTransaction?)Database.CurrentTransaction?.GetDbTransaction());
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
