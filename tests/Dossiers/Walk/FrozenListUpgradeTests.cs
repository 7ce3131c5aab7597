using System.Text;
using System.Text.Json;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers.Signatures;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Dossiers.Walk;

/// <summary>
/// A database as the version before drawn processes left it, with a dossier at every place of its list: it is upgraded by the delivered scripts, and each
/// dossier ends as it would have.
/// </summary>
public sealed class FrozenListUpgradeTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    [Xunit.Fact]
    public async Task Every_dossier_in_the_middle_of_a_frozen_list_ends_as_it_would_have()
    {
        var (khoi, tam, ut, diem) =
            (await house.SignedIn("khoi"), await house.SignedIn("tam"), await house.SignedIn("ut"), await house.SignedIn("diem"));
        var codes = new Dictionary<string, string>();
        foreach (var place in new[] { "look", "sign", "number", "back", "held", "asked", "done" })
        {
            var code = codes[place] = await Received.New(house);
            if (place == "held") await Received.Act(tam, code, "hold", new { cause = "forceMajeure", reason = "Bão", legalBasis = "Điều 156" }).Ok();
            if (place == "asked")
                await Received.Act(khoi, code, "supplement",
                    new { items = new[] { new { paperKey = "giay-chung-sinh" } }, reason = "Mờ", right = await Applicant.Papers(house, code) }).Ok();
            if (place is "look" or "held" or "asked") continue;
            await Drafted(khoi, code);
            if (place == "back") await Received.Act(tam, code, "send-back", new { reason = "Sai tên" }).Ok();
            if (place is "number" or "done") await Received.Act(tam, code, "sign").Ok();
            if (place == "done") await Received.Act(ut, code, "register").Ok();
        }
        var before = await Shape();

        await Before();
        Assert.True(await SchemaRunner.Run(house.OwnerConnection, ModuleSet.Discover(), _ => { }) >= 5);

        Assert.Equal(before, await Shape());
        await Received.Act(tam, codes["held"], "resume", new { reason = "Hết bão" }).Ok();
        await Received.Answer(house, codes["asked"]);
        foreach (var place in new[] { "look", "back", "held", "asked" }) await Drafted(khoi, codes[place]);
        foreach (var place in new[] { "look", "sign", "back", "held", "asked" }) await Received.Act(tam, codes[place], "sign").Ok();
        foreach (var place in new[] { "look", "sign", "number", "back", "held", "asked" }) await Received.Act(ut, codes[place], "register").Ok();
        foreach (var code in codes.Values)
        {
            Assert.Equal("done", await Received.Status(house, code));
            await Received.Act(diem, code, "return", new { method = "counter", receiver = "Nguyễn Thị Bé Năm" }).Ok();
            Assert.Equal(1L, await house.Scalar<long>("""
                select count(*) from workflow.run r join dossiers.dossier d on d.id = r.dossier_id where d.code = $1 and r.finished_at is not null
                    and not exists (select from workflow.task t where t.dossier_id = d.id and t.state in ('open', 'paused'))
                """, code));
        }
    }

    [Xunit.Fact]
    public async Task The_script_draws_a_list_as_we_would_have_drawn_it()
    {
        ProcessStep[] steps =
        [
            new("receive", "Tiếp nhận \"hồ sơ\" & kiểm tra <ngay>", "receivingOfficer", StepKind.Receive, 0.5m),
            new("s1", "Thẩm định\nở phòng", "specialist", StepKind.Appraise, 12.25m), new("ky", "Ký", "leader", StepKind.Sign, 4),
            new("tra", "Trả", "receivingOfficer", StepKind.Return, 1),
        ];
        var id = Guid.CreateVersion7();
        await Before();
        await house.Execute("insert into workflow.process (id, steps) values ($1, $2::jsonb)", id, JsonSerializer.Serialize(steps, EventLog.Json));
        await SchemaRunner.Run(house.OwnerConnection, ModuleSet.Discover(), _ => { });
        var drawn = Read(await house.Scalar<string>("select drawing from workflow.process where id = $1", id));
        var ours = Read(ProcessTemplates.Draw("list", "", [.. steps.Select(step => new TemplateStep(step, null))]));
        Assert.Empty(ProcessDifference.Of(ours, drawn));
        Assert.Equal(ours.Nodes.OfType<UserTask>().Select(step => (step.Id, step.Name, step.Hours)),
            drawn.Nodes.OfType<UserTask>().Select(step => (step.Id, step.Name, step.Hours)));
    }

    private async Task Drafted(HttpClient official, string code)
    {
        await Received.Act(official, code, "draft").Ok();
        await Received.Act(official, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
    }

    private Task<string> Shape() => house.Scalar<string>("""
        select string_agg(dossier_code || ' ' || step_key || ' ' || step_no || ' ' || state || ' ' || due_at, ';' order by dossier_code, seq) from workflow.task
        """);

    private static ProcessDefinition Read(string drawing)
    {
        var (definition, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(drawing), []);
        Assert.DoesNotContain(faults, fault => fault.Hinders);
        return definition!;
    }

    /// <summary>The tables as they were: the steps of each process as a list, and no trace of the scripts since.</summary>
    private async Task Before()
    {
        await using var source = NpgsqlDataSource.Create(house.OwnerConnection);
        await house.Execute("alter table workflow.process add column steps jsonb");
        var drawn = new List<(Guid Id, string Drawing)>();
        await using (var command = source.CreateCommand("select id, drawing from workflow.process"))
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync()) drawn.Add((rows.GetGuid(0), rows.GetString(1)));
        foreach (var (id, drawing) in drawn)
        {
            var steps = Read(drawing).Nodes.OfType<UserTask>()
                .Select(step => new ProcessStep(step.Id, step.Name, step.Role!, step.Kind!.Value, step.Hours!.Value));
            // Under a name that no server has read.
            await house.Execute("""
                with old as (insert into workflow.process (id, steps, drawing) values (gen_random_uuid(), $2::jsonb, '') returning id)
                update workflow.run set process_id = (select id from old) where process_id = $1
                """, id, JsonSerializer.Serialize(steps, EventLog.Json));
        }
        await house.Execute("delete from workflow.process where steps is null");
        foreach (var sql in new[]
        {
            "alter table workflow.process drop column drawing, drop column known, alter column steps set not null",
            "alter table workflow.task drop column checks", "drop table workflow.token", "drop table workflow.drawn_process",
            "drop function workflow.drawn_process_is_frozen(), workflow.drawn_process_knows()", "drop index workflow.task_current",
            "create unique index task_one_current on workflow.task (dossier_id) where state in ('open', 'paused')",
            "delete from platform.schema_script where name like 'Workflow/20261202%' or name like 'Workflow.20261202%'",
        }) await house.Execute(sql);
    }
}
