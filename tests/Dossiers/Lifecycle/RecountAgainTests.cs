using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Recount;
using MotCua.Dossiers.Remind;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Jobs;
using MotCua.Platform.Data;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Dossiers.Lifecycle;

/// <summary>Several servers, several versions: in the end everything open is counted by the newest one. Each test has a week of its own.</summary>
public sealed class RecountAgainTests(House house) : IClassFixture<House>
{
    [Fact]
    public Task Of_two_notices_the_newer_one_counts_for_both_and_the_older_one_changes_nothing_behind_it() => house.At("2026-06-01T09:00:00+07:00", async () =>
    {
        var code = await Received.New(house);
        Assert.Equal("2026-06-02 17:00", await Received.Due(house, code));
        await Publish("2026-06-02,thu_ba,Ngày nghỉ thử,holiday,,Công điện thử,high");
        var older = await Newest();
        await Publish("2026-06-03,thu_tu,Ngày nghỉ thử,holiday,,Công điện thử,high");
        await house.Drain();
        Assert.Equal("2026-06-04 17:00", await Received.Due(house, code));
        Assert.Equal(older + 1, await Named(code));
        await Ask(older);
        await house.Drain();
        Assert.Equal(older + 1, await Named(code));
        Assert.Equal("2026-06-04 17:00", await Received.Due(house, code));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.recount where calendar_version = $1", older));
        // One that had begun before the newer calendar came finds it behind its locks and leaves all to it.
        await using var scope = house.Scope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<RecountDossiers>().Run(older, older - 1));
        Assert.Equal(older + 1, await Named(code));
    });

    [Fact]
    public Task What_was_received_by_an_older_calendar_meanwhile_is_counted_when_every_server_knows_the_new_one() =>
        house.At("2026-06-08T09:00:00+07:00", async () =>
    {
        var before = await Newest();
        await Publish("2026-06-09,thu_ba,Ngày nghỉ thử,holiday,,Công điện thử,high");
        await house.Drain();
        var code = await Received.New(house);
        // As another server would have written it that has not asked for the newest calendar yet.
        await house.Execute("update dossiers.dossier set due_at = '2026-06-09 10:00+00' where code = $1", code);
        await house.Execute("update dossiers.clock_entry e set due_at = '2026-06-09 10:00+00', calendar_version = $2 from dossiers.dossier d where d.id = "
            + "e.dossier_id and d.code = $1", code, before);
        await house.Drain();
        Assert.Equal("2026-06-09 17:00", await Received.Due(house, code));
        house.Clock.Set(VietnamTime.At(new DateOnly(2026, 6, 8), new TimeOnly(9, 3)));
        await house.Drain();
        Assert.Equal("2026-06-10 17:00", await Received.Due(house, code));
        Assert.True(await house.Scalar<bool>("select settled_at is not null from dossiers.recount where calendar_version = $1", before + 1));
    });

    [Fact]
    public Task Timers_are_counted_again_a_batch_at_a_time_and_only_those_that_the_change_can_move() => house.At("2026-09-14T09:00:00+07:00", async () =>
    {
        var before = await Newest();
        for (var i = 0; i < 5; i++) await Received.New(house);
        await house.Drain();
        Task<string> Timers() => house.Scalar<string>("""
            select string_agg(dossier_id || kind || about || due_at, ',' order by dossier_id, kind, about) from dossiers.timer where fired_at is null
            """);
        async Task<int> Batches(int since, int batch)
        {
            using var statements = new Statements(house);
            await using var scope = house.Scope();
            await scope.ServiceProvider.GetRequiredService<KeepTimers>().FollowCalendar(since, await Newest(), batch);
            return statements.ToString().Split("pg_advisory_xact_lock").Length - 1;
        }

        var counted = await Timers();
        // A day off in November moves nothing that ends this week, however much is open.
        await Publish("2026-11-23,thu_hai,Ngày nghỉ thử,holiday,,Công điện thử,high");
        Assert.Equal(0, await Batches(before, 2));
        Assert.Equal(counted, await Timers());

        before = await Newest();
        await Publish("2026-09-15,thu_ba,Ngày nghỉ thử,holiday,,Công điện thử,high");
        var open = await house.Scalar<int>("""
            select count(*)::int from (select dossier_id from dossiers.timer where fired_at is null and due_at >= '2026-09-15 00:00+07' union
            select dossier_id from workflow.task where state in ('open', 'paused') and due_at >= '2026-09-15 00:00+07') waiting
            """);
        Assert.InRange(open, 5, 20);
        Assert.Equal((open + 1) / 2, await Batches(before, 2));
        var moved = await Timers();
        Assert.NotEqual(counted, moved);
        Assert.Equal(1, await Batches(before, 500));
        Assert.Equal(moved, await Timers());
        await house.Drain();
    });

    [Fact]
    public Task The_day_of_a_signed_letter_is_not_moved_in_silence() => house.At("2026-06-22T09:00:00+07:00", async () =>
    {
        var code = await Received.New(house);
        var leader = await house.SignedIn("tam");
        await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-06-25" }).Ok();
        await Received.Act(leader, code, "apology/sign").Ok();
        await Publish("2026-06-25,thu_nam,Ngày nghỉ thử,holiday,,Công điện thử,high");
        await house.Drain();
        await Ask(await Newest());
        await house.Drain();
        Assert.Equal("2026-06-25 17:00", await Received.Due(house, code));
        Assert.Equal("2026-06-26 17:00 draft", await house.Scalar<string>("""
            select to_char(a.new_due at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') || ' ' || a.state from dossiers.apology a
            join dossiers.dossier d on d.id = a.dossier_id where d.code = $1 and a.no = 2
            """, code));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from messages.message where dossier_code = $1 and template = 'dossier.letter-day-closed' "
            + "and channel = 'inApp'", code));
        Assert.Equal(1L, await house.Scalar<long>(
            "select count(*) from messages.staff_notice where dossier_code = $1 and text like '%Ký văn bản hẹn lại'", code));
        // It replaces the first letter: the one extension of the rule set is not used up twice.
        await Received.Act(leader, code, "apology/sign").Ok();
        Assert.Equal("2026-06-26 17:00", await Received.Due(house, code));
    });

    [Fact]
    public Task A_dossier_received_while_others_are_read_takes_nobodys_ledger_away() => house.At("2026-06-15T09:00:00+07:00", async () =>
    {
        var last = await house.Scalar<Guid>("select id from dossiers.dossier order by id desc limit 1");
        var late = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        var code = await Received.New(house);
        await using var holds = new NpgsqlConnection(house.OwnerConnection);
        await holds.OpenAsync();
        await using var transaction = await holds.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select from dossiers.dossier where code = $1 for update",
            holds) { Parameters = { new() { Value = code } } }) await hold.ExecuteNonQueryAsync();
        await using var reads = await house.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var reading = await reads.BeginTransactionAsync();
        var read = OpenDossiers.Read(reads, DateTime.UnixEpoch, null, last, 1);
        var tries = 0;
        while (await house.Scalar<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == 0)
        {
            Assert.True(++tries < 500, "The reading waits for no lock");
            await Task.Delay(20);
        }
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{late}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } }).Ok();
        await transaction.RollbackAsync();
        var row = Assert.Single(await read);
        Assert.Equal(code, row.Code);
        Assert.Single(row.Entries);
    });

    [Fact]
    public Task Steps_and_silences_move_with_the_calendar_too() => house.At("2026-06-22T15:00:00+07:00", async () =>
    {
        var filed = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        var code = await Received.New(house);
        await house.Drain();
        const string StepDue = "select t.due_at from workflow.task t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1 and t.state = 'open'";
        var step = await house.Scalar<DateTime>(StepDue, code);
        var (silent, unanswered) = (await TimerDue(code, "stepLate"), await TimerDue(filed, "unansweredLong"));
        Assert.Equal(new DateOnly(2026, 6, 23), DateOnly.FromDateTime(step));
        await Publish("2026-06-23,thu_ba,Ngày nghỉ thử,holiday,,Công điện thử,high");
        await house.Drain();
        Assert.Equal(step.AddDays(1), await house.Scalar<DateTime>(StepDue, code));
        Assert.Equal(silent.AddDays(1), await TimerDue(code, "stepLate"));
        Assert.Equal(unanswered.AddDays(1), await TimerDue(filed, "unansweredLong"));
        var still = await TimerDue(code, "still");
        Assert.Equal(DateOnly.FromDateTime(new DateTime(2026, 6, 26)), DateOnly.FromDateTime(still.AddHours(7)));
    });

    [Fact]
    public void A_step_that_stood_keeps_the_hours_it_had_left()
    {
        var (plain, free) = (new WorkingCalendar([], [2026]), new WorkingCalendar([new(new DateOnly(2026, 6, 23), "Ngày nghỉ thử", false)], [2026]));
        List<(bool, DateTimeOffset)> stood = [(true, At(22, 16)), (false, At(24, 9))];
        // Six hours from 15:00, one of them gone when it stood.
        Assert.Equal(At(24, 16), StepDues.Due(At(22, 15), 6, stood, plain));
        Assert.Equal(At(24, 16), StepDues.Due(At(22, 15), 6, stood, free));
        Assert.Equal(At(23, 9), StepDues.Due(At(22, 15), 4, [], plain));
        Assert.Equal(StepDues.Due(At(22, 15), 4, [], plain).AddDays(1), StepDues.Due(At(22, 15), 4, [], free));
    }

    private static DateTimeOffset At(int day, int hour) => VietnamTime.At(new DateOnly(2026, 6, day), new TimeOnly(hour, 0));

    private Task<DateTime> TimerDue(string code, string kind) =>
        house.Scalar<DateTime>("select t.due_at from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1 and t.kind = $2 and "
            + "t.fired_at is null", code, kind);

    private Task<int> Newest() => house.Scalar<int>("select max(version) from organisation.calendar_version");

    /// <summary>The newest version that the ledger names, by its last line that names one.</summary>
    private Task<int> Named(string code) => house.Scalar<int>("""
        select e.calendar_version from dossiers.clock_entry e join dossiers.dossier d on d.id = e.dossier_id
        where d.code = $1 and e.calendar_version is not null order by e.seq desc limit 1
        """, code);

    private async Task Ask(int version)
    {
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<JobQueue>().Enqueue("dossiers.recount", new { version });
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
    }

    private async Task Publish(string row)
    {
        var folder = Directory.CreateTempSubdirectory("motcua-holidays-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"), $"date,weekday,name,kind,swap_with,decision,confidence\n{row}\n");
        Assert.Equal(0, (await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, false, _ => { }, Actor.System)).Refused);
        Directory.Delete(folder, recursive: true);
    }
}
