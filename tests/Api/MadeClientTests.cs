using System.Text.Json;
using MotCua.Organisation.Contracts;
using MotCua.People.Programs;
using MotCua.Tests.Dossiers;
using MotCua.Tests.Papers.Signatures;
using MotCua.Tests.People.Programs;
using Xunit;

namespace MotCua.Tests.Api;

/// <summary>
/// A client made from the description by a foreign generator (decision 0035). What the description does not say, the client does not know: tsc refuses.
/// What it says and is not so, the client does not take: zod refuses.
/// </summary>
[Trait("Pace", "slow")]
public sealed class MadeClientTests(SigningHouse house) : IClassFixture<SigningHouse>
{
    [Fact]
    public async Task It_files_receives_resolves_and_reads_a_dossier()
    {
        using var tools = await ApiTools.Of(house);
        var making = Make(tools);
        var files = await Connected.New(house);
        var desk = await Connected.New(house, ConnectedProgram.Desk, Roles.Specialist, "UBND-32248");
        await making;
        var code = await ApiTools.Node(tools.Made, JsonSerializer.Serialize(new
        {
            url = house.Address.GetLeftPart(UriPartial.Authority),
            program = new { id = files.ClientId, secret = files.Secret }, desk = new { id = desk.ClientId, secret = desk.Secret },
            people = new { receiver = Person("diem"), specialist = Person("khoi"), leader = Person("tam"), registrar = Person("ut") },
            procedure = "ks01", unit = Applicant.Commune, paper = "giay-chung-sinh", answers = Applicant.Answers(), picture = Applicant.Png(),
        }), "js/walk.js");
        Assert.Equal("returned", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code.Trim()));
    }

    private static async Task Make(ApiTools tools)
    {
        await ApiTools.Node(ApiTools.Folder, "", "make-client.mjs", tools.Description, Path.Combine(tools.Made, "client"));
        foreach (var file in new[] { "walk.ts", "tsconfig.json", "package.json" })
            File.Copy(Path.Combine(ApiTools.Folder, file), Path.Combine(tools.Made, file));
        Directory.CreateSymbolicLink(Path.Combine(tools.Made, "node_modules"), Path.Combine(ApiTools.Folder, "node_modules"));
        await ApiTools.Node(tools.Made, "", "node_modules/typescript/bin/tsc");
    }

    private static object Person(string username) => new { username, password = $"motcua-{username}" };
}
