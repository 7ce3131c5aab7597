using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Events;
using MotCua.Platform.Expressions;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Tests.Processes;

/// <summary>Drawn processes that a house receives its dossiers under.</summary>
internal static class Drawn
{
    /// <summary>Đăng ký khai sinh.</summary>
    public const string Birth = "1.001193";

    /// <summary>In force from then on, as if two people had approved it.</summary>
    public static async Task Approve(House house, string procedure, ProcessDefinition definition, IReadOnlyList<KnownValue>? known = null,
        string from = "2026-01-01T00:00:00+07:00", int version = 1)
    {
        // In whatever order the tests of a class come.
        await house.Execute("""
            update workflow.drawn_process set to_at = $2::timestamptz where procedure_code = $1 and from_at < $2 and coalesce(to_at, 'infinity') > $2
            """, procedure, DateTimeOffset.Parse(from).ToUniversalTime());
        await house.Execute("""
        insert into workflow.drawn_process (id, procedure_code, version, drawing, known, source, state, from_at, to_at, hands, made_by, made_at, approved_by,
            approved_by_id, approved_at)
        values (gen_random_uuid(), $1, $2, $3, $4::jsonb, 'thử', 'approved', $5::timestamptz,
            (select min(from_at) from workflow.drawn_process where procedure_code = $1 and from_at > $5), array[gen_random_uuid()], 'a', now(), 'b',
            gen_random_uuid(), now())
        """, procedure, version, BpmnWriter.Write(definition), JsonSerializer.Serialize(known ?? [], EventLog.Json),
            DateTimeOffset.Parse(from).ToUniversalTime());
        house.Services.GetRequiredService<ApprovedDrawings>().Forget(procedure);
    }

    public static UserTask Step(string id, string name, StepKind kind, IReadOnlyList<Outcome>? outcomes = null, IReadOnlyList<string>? checks = null,
        decimal hours = 4) => new(id, name, 0, kind, StepRules.Doers[kind][0], kind is StepKind.Receive or StepKind.Return ? Seat.Office : Seat.Agency, null,
            hours, checks ?? [], outcomes ?? []);

    /// <summary>start → receive → what is given → sign → number → return → end.</summary>
    /// <param name="flows">"from to", or "from to condition"; "from to default". The first of what is given is come to from <c>receive</c>.</param>
    /// <param name="last">Leads to the signature.</param>
    public static ProcessDefinition Around(IReadOnlyList<Node> nodes, string last, params string[] flows)
    {
        string[] line = [$"start receive", $"receive {nodes[0].Id}", .. flows, $"{last} sign", "sign number", "number return", "return end"];
        return new("ve", "Quy trình vẽ thử",
        [
            new Start("start", "", 0), Step("receive", "Tiếp nhận hồ sơ", StepKind.Receive), .. nodes, Step("sign", "Ký trích lục", StepKind.Sign),
            Step("number", "Vào sổ, đóng dấu", StepKind.Number), Step("return", "Trả kết quả", StepKind.Return), new End("end", "", 0, false),
        ], [.. line.Select(words => words.Split(' ', 3)).Select((one, no) => new Flow($"f{no}", "", one[0], one[1], 0,
            one is [_, _, not "default"] ? one[2] : null, IsDefault: one is [_, _, "default"]))]);
    }
}
