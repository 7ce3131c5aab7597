using System.Diagnostics;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Past;

namespace MotCua.Benchmarks.Bench;

/// <summary>
/// Khai phá quy trình: runs of eight steps of one procedure are made as rows, written as past by the statement of the recurring work, and looked at twice: all
/// of them, and a tenth, so that the table shows whether a dossier costs the same among many.
/// </summary>
internal sealed class Mining(House house, Table table, int events)
{
    private const int Steps = 8;
    private const string Procedure = "bench.mining";

    public async Task Measure()
    {
        var runs = events / Steps;
        await Make(runs);
        await house.Rest();
        var started = Stopwatch.GetTimestamp();
        long kept = 0, batch;
        do
        {
            await using var command = house.App.CreateCommand(KeepPast.Sql);
            command.Parameters.Add(new() { Value = 2_000 });
            kept += batch = await command.ExecuteNonQueryAsync();
        } while (batch > 0);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        // The running product takes its part of them.
        var past = (await house.Column<long>($"select count(*) from workflow.past_run where procedure_code = '{Procedure}'")).Single();
        if (past != runs) throw new Demo.Unexpected($"{past} of {runs} runs were written as past");
        table.Add(new Row("ended runs written as past", "1/s", kept / seconds, Note: $"{kept * Steps / seconds:#,0} events a second, one connection"));
        await house.Sql("analyze workflow.past_run");
        await house.Rest();
        var log = new HappenedLog(house.App);
        var (all, tenth) = (await Look(log, runs, runs), await Look(log, runs / 10, runs));
        var ten = all * 10_000_000 / events;
        table.Add(new Row($"mining of {events:#,0} events", "s", all, Goal: $"≤ {30.0 * events / 10_000_000:0.0}", Ok: ten <= 30,
            Note: $"{events / all:#,0} events a second, so {ten:0.0} s for 10,000,000; {GC.GetTotalMemory(false) >> 20:#,0} MB held"));
        var flat = all / runs / (tenth / (runs / 10));
        table.Add(new Row("mining: a dossier among all against one among a tenth", "×", flat, Goal: "≤ 1.2", Ok: flat <= 1.2));
        started = Stopwatch.GetTimestamp();
        await using var nowhere = new NullStream();
        await new EventLogs(house.App).Write(Span(runs / 10), EventLogFormat.Ocel, nowhere);
        table.Add(new Row("export of an event log (OCEL 2.0)", "1/s", runs / 10 * Steps / Stopwatch.GetElapsedTime(started).TotalSeconds,
            Note: $"events; {nowhere.Length >> 20:#,0} MB for {runs / 10:#,0} dossiers"));
    }

    /// <summary>The best of three: the first warms the cache.</summary>
    private static async Task<double> Look(HappenedLog log, int runs, int all)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var happened = await log.Of(Span(runs));
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
            if (happened.Dossiers != runs || happened.Variants.Count < 3) throw new Demo.Unexpected($"{happened.Dossiers} of {runs} ({all}) were looked at");
        }
        return best;
    }

    /// <summary>Run number n ended n seconds after the beginning.</summary>
    private static HappenedSpan Span(int runs) => new(Procedure, First, First.AddSeconds(runs));

    private static readonly DateTimeOffset First = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>In each twentieth one step was sent back, in each seventh one left out; forty agencies.</summary>
    private async Task Make(int runs)
    {
        await house.Sql("""
            insert into workflow.process (id, drawing) values ('00000000-0000-0000-0000-00000000be7c', '<x/>') on conflict do nothing
            """);
        const int Part = 50_000;
        for (var from = 0; from < runs; from += Part)
        {
            await house.Sql($"""
                with made as (
                    select n, md5('mining' || n)::uuid as id, timestamptz '2025-01-01 00:00Z' + n * interval '1 second' as ended
                    from generate_series({from}, {Math.Min(from + Part, runs) - 1}) n),
                run as (
                    insert into workflow.run (dossier_id, process_id, competent_agency, intake_office, finished_at)
                    select id, '00000000-0000-0000-0000-00000000be7c', 'AG-' || n % 40, 'OF', ended from made)
                insert into workflow.task (id, dossier_id, seq, step_no, step_key, step_name, step_kind, role, agency_code, state, opened_at, due_at, done_at,
                    outcome, dossier_code, procedure_code, procedure_name, owner_name)
                select gen_random_uuid(), id, s, s, 'b' || k, 'Bước ' || k, 'Appraise', 'specialist', 'AG-' || n % 40,
                    case when n % 20 = 0 and s = 4 then 'returned' else 'done' end, ended - (9 - s) * interval '3 hours' - n % 97 * interval '1 minute',
                    ended, ended - (8 - s) * interval '3 hours', 'done', 'B-' || n, '{Procedure}', 'Đo', 'Nguyễn Văn Đo'
                from made cross join generate_series(1, {Steps}) s
                cross join lateral (select case when n % 20 = 0 and s = 5 then 3 when n % 7 = 0 and s = 6 then 7 else s end as k) chosen
                """);
        }
    }

    /// <summary>Counts what is written.</summary>
    private sealed class NullStream : Stream
    {
        private long length;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => length;
        public override long Position { get => length; set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => length += count;
    }
}
