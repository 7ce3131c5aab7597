using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Jobs;
using Npgsql;

namespace MotCua.Platform.Security;

/// <summary>
/// Tries of what can be guessed (four digits, a code, a password), counted in PostgreSQL: neither a restart nor a second server gives new
/// ones. Exact: at most <see cref="Budget.Limit"/> in any stretch of <see cref="Budget.Window"/>. A try is taken before the
/// guess is judged, so that guesses sent at once cannot pass together; a right one is given back. Written in a transaction of its own:
/// a refusal that saves nothing still counts. Tries of the next minute count too: whoever was first to the row need not have the earlier clock;
/// later ones were taken before the clock was set back.
/// </summary>
public sealed class GuessBudget(NpgsqlDataSource source, TimeProvider clock, IConfiguration settings)
{
    /// <summary>The budget with the settings of this installation.</summary>
    public Budget Of(Budget budget) => budget.With(settings);

    /// <returns>Null: there was one, and it is taken. Otherwise how long until the next.</returns>
    public async Task<TimeSpan?> Take(Budget budget, string key)
    {
        var (own, now) = (budget.With(settings), clock.GetUtcNow());
        await using var command = source.CreateCommand("""
            with taken as (
                insert into platform.tries as t (key, at, keep_until) values ($1, array[$2], $2 + $3)
                on conflict (key) do update set keep_until = $2 + $3,
                    at = array_append(array(select one from unnest(t.at) one where one > $2 - $3 and one <= $2 + interval '1 minute' order by one), $2)
                where (select count(*) from unnest(t.at) one where one > $2 - $3 and one <= $2 + interval '1 minute') < $4
                returning key)
            select exists (select from taken), (select min(one) from (select one from unnest(t.at) one where one <= $2 + interval '1 minute' order by one desc
                limit $4) latest)
            from (select 1) always left join platform.tries t on t.key = $1
            """);
        command.Parameters.Add(new() { Value = Key(budget, key) });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = own.Window });
        command.Parameters.Add(new() { Value = own.Limit });
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        if (row.GetBoolean(0)) return null;
        // Another try was first in the same moment, and its row is not seen yet.
        var wait = row.IsDBNull(1) ? TimeSpan.Zero : row.GetDateTime(1) + own.Window - now.UtcDateTime;
        return wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
    }

    /// <summary>How long until the next try; null when there is one. Takes nothing.</summary>
    public async Task<TimeSpan?> Wait(Budget budget, string key)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Asking(budget, key) } };
        await batch.PrepareAsync();
        await using var answer = await batch.ExecuteReaderAsync();
        return await Heard(budget, answer);
    }

    /// <summary>The question of <see cref="Wait"/>, for whoever asks something else in the same round trip. Answered by <see cref="Heard"/>.</summary>
    public NpgsqlBatchCommand Asking(Budget budget, string key)
    {
        var own = budget.With(settings);
        return new NpgsqlBatchCommand("""
            select array(select one from unnest(at) one where one > $2 - $3 and one <= $2 + interval '1 minute' order by one desc limit $4) from platform.tries
                where key = $1
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = Key(budget, key) }, new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime },
                new NpgsqlParameter<TimeSpan> { TypedValue = own.Window }, new NpgsqlParameter<int> { TypedValue = own.Limit },
            },
        };
    }

    /// <param name="answer">Stands before the rows of <see cref="Asking"/>.</param>
    public async Task<TimeSpan?> Heard(Budget budget, NpgsqlDataReader answer)
    {
        var own = budget.With(settings);
        return await answer.ReadAsync() && answer.GetFieldValue<DateTime[]>(0) is { } taken && taken.Length >= own.Limit
            && taken[^1] + own.Window - clock.GetUtcNow().UtcDateTime is var wait && wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>The guess was right: its try is not counted.</summary>
    public async Task GiveBack(Budget budget, string key) =>
        await Run("update platform.tries set at = at[:cardinality(at) - 1] where key = $1 and cardinality(at) > 0", Key(budget, key));

    /// <summary>Forgets the tries of a key.</summary>
    public async Task Forget(Budget budget, string key) => await Run("delete from platform.tries where key = $1", Key(budget, key));

    /// <summary>What no budget looks at any more is deleted.</summary>
    internal static readonly RecurringJob Purge = new("platform.purge-tries", TimeSpan.FromHours(1), async (services, stop) =>
    {
        await Jobs.Purge.Run(services.GetRequiredService<NpgsqlDataSource>(), """
            delete from platform.tries where key in (select key from platform.tries where keep_until < $2 order by keep_until limit $1 for update skip locked)
            """, stop, services.GetRequiredService<TimeProvider>().GetUtcNow());
    });

    private async Task Run(string sql, string key)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Neither addresses nor names stand in the table.</summary>
    private static string Key(Budget budget, string key) =>
        $"{budget.Name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
}
