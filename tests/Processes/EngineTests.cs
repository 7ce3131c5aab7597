using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Expressions;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>The engine on rows against the pure game: each move is made by another server, some are lost on the way, and both always stand alike.</summary>
public sealed class EngineTests(House house) : IClassFixture<House>
{
    private static readonly KnownValue Poor = new("poor", AnswerType.Truth, "Hộ nghèo");

    [Fact]
    public Task Random_drawings_walked_by_servers_that_come_and_go_end_as_the_game_does() => Walked(Cases.Of(60), backs: false);

    [Fact]
    public Task Steps_sent_back_wherever_that_is_possible_come_to_the_end_all_the_same() => Walked(Cases.Of(60), backs: true);

    private Task Walked(Config cases, bool backs)
    {
        returned = 0;
        var spoken = Drawing.Blocks(2).SelectMany(block => Gen.Choose(0, 1_000_000).Select(seed => (block, seed)));
        Check.One(cases, Prop.ForAll(spoken.ToArbitrary(), one =>
        {
            var definition = Drawing.Of(one.block);
            if (ProcessFaults.Of(definition).Any(fault => fault.Hinders)) return true;
            new Walk(house, definition, new Random(one.seed), backs).Run().GetAwaiter().GetResult();
            return true;
        }));
        if (backs) Assert.InRange(returned, 30, 100_000);
        return Task.CompletedTask;
    }

    private static int returned;

    /// <summary>One dossier of one drawing.</summary>
    private sealed class Walk(House house, ProcessDefinition drawn, Random random, bool backs)
    {
        private readonly Guid dossier = Guid.CreateVersion7();
        private readonly List<string> history = [];
        private ProcessDefinition definition = drawn;
        private bool poor;

        private TaskSubject Subject => new(dossier, $"H12-{dossier:n}", "1.000", "Thủ tục", "Nguyễn Văn A", null);

        public async Task Run()
        {
            var xml = BpmnWriter.Write(definition);
            definition = BpmnReader.Read(System.Text.Encoding.UTF8.GetBytes(xml), [Poor]).Definition!;
            var game = new TokenGame(definition);
            var now = game.Settle(game.Begin(), Choose);
            await Move((runs, at) => runs.Start(Subject, new Workflow.Contracts.Drawing(xml, [Poor]), "AG", "OF", at));
            var sent = 0;
            for (var moves = 0; moves < 400; moves++)
            {
                await Alike(game, now);
                if (now.IsEmpty)
                {
                    Assert.True(await house.Scalar<bool>("select finished_at is not null from workflow.run where dossier_id = $1", dossier));
                    Assert.Equal(history, await house.Scalar<string[]>(
                        "select array_agg(step_key order by done_at, seq) from workflow.task where dossier_id = $1 and state = 'done'", dossier));
                    return;
                }
                poor = random.Next(2) == 0;
                var places = game.Waiting(now).Concat(game.Armed(now)).ToList();
                var next = places[random.Next(places.Count)];
                if (random.Next(4) == 0) await Lost(next);
                if (backs && next is UserTask { Kind: not StepKind.Receive } from && sent < 20 && random.Next(3) == 0)
                {
                    if (await Back(game, now, from) is { } before)
                    {
                        (now, sent) = (before, sent + 1);
                        returned++;
                        continue;
                    }
                }
                now = game.Settle(next is Boundary edge ? game.Happen(now, edge) : game.Leave(now, next), Choose);
                if (next is UserTask) history.Add(next.Id);
                await Move((runs, at) => Do(runs, at, next));
            }
            Assert.Fail("It does not end.");
        }

        /// <summary>A server dies before its commit: nothing of it is there.</summary>
        private async Task Lost(Node next)
        {
            await using var scope = house.Scope();
            var (db, at) = (scope.ServiceProvider.GetRequiredService<Db>(), await Case(scope.ServiceProvider));
            await using var transaction = await db.Begin();
            await Do(scope.ServiceProvider.GetRequiredService<WorkflowRuns>(), at, next);
            await db.Save();
        }

        /// <returns>Where it stands after it was sent back; null: it was refused.</returns>
        private async Task<Marking?> Back(TokenGame game, Marking now, UserTask from)
        {
            try
            {
                var moved = await Move(async (runs, at) => await runs.SendBack((await runs.Open(dossier)).Single(task => task.StepKey == from.Id), "sai", at));
                var to = Assert.Single(moved.Opened).StepKey;
                return game.Back(now, from, definition[to]);
            }
            catch (Refused refused)
            {
                Assert.Equal(409, refused.Status);
                return null;
            }
        }

        private async Task<Moved> Do(WorkflowRuns runs, RunCase at, Node next) => next is UserTask
            ? await runs.Complete((await runs.Open(dossier)).Single(task => task.StepKey == next.Id), "done", null, at)
            : (await runs.Pass(Subject, (await runs.Waits(dossier)).Single(wait => wait.Place == next.Id).Token, at))!;

        private async Task<Moved> Move(Func<WorkflowRuns, RunCase, Task<Moved>> act)
        {
            await using var scope = house.Scope();
            var moved = await act(scope.ServiceProvider.GetRequiredService<WorkflowRuns>(), await Case(scope.ServiceProvider));
            await scope.ServiceProvider.GetRequiredService<Db>().Save();
            return moved;
        }

        private async Task<RunCase> Case(IServiceProvider services) =>
            new("IN", await services.GetRequiredService<Calendars>().Of("OF"), () => Task.FromResult<Func<string, object?>>(_ => poor),
                () => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()));

        private async Task Alike(TokenGame game, Marking now)
        {
            var rows = await house.Scalar<string[]>("""
                select coalesce(array_agg(place order by place), '{}') from (
                    select step_key as place from workflow.task where dossier_id = $1 and state = 'open'
                    union all select place from workflow.token where dossier_id = $1) p
                """, dossier);
            Assert.Equal(game.Ids(now).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        }

        private IReadOnlyList<Flow> Choose(Gateway gateway)
        {
            var leaves = definition.OutOf(gateway).ToList();
            if (leaves.Count == 1) return leaves;
            if (!poor) return [.. leaves.Where(flow => flow.IsDefault)];
            return gateway.Kind == GatewayKind.Exclusive ? [leaves.First(flow => !flow.IsDefault)] : [.. leaves.Where(flow => !flow.IsDefault)];
        }
    }
}
