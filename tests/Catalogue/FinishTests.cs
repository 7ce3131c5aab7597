using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Papers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Catalogue;

/// <summary>A dossier of any definition that is let through comes to its end, or the definition is refused in words with its place.</summary>
[Trait("Pace", "slow")]
public sealed class FinishTests(FinishTests.Signing house) : IClassFixture<FinishTests.Signing>
{
    private static readonly string[] AllRoles = [.. Roles.Names.Keys];

    [Fact]
    public void Of_ten_thousand_invented_processes_each_is_refused_in_words_or_can_be_walked_to_its_end()
    {
        var random = new Random(20261128);
        var (refused, walked) = (0, 0);
        for (var i = 0; i < 10_000; i++)
        {
            var steps = Invent(random);
            var problems = ProcessCheck.Problems(steps).ToList();
            Assert.All(problems, problem => Assert.True(problem.Place.StartsWith("process", StringComparison.Ordinal) && problem.Reason.Length > 10));
            if (problems.Count > 0) refused++;
            else
            {
                walked++;
                Assert.True(Ends(steps), string.Join(" → ", steps.Select(step => $"{step.Kind}/{step.Role}")));
            }
        }
        Assert.True(refused > 1000 && walked > 300, $"{refused} refused, {walked} walked");
    }

    [Fact]
    public async Task Invented_processes_that_are_let_through_are_walked_by_real_officials_to_the_return()
    {
        var random = new Random(7);
        for (var done = 0; done < 3;)
        {
            var steps = Invent(random);
            if (ProcessCheck.Problems(steps).Any() || steps.Count is < 3 or > 7) continue;
            var words = string.Join(" → ", steps.Select(step => step.Kind));
            var report = await house.Load(overlay => overlay["process"] = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(steps,
                MotCua.Platform.Events.EventLog.Json)));
            Assert.True(report.IsClean, string.Join("; ", report.Files.SelectMany(file => file.Problems)));
            var code = await Received.New(house);
            for (var acts = 0; acts < steps.Count && await Received.Status(house, code) != "returned"; acts++) await Step(code);
            Assert.True(await Received.Status(house, code) == "returned", words);
            done++;
        }
    }

    [Theory]
    [InlineData("result/numberFormat", "\"12/TLKS-BS\"", "result.numberFormat", "{seq}")]
    [InlineData("result/numberFormat", "\"{seq}{seq}/TLKS\"", "result.numberFormat", "{seq}")]
    [InlineData("result/numberFormat", "\"{so}/{seq}\"", "result.numberFormat", "{year}")]
    [InlineData("result/paragraphs/0", "\"Số: 15/QĐ-UBND\"", "result.paragraphs[0]", "{{result.number}}")]
    [InlineData("result/paragraphs/0", "\"Họ tên {{answers.khongCo}}\"", "result.paragraphs[0]", "answers.khongCo")]
    [InlineData("result/validMonths", "0", "result.validMonths", "1 đến")]
    [InlineData("result/validMonths", "2147483647", "result.validMonths", "1 đến")]
    [InlineData("term/value", "1e9", "term", "không quá")]
    [InlineData("papers/0/originals", "100000", "papers[0]", "không quá")]
    [InlineData("estimatedMinutes", "-5", "estimatedMinutes", "Số phút")]
    [InlineData("fee/amountVnd", "-1", "fee.amountVnd", "Mức thu")]
    [InlineData("fee/amountVnd", "999999999999", "fee.amountVnd", "Mức thu")]
    [InlineData("process/2/kind", "\"approve\"", "process", "không có")]
    [InlineData("process/1/kind", "\"sign\"", "process[2].kind", "bước ký thứ hai")]
    [InlineData("process/2/role", "\"specialist\"", "process[2].role", "sign")]
    [InlineData("process/3/role", "\"administrator\"", "process[3].role", "number")]
    public async Task A_definition_that_would_end_nowhere_is_refused_by_trial_and_by_load_alike(string path, string value, string place, string reason)
    {
        var reports = new[] { await house.Load(overlay => Put(overlay, path, value), dryRun: true), await house.Load(overlay => Put(overlay, path, value)) };
        foreach (var report in reports)
        {
            var file = Assert.Single(report.Files, file => file.File.StartsWith("procedures/", StringComparison.Ordinal));
            Assert.Equal((0, 1), (file.Loaded, file.Refused));
            Assert.Contains(file.Problems, problem => problem.Column == place && problem.Reason.Contains(reason, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_trial_says_what_the_load_does_and_changes_nothing()
    {
        Action<JsonNode> change = overlay =>
        {
            Put(overlay, "plainTitle", $"\"Đăng ký khai sinh {Guid.NewGuid():n}\"");
            Put(overlay, "form/title", $"\"Tờ khai {Guid.NewGuid():n}\"");
        };
        var overlay = house.Overlay();
        change(overlay);
        var before = await State();
        var trial = await house.Load(_ => { }, dryRun: true, overlay);
        Assert.Equal(before, await State());
        var load = await house.Load(_ => { }, dryRun: false, overlay);
        foreach (var file in load.Files)
            Assert.Contains(trial.Files, tried => tried.File == file.File
                && (tried.Loaded, tried.Unchanged, tried.Refused) == (file.Loaded, file.Unchanged, file.Refused));
        Assert.NotEqual(before, await State());
        // A short name of somebody else is refused by both.
        overlay["alias"] = "CT01";
        Assert.Equal(1, (await house.Load(_ => { }, dryRun: true, overlay)).Refused);
        Assert.Equal(1, (await house.Load(_ => { }, dryRun: false, overlay)).Refused);

        async Task<string> State() => await house.Scalar<string>("""
            select md5(string_agg(row::text, '' order by row::text)) from (
                select o::text as row from catalogue.procedure_overlay o union all select v.id::text from catalogue.procedure_version v
                union all select p::text from catalogue.procedure p union all select f.digest from forms.form_version f union all select t::text
                    from catalogue.paper_type t) all_of_it
            """);
    }

    private async Task Step(string code)
    {
        const string Open = "from workflow.task t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1 and t.state = 'open'";
        var (kind, role) = (await house.Scalar<string>($"select t.step_kind {Open}", code), await house.Scalar<string>($"select t.role {Open}", code));
        var who = await house.SignedIn(role switch { Roles.Leader => "tam", Roles.Registrar => "ut", Roles.ReceivingOfficer => "diem", _ => "khoi" });
        if (kind is not (null or "Return" or "Number")
            && await house.Scalar<long>("select count(*) from papers.result r join dossiers.dossier d on d.id = r.dossier_id where d.code = $1", code) == 0)
            await Received.Act(await house.SignedIn(role == Roles.Registrar ? "tam" : role == Roles.Leader ? "tam" : "khoi"), code, "draft").Ok();
        await (kind switch
        {
            "Sign" => Received.Act(who, code, "sign"),
            "Number" => Received.Act(who, code, "register"),
            "Return" or null => Received.Act(await house.SignedIn("diem"), code, "return",
                new { method = "counter", receiver = "Nguyễn Thị Bé Năm", paperShown = "CCCD" }),
            _ => Received.Act(who, code, "pass-on", new { opinion = "Đủ điều kiện" }),
        }).Ok();
    }

    private static List<ProcessStepView> Invent(Random random)
    {
        // Half of them are wild, half nearly right with one thing changed.
        var kinds = random.Next(2) == 0
            ? [.. Enumerable.Range(0, random.Next(0, 9)).Select(_ => Any(random, ProcessStepView.Kinds))]
            : new[] { "receive" }.Concat(Enumerable.Range(0, random.Next(3)).Select(_ =>
                Any(random, ["assign", "appraise", "consult", "approve"]))).Append("sign")
                .Concat(Enumerable.Range(0, random.Next(2)).Select(_ => "number")).Append("return").ToList();
        if (kinds.Count > 0 && random.Next(3) == 0) kinds[random.Next(kinds.Count)] = Any(random, ProcessStepView.Kinds);
        return [.. kinds.Select((kind, i) => new ProcessStepView($"b{i}", $"Bước {i}", random.Next(15) == 0 ? Any(random, AllRoles) : kind switch
        {
            "receive" or "return" => Roles.ReceivingOfficer, "number" => Roles.Registrar, "appraise" or "consult" => Roles.Specialist, _ => Roles.Leader,
        }, kind, random.Next(1, 9)))];
    }

    /// <summary>What the acts ask for, step by step: a second telling of it, not the check itself.</summary>
    private static bool Ends(IReadOnlyList<ProcessStepView> steps)
    {
        if (steps.Count == 0) return true; // none of its own: the standard one
        var signed = false;
        for (var i = 0; i < steps.Count; i++)
        {
            var (kind, role) = (steps[i].Kind, steps[i].Role);
            if (role is Roles.Administrator or Roles.ProcedureOfficer) return false;
            if (kind == "receive" && i > 0 || i == 0 && kind != "receive") return false;
            if (kind == "sign" && (signed || role != Roles.Leader)) return false;
            signed |= kind == "sign";
            if (kind == "return") return signed && i == steps.Count - 1 && role == Roles.ReceivingOfficer;
        }
        return false;
    }

    private static string Any(Random random, IReadOnlyList<string> of) => of[random.Next(of.Count)];

    private static void Put(JsonNode overlay, string path, string value)
    {
        var parts = path.Split('/');
        foreach (var part in parts[..^1]) overlay = int.TryParse(part, out var at) ? overlay[at]! : overlay[part]!;
        if (int.TryParse(parts[^1], out var last)) overlay[last] = JsonNode.Parse(value);
        else overlay[parts[^1]] = JsonNode.Parse(value);
    }

    public sealed class Signing : House
    {
        private PeersFixture? peers;

        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Peers:Url"] = peers!.Address.ToString();

        public override async ValueTask InitializeAsync()
        {
            peers = new PeersFixture();
            await peers.InitializeAsync();
            await base.InitializeAsync();
        }

        internal JsonNode Overlay() => JsonNode.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(Ground.Repository, "data", "procedures"),
            "ks01-*.json").Single()))!;

        internal async Task<LoadReport> Load(Action<JsonNode> change, bool dryRun = false, JsonNode? overlay = null)
        {
            overlay ??= Overlay();
            change(overlay);
            var folder = Directory.CreateTempSubdirectory("motcua-overlay-").FullName;
            Directory.CreateDirectory(Path.Combine(folder, "procedures"));
            await File.WriteAllTextAsync(Path.Combine(folder, "procedures", "ks01.json"), overlay.ToJsonString());
            var report = await Services.GetRequiredService<ReferenceLoader>().Load(folder, dryRun, _ => { }, Actor.System);
            Directory.Delete(folder, recursive: true);
            return report;
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (peers is not null) await peers.DisposeAsync();
        }
    }
}
