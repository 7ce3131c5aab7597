using MotCua.People.Staff;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

/// <summary>What binds everybody is loaded by two people, who have both seen the same change.</summary>
public sealed class LoadCommandTests(House house) : IClassFixture<House>
{
    private const string Holidays =
        "date,weekday,name,kind,swap_with,decision,confidence\n2031-01-01,thu_tu,Tết Dương lịch,holiday,,Bộ luật Lao động 2019 Đ.112,high\n";

    [Fact]
    public async Task A_load_wants_an_author_and_somebody_else_who_approves_each_with_their_own_password()
    {
        var folder = Directory.CreateTempSubdirectory("motcua-load-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"), Holidays);
            var before = await house.Scalar<long>("select count(*) from platform.event where kind = 'reference.loaded/1'");
            foreach (var (words, typed, said) in new (string[], string[], string)[]
            {
                ([folder], [], "--approver TÊN"),
                ([folder, "--author", "nam"], [], "--approver TÊN"),
                ([folder, "--author", "nam", "--approver", "nam"], ["motcua-nam", "motcua-nam"], "người khác"),
                ([folder, "--author", "nam", "--approver", "loc"], ["motcua-nam", "sai"], "chưa đúng"),
                ([folder, "--author", "nam", "--approver", "khoi"], ["motcua-nam", "motcua-khoi"], "không giữ vai trò"),
                ([folder, "--author", "benam", "--approver", "nam"], ["motcua-benam"], "không giữ vai trò"),
            })
                Assert.Contains(said, await Refused(words, typed), StringComparison.Ordinal);
            Assert.Equal(before, await house.Scalar<long>("select count(*) from platform.event where kind = 'reference.loaded/1'"));
            Assert.Equal(0L, await house.Scalar<long>("select count(*) from platform.load_run where not dry_run and folder = $1", folder));

            var second = await house.Scalar<string>("""
                select a.username from people.account a join organisation.position p on p.account_id = a.id
                where p.role = 'procedureOfficer' and p.valid_to is null and a.username <> 'nam' order by a.username limit 1
                """);
            var (exit, output) = await Run([folder, "--author", "nam", "--approver", second], ["motcua-nam", $"motcua-{second}"]);
            Assert.Contains("Nạp xong: 1 dòng mới", output, StringComparison.Ordinal);
            Assert.True(exit is 0 or 1);
            Assert.Equal(1L, await house.Scalar<long>("""
                select count(*) from platform.event e join people.account a on a.username = 'nam' join people.account b on b.username = $1
                where e.kind = 'reference.loaded/1' and e.actor_id = a.id and (data ->> 'approverId')::uuid = b.id and data -> 'files' ? 'holidays.csv'
                """, second));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private async Task<string> Refused(string[] words, string[] typed)
    {
        try
        {
            var (exit, output) = await Run(words, typed);
            Assert.Equal(2, exit);
            return output;
        }
        catch (Refused refused) { return refused.Message; }
    }

    private async Task<(int Exit, string Output)> Run(string[] words, string[] typed)
    {
        await using var scope = house.Scope();
        var left = new Queue<string>(typed);
        var output = new StringWriter();
        return (await LoadCommand.Run(scope.ServiceProvider, words, output, left.Dequeue), output.ToString());
    }
}
