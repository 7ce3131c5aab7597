using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Dispatcher = MotCua.Platform.Events.Dispatcher;
using MotCua.Platform.Jobs;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform;

public sealed class JobRunnerTests(JobRunnerTests.SlowGateway house) : IClassFixture<JobRunnerTests.SlowGateway>
{
    [Fact]
    public async Task While_a_job_runs_facts_reach_their_subscribers_and_no_other_runner_takes_it()
    {
        var (job, running, answer) = await Running();
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await house.Services.GetRequiredService<Dispatcher>().Drain();
        Assert.Equal(2L, await house.Scalar<long>("select count(*) from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1", code));
        // The other jobs are done meanwhile, this one by nobody else.
        while (await Runner.RunNext()) { }
        Assert.False(running.IsCompleted);
        Assert.Equal([job], await Waiting());
        answer.SetResult();
        Assert.True(await running);
        Assert.Empty(await Waiting());
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
    }

    [Fact]
    public async Task When_the_session_of_a_runner_is_gone_another_one_takes_the_job()
    {
        var (job, running, answer) = await Running();
        await house.Scalar<bool>("""
            select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
            """);
        // The server ends the session a moment later.
        var tries = 0;
        while (!await Runner.RunNext())
        {
            Assert.True(++tries < 200, "No other runner took the job");
            await Task.Delay(50);
        }
        Assert.Empty(await Waiting());
        Assert.Equal("done", await house.Scalar<string>("select state from platform.job where id = $1", job));
        answer.SetResult();
        Assert.True(await running);
        Assert.Equal("done", await house.Scalar<string>("select state from platform.job where id = $1", job));
    }

    [Fact]
    public async Task A_job_that_fails_is_put_off_and_tried_again()
    {
        await house.Drain();
        house.Fails = true;
        await Applicant.Submitted(house.Anonymous());
        await house.Drain();
        house.Fails = false;
        var job = Assert.Single(await Waiting(all: true));
        Assert.Equal(1, await house.Scalar<int>("select attempts from platform.job where id = $1", job));
        Assert.False(await Runner.RunNext());
        house.Clock.Set(House.Morning.AddMinutes(1));
        try { await house.Drain(); }
        finally { house.Clock.Set(House.Morning); }
        Assert.Equal("done", await house.Scalar<string>("select state from platform.job where id = $1", job));
    }

    private JobRunner Runner => house.Services.GetRequiredService<JobRunner>();

    /// <summary>A message on its way to a gateway that does not answer until it is told to.</summary>
    private async Task<(Guid Job, Task<bool> Running, TaskCompletionSource Answer)> Running()
    {
        await house.Drain();
        await Applicant.Submitted(house.Anonymous());
        await house.Services.GetRequiredService<Dispatcher>().Drain();
        var job = Assert.Single(await Waiting());
        var (asked, answer) = house.HoldNext();
        var running = Task.Run(Runner.RunNext);
        await asked.WaitAsync(TimeSpan.FromSeconds(20));
        return (job, running, answer);
    }

    private async Task<List<Guid>> Waiting(bool all = false) => [.. await house.Scalar<Guid[]>($"""
        select coalesce(array_agg(id), array[]::uuid[]) from platform.job where state = 'waiting' and kind = 'messages.send' {(all ? "" : "and attempts = 0")}
        """)];

    public sealed class SlowGateway : House
    {
        private readonly HttpListener gateway = new();
        private (TaskCompletionSource Asked, TaskCompletionSource Answer)? hold;

        public bool Fails { get; set; }

        protected override void Configure(WebApplicationBuilder builder)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            gateway.Prefixes.Add($"http://127.0.0.1:{port}/");
            gateway.Start();
            builder.Configuration.AddInMemoryCollection([new("Peers:Url", $"http://127.0.0.1:{port}")]);
            _ = Task.Run(async () =>
            {
                while (gateway.IsListening) _ = Answer(await gateway.GetContextAsync());
            });
        }

        /// <summary>The next request is kept waiting.</summary>
        public (Task Asked, TaskCompletionSource Answer) HoldNext()
        {
            var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
            hold = (asked, answer);
            return (asked.Task, answer);
        }

        private async Task Answer(HttpListenerContext request)
        {
            var held = hold;
            hold = null;
            if (held is { } kept)
            {
                kept.Asked.SetResult();
                await kept.Answer.Task;
            }
            request.Response.StatusCode = Fails ? 500 : 200;
            request.Response.Close();
        }

        public override async ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            await base.DisposeAsync();
            gateway.Close();
        }
    }
}
