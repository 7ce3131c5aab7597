using Microsoft.Extensions.DependencyInjection;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>Which drawing a dossier is received under. The clock stands at 28/04/2026 09:00.</summary>
public sealed class DesignPublishedTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_one_of_the_moment_is_found_before_after_and_between()
    {
        await Approved("T.1", 1, "2026-04-01 00:00+07", "2026-04-10 00:00+07");
        await Approved("T.1", 2, "2026-04-20 00:00+07", "2026-05-01 00:00+07");
        await Approved("T.1", 3, "2026-05-01 00:00+07", null);
        Assert.Null(await Version("T.1", "2026-03-31 23:59+07"));
        Assert.Equal(1, await Version("T.1", "2026-04-01 00:00+07"));
        Assert.Null(await Version("T.1", "2026-04-15 00:00+07"));
        Assert.Equal(2, await Version("T.1", "2026-04-28 09:00+07"));
        Assert.Equal(2, await Version("T.1", "2026-04-30 23:59:59+07"));
        Assert.Equal(3, await Version("T.1", "2026-05-01 00:00+07"));
        // What is kept of today knows nothing of earlier days.
        Assert.Equal(1, await Version("T.1", "2026-04-09 12:00+07"));
        Assert.Null(await Version("T.2", "2026-04-28 09:00+07"));
    }

    [Fact]
    public async Task Two_periods_of_one_procedure_do_not_meet_and_what_is_approved_stays()
    {
        await Approved("T.3", 1, "2026-04-01 00:00+07", null);
        Assert.Equal(PostgresErrorCodes.ExclusionViolation,
            (await Assert.ThrowsAsync<PostgresException>(() => Approved("T.3", 2, "2026-06-01 00:00+07", null))).SqlState);
        await Approved("T.4", 1, "2026-04-01 00:00+07", null);
        foreach (var change in new[] { "drawing = 'khác'", "state = 'draft'", "from_at = now()", "hands = '{}'", "approved_by = 'khác'" })
        {
            await using var command = house.Services.GetRequiredService<NpgsqlDataSource>()
                .CreateCommand($"update workflow.drawn_process set {change} where procedure_code = 'T.4'");
            Assert.Equal(PostgresErrorCodes.RestrictViolation,
                (await Assert.ThrowsAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    private async Task<int?> Version(string code, string at)
    {
        await using var scope = house.Scope();
        return (await scope.ServiceProvider.GetRequiredService<PublishedProcesses>().For(code, DateTimeOffset.Parse(at)))?.Version;
    }

    private async Task Approved(string code, int version, string from, string? to)
    {
        await using var command = house.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            insert into workflow.drawn_process (id, procedure_code, version, drawing, source, state, from_at, to_at, hands, made_by, made_at, approved_by,
                approved_by_id, approved_at)
            values (gen_random_uuid(), $1, $2, '<x/>', 'thử', 'approved', $3::timestamptz, $4::timestamptz, array[gen_random_uuid()], 'a', now(), 'b',
                gen_random_uuid(), now())
            """);
        object? end = to is null ? null : DateTimeOffset.Parse(to).ToUniversalTime();
        foreach (var value in new[] { code, version, DateTimeOffset.Parse(from).ToUniversalTime(), end })
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        await command.ExecuteNonQueryAsync();
    }
}
