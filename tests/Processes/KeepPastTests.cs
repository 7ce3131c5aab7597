using Microsoft.Extensions.DependencyInjection;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Past;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>What has ended is written as past: each run once, whoever writes, whenever its end is committed, and what had ended before.</summary>
public sealed class KeepPastTests(House house) : IClassFixture<House>
{
    private static readonly DateTimeOffset Began = DateTimeOffset.Parse("2026-03-02T01:00:00Z");

    private NpgsqlDataSource Source => house.Services.GetRequiredService<NpgsqlDataSource>();

    [Fact]
    public async Task Two_servers_write_each_ended_run_once_and_one_that_commits_late_is_not_passed_over()
    {
        await Runs("KEEP.1", 300);
        await using var late = await Source.OpenConnectionAsync();
        await using var open = await late.BeginTransactionAsync();
        await using (var end = new NpgsqlCommand("update workflow.run set finished_at = '2026-03-01Z' where dossier_id = md5('KEEP.1' || 0)::uuid", late))
            await end.ExecuteNonQueryAsync();
        await house.Execute("update workflow.run set finished_at = '2026-03-05Z' where dossier_id <> md5('KEEP.1' || 0)::uuid and intake_office = 'KEEP.1'");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Keep(40))));
        Assert.Equal(299L, await Count("KEEP.1"));
        await open.CommitAsync();
        await Keep(40);
        await Keep(40);
        Assert.Equal(300L, await Count("KEEP.1"));
        Assert.Equal(1L, await house.Scalar<long>("select count(distinct way_id) from workflow.past_run where procedure_code = 'KEEP.1'"));
    }

    [Fact]
    public async Task Runs_that_ended_before_the_upgrade_are_written_too_and_running_ones_are_not()
    {
        await Runs("KEEP.2", 20);
        await house.Execute("update workflow.run set finished_at = '2026-03-05Z' where intake_office = 'KEEP.2' and dossier_id::text < '8'");
        await house.Execute("delete from workflow.ended_run");
        using var script = new StreamReader(typeof(KeepPast).Assembly.GetManifestResourceStream("MotCua.Workflow.Schema.20261203T3002_ended_before.sql")!);
        var sql = await script.ReadToEndAsync();
        for (var twice = 0; twice < 2; twice++)
            await house.Execute(sql, await house.Scalar<Guid[]>("select array_agg(dossier_id) from workflow.run"));
        await Keep(1_000);
        Assert.Equal(await house.Scalar<long>("select count(*) from workflow.run where intake_office = 'KEEP.2' and finished_at is not null"),
            await Count("KEEP.2"));
    }

    [Fact]
    public async Task Times_standstills_and_steps_that_came_to_nothing_are_kept_as_they_were()
    {
        await Runs("KEEP.3", 1);
        await house.Execute("""
            insert into workflow.step_clock (task_id, seq, kind, at, due_at)
            select id, n, case n % 2 when 1 then 'pause' else 'resume' end, opened_at + n * interval '10 minutes', due_at
            from workflow.task cross join generate_series(1, 3) n where procedure_code = 'KEEP.3' and step_key = 'b'
            """);
        await house.Execute("update workflow.task set state = 'cancelled' where procedure_code = 'KEEP.3' and step_key = 'c'");
        await house.Execute("update workflow.run set finished_at = '2026-03-05Z' where intake_office = 'KEEP.3'");
        await Keep(10);
        // b stood ten minutes, and again from its thirtieth minute until it was ended at its hour.
        int[] times = [0, 3_600, 0, 3_600, 7_200, 2_400, 7_200, 10_800, 0];
        Assert.Equal(times, await house.Scalar<int[]>("select times from workflow.past_run where procedure_code = 'KEEP.3'"));
        var happened = await new HappenedLog(Source).Of(new("KEEP.3", Began.AddYears(-1), Began.AddYears(1)));
        Assert.Equal((1, 2L), (happened.Dossiers, happened.Events));
        Assert.Equal(["a", "b"], Assert.Single(happened.Variants).Keys);
        var (b, c) = (happened.Steps.Single(step => step.Key == "b"), happened.Steps.Single(step => step.Key == "c"));
        Assert.Equal((0.3m, 0.7m, 1), (b.WorkedHours, b.WaitedHours, b.Dossiers));
        Assert.Equal((0, 1, 0), (c.Times, c.Cancelled, c.Dossiers));
        Assert.Equal([("", "a"), ("a", "b"), ("b", "")], happened.Edges.Select(edge => (edge.From, edge.To)));
    }

    [Fact]
    public void Steps_beside_each_other_wait_for_nobody_and_figures_are_those_of_dossiers()
    {
        var digging = new Digging();
        string[] Same(string word, int many) => [.. Enumerable.Repeat(word, many)];
        PastWay Way(string keys, params string[] states)
        {
            var each = keys.Select(key => key.ToString()).ToArray();
            return new(Guid.NewGuid(), each, each, Same("Appraise", each.Length), Same("specialist", each.Length),
                [.. each.Select(key => key == "c" ? "OTHER" : "AG")], states.Length > 0 ? states : Same("done", each.Length));
        }

        var (beside, again) = (Way("abcd"), Way("abab", "done", "returned", "done", "done"));
        digging.Know(beside);
        digging.Know(again);
        // b and c are open together: c ends an hour after b, and d waits half an hour for a message.
        digging.Add(beside.Id, [0, 3_600, 0, 3_600, 7_200, 0, 3_600, 10_800, 0, 12_600, 16_200, 0]);
        digging.Add(again.Id, [0, 7_200, 0, 7_200, 10_800, 0, 10_800, 14_400, 0, 14_400, 18_000, 600]);
        var happened = digging.Result(waiting: 0);
        Assert.Equal((2, 8L), (happened.Dossiers, happened.Events));
        var steps = happened.Steps.ToDictionary(step => step.Key);
        Assert.Equal((3, 2, 1, 0), (steps["a"].Times, steps["a"].Dossiers, steps["a"].Again, steps["a"].SentBack));
        Assert.Equal((3, 1, 1), (steps["b"].Times, steps["b"].Again, steps["b"].SentBack));
        Assert.Equal((0m, 0.5m), (steps["c"].WaitedHours, steps["d"].WaitedHours));
        Assert.Equal(2m, steps["c"].WorkedHours);
        Assert.Equal([("a", "b", 3, 2, 1m), ("b", "a", 1, 1, 1m), ("b", "c", 1, 1, 1m), ("c", "d", 1, 1, 1.5m)],
            happened.Edges.Where(edge => edge.From.Length > 0 && edge.To.Length > 0)
                .Select(edge => (edge.From, edge.To, edge.Times, edge.Dossiers, edge.Took!.Median)).Order());
        var other = happened.Units.Single(unit => unit.Agency == "OTHER");
        Assert.Equal((1, 2m), (other.Dossiers, other.Took!.Median));
        Assert.Equal([1, 1], happened.Variants.Select(variant => variant.Dossiers));
    }

    private async Task Keep(int batch)
    {
        int rows;
        do
        {
            await using var command = Source.CreateCommand(KeepPast.Sql);
            command.Parameters.Add(new() { Value = batch });
            rows = await command.ExecuteNonQueryAsync();
        } while (rows > 0);
    }

    private Task<long> Count(string procedure) => house.Scalar<long>("select count(*) from workflow.past_run where procedure_code = $1", procedure);

    /// <summary>Runs of three steps of an hour each; nothing has ended.</summary>
    private async Task Runs(string procedure, int count)
    {
        await house.Execute("insert into workflow.process (id, drawing) values (md5($1)::uuid, '<x/>') on conflict do nothing", procedure);
        await house.Execute("""
            insert into workflow.run (dossier_id, process_id, competent_agency, intake_office)
            select md5($1 || n)::uuid, md5($1)::uuid, 'AG', $1 from generate_series(0, $2 - 1) n
            """, procedure, count);
        await house.Execute("""
            insert into workflow.task (id, dossier_id, seq, step_no, step_key, step_name, step_kind, role, agency_code, state, opened_at, due_at, done_at,
                outcome, dossier_code, procedure_code, procedure_name, owner_name)
            select gen_random_uuid(), md5($1 || n)::uuid, s, s, chr(96 + s), 'Bước ' || s, 'Appraise', 'specialist', 'AG', 'done',
                $3 + (s - 1) * interval '1 hour', $3 + interval '1 day', $3 + s * interval '1 hour', 'done', $1 || '-' || n, $1, 'Thử', 'Nguyễn Văn Thử'
            from generate_series(0, $2 - 1) n cross join generate_series(1, 3) s
            """, procedure, count, Began);
    }
}
