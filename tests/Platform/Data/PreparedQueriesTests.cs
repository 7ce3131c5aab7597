using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform.Data;

public sealed class PreparedQueriesTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task What_is_asked_often_is_planned_once_and_text_made_anew_each_time_is_not()
    {
        await using var scope = house.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        Task<List<string>> Planned(string word) => db.Database.SqlQuery<string>(
            $"select statement as \"Value\" from pg_prepared_statements where statement like {"%" + word + "%"}").ToListAsync();
        for (var i = 0; i < 8; i++)
        {
            await db.Database.SqlQuery<int>($"select {i} + 0 as \"Value\" /* planned-often */").ToListAsync();
            var anew = $"select {i} as \"Value\" /* planned-anew */";
            await db.Database.SqlQueryRaw<int>(anew).ToListAsync();
            // Another version may add a column beside this one.
            await db.Database.ExecuteSqlRawAsync("select * from platform.subscription /* planned-star */", TestContext.Current.CancellationToken);
        }
        Assert.Single(await Planned("planned-often"), text => !text.Contains("pg_prepared", StringComparison.Ordinal));
        foreach (var never in new[] { "planned-anew", "planned-star" })
            Assert.DoesNotContain(await Planned(never), text => !text.Contains("pg_prepared", StringComparison.Ordinal));
    }

    /// <summary>A refused write of a planned statement must not disturb who has the connection next.</summary>
    [Fact]
    public async Task After_a_write_that_was_refused_the_connection_serves_on()
    {
        await using var scope = house.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var name = $"test.{Guid.NewGuid():n}";
        for (var i = 0; i < 12; i++)
        {
            var insert = db.Database.ExecuteSqlAsync($"insert into platform.subscription (name, epoch, txid, position) values ({name}, 1, '1', {i})",
                TestContext.Current.CancellationToken);
            if (i == 0) await insert;
            else await Assert.ThrowsAsync<Npgsql.PostgresException>(() => insert);
            Assert.Equal(1, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from platform.subscription where name = {name}").SingleAsync());
        }
    }
}
