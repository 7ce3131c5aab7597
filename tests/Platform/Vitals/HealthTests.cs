using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Jobs;
using MotCua.Platform.Vitals;
using MotCua.Platform.Web;
using MotCua.Tests.Platform.Backup;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform.Vitals;

public sealed class HealthTests(HealthTests.Working house) : IClassFixture<HealthTests.Working>
{
    /// <summary>Background work runs here, and the data folder is this house's own.</summary>
    public sealed class Working : WatchedHouse
    {
        public string Data { get; } = Directory.CreateDirectory(KeptHouse.New("health")).FullName;

        protected override string DataFolder => Data;

        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Services.AddWorkers();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
        }
    }

    [Fact]
    public async Task A_process_that_can_work_is_ready_and_says_no_more_to_strangers()
    {
        Assert.Equal((HttpStatusCode.OK, """{"status":"ready","reasons":[],"notes":[]}"""), await Ready(HttpStatusCode.OK));
        var answer = await house.Stranger().GetAsync("/health/ready");
        Assert.Equal("""{"status":"ready"}""", await answer.Content.ReadAsStringAsync());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("""{"status":"live"}""", await house.Stranger().GetStringAsync("/health/live"));
        Assert.DoesNotContain(house.Log, line => line.Contains("/health", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_its_database_it_lives_and_is_not_ready()
    {
        var name = new NpgsqlConnectionStringBuilder(house.OwnerConnection).Database;
        await using var elsewhere = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(house.OwnerConnection)
        {
            Database = "postgres", Pooling = false
        }.ConnectionString);
        await elsewhere.OpenAsync();
        // Whatever a neighbour has made of it, it begins as ready.
        await Ready(HttpStatusCode.OK);
        await Do(elsewhere, $"alter database {name} with allow_connections false");
        try
        {
            await Do(elsewhere, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
            Assert.Contains("database-unreachable", (await Ready(HttpStatusCode.ServiceUnavailable)).Text);
            Assert.Equal("""{"status":"not-ready"}""", await (await house.Stranger().GetAsync("/health/ready")).Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.OK, (await house.Anonymous().GetAsync("/health/live")).StatusCode);
        }
        finally { await Do(elsewhere, $"alter database {name} with allow_connections true"); }
        NpgsqlConnection.ClearAllPools();
        Assert.Equal(HttpStatusCode.OK, (await Ready(HttpStatusCode.OK)).Status);
    }

    [Fact]
    public async Task Without_its_data_folder_it_is_not_ready()
    {
        Directory.Move(house.Data, house.Data + "-away");
        try { Assert.Contains("data-folder-unwritable", (await Ready(HttpStatusCode.ServiceUnavailable)).Text); }
        finally { Directory.Move(house.Data + "-away", house.Data); }
        Assert.Equal(HttpStatusCode.OK, (await Ready(HttpStatusCode.OK)).Status);
    }

    [Fact]
    public async Task A_silence_of_its_own_work_is_a_reason_and_that_of_others_a_note()
    {
        // Nobody notes that work was done, as when all lanes hang.
        await house.Execute("create function platform.hold_note() returns trigger language plpgsql as $$ begin return null; end $$");
        await house.Execute("create trigger hold_note before insert or update on platform.recurring for each row execute function platform.hold_note()");
        try
        {
            await house.Execute("begin; alter table platform.recurring disable trigger hold_note; update platform.recurring set last_run_at = now() - "
                + "interval '4 minutes'; alter table platform.recurring enable trigger hold_note; commit");
            Assert.Contains("work-silent", (await Ready(HttpStatusCode.ServiceUnavailable)).Text);
        }
        finally { await house.Execute("drop trigger hold_note on platform.recurring; drop function platform.hold_note(); update platform.recurring set "
            + "last_run_at = now()"); }
        await using var pages = new WatchedHouse();
        await pages.InitializeAsync();
        await pages.Execute("delete from platform.recurring");
        Assert.Equal("""{"status":"ready","reasons":[],"notes":["work-silent"]}""", await pages.Anonymous().GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task Under_a_newer_schema_it_stands_back_and_goes_on_reading()
    {
        await using var old = new Working();
        await old.InitializeAsync();
        var watch = old.Services.GetRequiredService<SchemaWatch>();
        await watch.Look();
        Assert.False(watch.StandsBack);
        await old.Execute("insert into platform.schema_script (name, checksum, keeps_older) values ('Dossiers.20991231T2300_wider.sql', '', true)");
        await watch.Look();
        Assert.False(watch.StandsBack);
        await old.Execute("insert into platform.schema_script (name, checksum) values ('Dossiers.20991231T2359_newer.sql', '')");
        await watch.Look();
        Assert.True(watch.StandsBack);
        Assert.True(old.Services.GetRequiredService<JobRunner>().ExecuteTask!.IsCompleted);
        Assert.True(old.Services.GetRequiredService<MotCua.Platform.Events.Dispatcher>().ExecuteTask!.IsCompleted);
        Assert.Contains(old.Log, line => line.Contains("bản mới hơn nâng cấp", StringComparison.Ordinal));
        var client = old.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
        var refused = await client.PostAsync("/api/v1/drafts", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(60, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Contains("nâng cấp", JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("title").GetString());
        var ready = await Until.Holds(() => client.GetAsync("/health/ready"), answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.Contains("schema-newer", await ready.Content.ReadAsStringAsync());
    }

    /// <summary>The answer is a second old at most; asked until it is this one.</summary>
    private async Task<(HttpStatusCode Status, string Text)> Ready(HttpStatusCode wanted)
    {
        var client = house.Anonymous();
        var answer = await Until.Holds(() => client.GetAsync("/health/ready"), seen => seen.StatusCode == wanted);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
