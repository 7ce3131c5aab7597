using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Jobs;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Platform.Work;
using MotCua.Tests.TestKit;
using Xunit;
using Dispatcher = MotCua.Platform.Events.Dispatcher;

namespace MotCua.Tests.Platform;

public sealed class JobRunnerTests : IClassFixture<House>
{
    private readonly House house;
    private readonly string kind = $"test.job{Guid.NewGuid():n}";
    private readonly JobRunner runner;
    private (TaskCompletionSource Asked, TaskCompletionSource Answer)? hold;
    private bool fails;

    public JobRunnerTests(House house)
    {
        this.house = house;
        runner = new Bench(house, handlers: [new(kind, async (_, _) =>
        {
            var held = hold;
            hold = null;
            if (held is { } kept)
            {
                kept.Asked.SetResult();
                await kept.Answer.Task;
            }
            if (fails) throw new InvalidOperationException();
        })]).Runner();
    }

    [Fact]
    public async Task While_a_job_runs_facts_reach_their_subscribers_and_no_other_runner_takes_it()
    {
        var (job, running, answer) = await Running();
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await house.Services.GetRequiredService<Dispatcher>().Drain();
        Assert.Equal(2L, await house.Scalar<long>(
            "select count(*) from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1", code));
        // The other jobs are done meanwhile, this one by nobody else.
        var other = await Enqueue();
        while (await runner.RunNext()) { }
        Assert.Equal("done", await State(other));
        Assert.False(running.IsCompleted);
        Assert.Equal("waiting", await State(job));
        answer.SetResult();
        Assert.True(await running);
        Assert.Equal("done", await State(job));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database "
            + "where datname = current_database())"));
    }

    [Fact]
    public async Task When_the_session_of_a_runner_is_gone_another_one_takes_the_job()
    {
        var (job, running, answer) = await Running();
        await house.Scalar<bool>("""
            select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory'
                and l.database = (select oid from pg_database where datname = current_database())
            """);
        // The server ends the session a moment later.
        await Bench.Until(() => runner.RunNext(), "No other runner took the job");
        Assert.Equal("done", await State(job));
        answer.SetResult();
        Assert.True(await running);
        Assert.Equal(("done", 1), (await State(job), await house.Scalar<int>("select attempts from platform.job where id = $1", job)));
    }

    [Fact]
    public async Task A_job_that_fails_is_put_off_and_tried_again()
    {
        fails = true;
        var job = await Enqueue();
        Assert.True(await runner.RunNext());
        fails = false;
        Assert.Equal(("waiting", 1), (await State(job), await house.Scalar<int>("select attempts from platform.job where id = $1", job)));
        Assert.False(await runner.RunNext());
        house.Clock.Set(House.Morning.AddMinutes(1));
        try { Assert.True(await runner.RunNext()); }
        finally { house.Clock.Set(House.Morning); }
        Assert.Equal("done", await State(job));
    }

    private Task<string> State(Guid job) => house.Scalar<string>("select state from platform.job where id = $1", job);

    private Task<Guid> Enqueue() => house.Scalar<Guid>(
        "insert into platform.job (id, kind, payload, due_at, created_at) values (gen_random_uuid(), $1, '{}', $2, $2) returning id", kind,
            House.Morning.UtcDateTime);

    /// <summary>A job that does not come to its end before it is told to.</summary>
    private async Task<(Guid Job, Task<bool> Running, TaskCompletionSource Answer)> Running()
    {
        await house.Drain();
        var job = await Enqueue();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        hold = (asked, answer);
        var running = Task.Run(runner.RunNext);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return (job, running, answer);
    }
}
