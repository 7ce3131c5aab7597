using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers.Remind;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Remind;

public sealed class PoisonTimerTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData(6, new[] { 0 }), InlineData(6, new[] { 3 }), InlineData(6, new[] { 5 }), InlineData(9, new[] { 0, 4, 5, 8 }), InlineData(3, new[] { 0, 1, 2 }),
        InlineData(520, new[] { 0, 250, 499, 519 })]
    public async Task One_that_cannot_be_said_is_set_aside_and_the_others_are_said_once(int timers, int[] poisoned)
    {
        house.Clock.Set(House.Morning);
        var code = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
        await house.Drain();
        await house.Execute("delete from dossiers.timer where fired_at is null");
        // The database breaks the fact of some of them.
        await house.Execute("""
            create or replace function public.break_reminder() returns trigger language plpgsql as $$ begin
                if new.data ->> 'about' like 'poison%' then raise exception 'Nguyễn Văn A 096159999001'; end if; return new; end $$;
            create or replace trigger break_reminder before insert on platform.event for each row
                when (new.kind = 'dossier.reminded/1') execute function public.break_reminder();
            """);
        try
        {
            await house.Execute("""
                insert into dossiers.timer (dossier_id, kind, about, since, due_at)
                select d.id, 'unansweredLong', case when i = any($2) then 'poison ' else 'good ' end || i, d.submitted_at,
                    d.submitted_at + i * interval '1 second' from dossiers.dossier d, generate_series(0, $3 - 1) i where d.code = $1
                """, code, poisoned, timers);
            for (var round = 0; round < 7; round++)
            {
                house.Clock.Set(House.Morning.AddHours(1).AddMinutes(round));
                await Remind();
            }
            Assert.Equal(timers - poisoned.Length, await house.Scalar<int>("select count(distinct data ->> 'about')::int from platform.event where kind = "
                + "'dossier.reminded/1' and data ->> 'code' = $1", code));
            Assert.Equal(timers - poisoned.Length,
                await house.Scalar<int>("select count(*)::int from platform.event where kind = 'dossier.reminded/1' and data ->> 'code' = $1", code));
            Assert.Equal(poisoned.Length, await Failed(code));
            Assert.Equal(poisoned.Length, await house.Scalar<int>("select count(*)::int from platform.event where kind = 'work.set-aside/1' and data ->> "
                + "'key' like (select replace(id::text, '-', '') || '%' from dossiers.dossier where code = $1)", code));
        }
        finally { await house.Execute("drop trigger break_reminder on platform.event"); }
        // Nobody has asked for it yet.
        house.Clock.Set(House.Morning.AddHours(2));
        await Remind();
        Assert.Equal(poisoned.Length, await Failed(code));
        await house.Execute("update dossiers.timer set tries = 0, rest_until = null, failed_at = null where failed_at is not null");
        await Remind();
        Assert.Equal(timers, await house.Scalar<int>(
            "select count(*)::int from platform.event where kind = 'dossier.reminded/1' and data ->> 'code' = $1", code));
        house.Clock.Set(House.Morning);
    }

    private async Task Remind()
    {
        int said;
        do
        {
            await using var scope = house.Scope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            said = await scope.ServiceProvider.GetRequiredService<RemindDue>().Execute();
        } while (said > 0);
    }

    private Task<int> Failed(string code) => house.Scalar<int>("""
        select count(*)::int from dossiers.timer t join dossiers.dossier d on d.id = t.dossier_id
        where d.code = $1 and t.failed_at is not null and t.tries = 5 and t.problem like 'Phần mềm gặp lỗi (PostgresException P0001)' and t.incident is not null
        """, code);
}
