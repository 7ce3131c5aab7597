using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using Xunit;

namespace MotCua.Tests.Architecture;

/// <summary>Each guard is given something wrong and must say so: a guard that cannot fail guards nothing.</summary>
public sealed class WrongTwinTests
{
    private const string ForeignQuery = "select name from people.account where id = $1";

    [Fact]
    public void A_query_on_another_rooms_table_is_found_in_a_compiled_assembly()
    {
        Assert.Contains(ForeignQuery, Building.Literals(typeof(WrongTwinTests).Assembly));
        Assert.Equal(["Vault names people.account"], Guards.ForeignTables("Vault", [ForeignQuery], Building.Tables, Building.Map));
        Assert.Empty(Guards.ForeignTables("People", [ForeignQuery], Building.Tables, Building.Map));
    }

    [Fact]
    public void A_room_that_names_the_log_without_leave_is_found() =>
        Assert.Single(Guards.ForeignTables("Vault", ["select 1 from platform.event"], Building.Tables, Building.Map));

    [Fact]
    public void Filling_in_speaks_to_its_own_tables_and_handling_knows_nothing_of_it()
    {
        const string query = "select answers from filing.draft where id = $1", foreign = "update dossiers.dossier set status = 'done' where id = $1";
        Assert.Empty(Guards.ForeignTables("Filing", [query], Building.Tables, Building.Map));
        Assert.Equal(["Dossiers names filing.draft"], Guards.ForeignTables("Dossiers", [query], Building.Tables, Building.Map));
        Assert.Equal(["Filing names dossiers.dossier"], Guards.ForeignTables("Filing", [foreign], Building.Tables, Building.Map));
        Assert.Equal(["Dossiers → Filing"], RoomMap.Parse("4 Dossiers: Filing\n5 Filing: Dossiers").Climbing());
    }

    [Theory]
    [InlineData("select pg_try_advisory_lock(1)")]
    [InlineData("select set_config('statement_timeout', '20s', false)")]
    [InlineData("\"set work_mem = '64MB'\"")]
    public void What_stays_with_a_session_is_found(string sql)
    {
        Assert.Single(Guards.SessionState("src/Vault/Contracts/Readings.cs", sql));
        Assert.Empty(Guards.SessionState("src/Vault/Contracts/Readings.cs", "set_config('statement_timeout', '20s', true); \"set local lock_timeout = 2000\""));
    }

    [Theory]
    [InlineData("1 A: B\n2 B:")]
    [InlineData("1 A: B\n1 B:")]
    [InlineData("2 A: Nobody")]
    public void An_arrow_that_does_not_go_down_is_found(string map) => Assert.Single(RoomMap.Parse(map).Climbing());

    [Fact]
    public void A_map_line_nobody_understands_is_refused() => Assert.Throws<FormatException>(() => RoomMap.Parse("Vault → People"));

    [Fact]
    public void A_public_type_outside_contracts_is_found() => Assert.Single(Guards.Shown("Vault", [typeof(WrongTwinTests)]));

    [Fact]
    public void A_page_model_without_face_is_found() => Assert.Single(Guards.Faceless([typeof(FacelessModel)]));

    [Fact]
    public void A_bag_that_hands_out_the_database_is_found()
    {
        Assert.Equal(2, Guards.HandedOut([typeof(Bag)]).Count());
        Assert.Empty(Guards.HandedOut([typeof(Told)]));
    }

    [Fact]
    public void A_service_that_remembers_is_found()
    {
        Assert.Equal(2, Guards.Remembered(new ServiceCollection().AddScoped<Bag>()).Count());
        Assert.Equal(2, Guards.Remembered(new ServiceCollection().AddScoped(_ => new Bag(null!, null!))).Count());
        Assert.Empty(Guards.Remembered(new ServiceCollection().AddScoped<Told>().AddSingleton(new Bag(null!, null!))));
    }

    [Theory]
    [InlineData("class P(DossierDesk desk) : ActPageModel(desk) { Task A() => act.Execute(code, Seen.Nothing); }")]
    [InlineData("app.MapGroup(\"/api/v1/desk\").MapPost(\"/x\", (Act act) => act.Execute(code, new Seen(null)));")]
    public void An_official_who_acts_unseen_is_found(string text) => Assert.Single(Guards.Unseen([("src/Dossiers/X.cs", text)]));

    [Fact]
    public void A_page_without_a_model_is_found()
    {
        Assert.Single(Guards.PagesWithoutModel([("a.cshtml", "@page \"/a\"\n<p></p>")], new HashSet<string>()));
        Assert.Single(Guards.PagesWithoutModel([("a.cshtml", "@page \"/a\"\n@model string")], new HashSet<string> { "KeepModel" }));
        Assert.Empty(Guards.PagesWithoutModel([("a.cshtml", "@page \"/a\"\n@model X.KeepModel")], new HashSet<string> { "KeepModel" }));
    }

    [Fact]
    public void A_fact_without_version_is_found() => Assert.Single(Guards.FactNames([typeof(Unversioned)]));

    [Fact]
    public void A_long_file_is_found()
    {
        Assert.Single(Guards.TooLong([("a.cs", new string('\n', 400) + "x")], 400));
        Assert.Empty(Guards.TooLong([("a.cs", new string('\n', 399) + "x\n")], 400));
    }

    [Fact]
    public void A_long_line_is_found()
    {
        Assert.Equal(["a.cs: 2"], Guards.LongLines([("a.cs", $"{new string('a', 160)}\n{new string('ă', 161)}\r\n")], 160));
        Assert.Empty(Guards.LongLines([("a.cs", $"{new string('a', 160)}\r\n{new string('ă', 160)}")], 160));
    }

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("var now = DateTimeOffset.Now;")]
    [InlineData("using var http = new HttpClient();")]
    [InlineData("await transaction.CommitAsync(http.RequestAborted);")]
    [InlineData("await db.SaveChangesAsync(stop);")]
    [InlineData("await using var c = new NpgsqlConnection(text);")]
    [InlineData("var source = NpgsqlDataSource.Create(text);")]
    public void A_banned_call_is_found(string line) => Assert.Single(Guards.BannedCalls("src/Vault/X.cs", line));

    [Theory]
    [InlineData("src/Vault/X.cs", "await transaction.CommitAsync();")]
    [InlineData("src/Vault/X.cs", "await transaction.CommitAsync(CancellationToken.None);")]
    [InlineData("src/Vault/X.cs", "// DateTime.UtcNow would follow the machine")]
    [InlineData("src/Platform/X.cs", "NpgsqlDataSource.Create(text);")]
    public void What_is_allowed_passes(string file, string line) => Assert.Empty(Guards.BannedCalls(file, line));

    private sealed class FacelessModel : PageModel;

    private sealed class Bag(Db db, FileStore files)
    {
        public Db Db => db;
        internal FileStore Files => files;
        public int? Seen { get; set; }
        public int? Shown { get; private set; }
    }

    private sealed record Told(int? Seen);

    [MotCua.Platform.Events.Fact("test.wrong")]
    private sealed record Unversioned;
}
