using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NamedFact = MotCua.Platform.Events.FactAttribute;
using Xunit;

namespace MotCua.Tests.Architecture;

public sealed partial class HouseTests
{
    [Fact]
    public void The_rooms_of_the_map_are_the_rooms_of_the_house_with_their_ranks() =>
        Assert.Equal(Building.Map.Ranks.Select(room => $"{room.Value} {room.Key}").Order(StringComparer.Ordinal),
            Building.Rooms.Select(room => $"{room.Rank} {room.Name}").Order(StringComparer.Ordinal));

    [Fact]
    public void Arrows_go_down() => Assert.Empty(Building.Map.Climbing());

    [Fact]
    public void The_arrows_of_the_project_files_are_the_drawn_ones() =>
        Assert.Equal(Building.Map.Arrows.Order(), Building.Rooms.SelectMany(room => Reference()
            .Matches(File.ReadAllText(Building.InRepository($"src/{room.Name}/{room.Name}.csproj")))
            .Select(match => (room.Name, match.Groups[1].Value)).Where(arrow => arrow.Value != "Platform")).Order());

    [Fact]
    public void A_compiled_room_uses_no_room_without_an_arrow() =>
        Assert.Empty(Building.Rooms.SelectMany(room => room.GetType().Assembly.GetReferencedAssemblies()
            .Where(used => used.Name!.StartsWith("MotCua.", StringComparison.Ordinal) && used.Name != "MotCua.Platform")
            .Select(used => (room.Name, To: used.Name!["MotCua.".Length..])).Where(arrow => !Building.Map.Arrows.Contains(arrow))));

    [Fact]
    public void The_ground_floor_knows_no_room() =>
        Assert.DoesNotContain(typeof(MotCua.Platform.Module).Assembly.GetReferencedAssemblies(),
            used => used.Name!.StartsWith("MotCua.", StringComparison.Ordinal));

    [Fact]
    public void A_room_shows_only_its_contracts_and_its_module() =>
        Assert.Empty(Building.Rooms.SelectMany(room => Guards.Shown(room.Name, room.GetType().Assembly.GetExportedTypes())));

    [Fact]
    public void A_room_speaks_sql_only_to_its_own_tables() =>
        Assert.Empty(Building.Modules.All.SelectMany(room => Guards.ForeignTables(room.Name,
            Building.Literals(room.GetType().Assembly).Concat(Scripts(room.Name)), Building.Tables, Building.Map)));

    [Fact]
    public void Every_page_has_a_model_that_names_its_face()
    {
        var types = Building.Modules.Assemblies.SelectMany(assembly => assembly.GetTypes()).ToList();
        Assert.Empty(Guards.Faceless(types));
        Assert.Empty(Guards.PagesWithoutModel(Building.Files("src", "*.cshtml").Select(Read),
            types.Where(type => type.IsSubclassOf(typeof(Microsoft.AspNetCore.Mvc.RazorPages.PageModel))).Select(type => type.Name).ToHashSet()));
    }

    [Fact]
    public void Nothing_hands_out_the_database_or_the_files() =>
        Assert.Empty(Guards.HandedOut(Building.Rooms.SelectMany(room => room.GetType().Assembly.GetTypes())));

    [Fact]
    public void No_service_of_a_request_remembers_what_somebody_had_to_set()
    {
        var services = new ServiceCollection();
        foreach (var room in Building.Rooms) room.AddServices(services, new ConfigurationManager());
        Assert.Empty(Guards.Remembered(services));
    }

    [Fact]
    public void An_official_acts_on_what_was_looked_at() => Assert.Empty(Guards.Unseen(Building.Files("src/Dossiers", "*.cs").Select(Read)));

    [Fact]
    public void The_facts_are_the_listed_ones_and_their_names_carry_a_version()
    {
        var facts = Building.Modules.All.SelectMany(room => room.GetType().Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<NamedFact>() is not null)
            .Select(type => $"{type.GetCustomAttribute<NamedFact>()!.Name} {room.Name}")).Order(StringComparer.Ordinal);
        Assert.Equal(Listed("docs/facts.txt"), facts);
        Assert.Empty(Guards.FactNames(Building.Modules.Assemblies.SelectMany(assembly => assembly.GetTypes())));
    }

    [Fact]
    public void The_recurring_work_is_the_listed_one() =>
        Assert.Equal(Listed("docs/schedule.txt"), Building.Modules.All.SelectMany(room => room.Recurring.Select(job => $"{job.Name} {job.Every:c} {room.Name}"))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void No_source_file_is_longer_than_400_lines_and_no_page_than_150()
    {
        Assert.Empty(Guards.TooLong(Building.Files("src", "*.cs").Concat(Building.Files("tests", "*.cs")).Select(Read), 400));
        Assert.Empty(Guards.TooLong(Building.Files("src", "*.cshtml").Select(Read), 150));
    }

    [Fact]
    public void No_line_is_longer_than_160_signs()
    {
        var sources = new[] { "src", "tests", "journeys", "peers", "bridges", "benchmarks" }
            .SelectMany(folder => new[] { "*.cs", "*.cshtml", "*.css", "*.js", "*.sql" }.SelectMany(pattern => Building.Files(folder, pattern)))
            .Where(file => !file.Contains(".min.", StringComparison.Ordinal) && !Fixed(file));
        Assert.Empty(Guards.LongLines(sources.Select(Read), 160));
    }

    /// <summary>A script that has run somewhere is known there by its checksum.</summary>
    private static bool Fixed(string file) =>
        file.EndsWith(".sql", StringComparison.Ordinal) && string.CompareOrdinal(Path.GetFileName(file), "20261129T1600") < 0;

    [Fact]
    public void No_source_file_makes_a_banned_call() =>
        Assert.Empty(Building.Files("src", "*.cs").Select(Read).SelectMany(file => Guards.BannedCalls(file.File, file.Text)));

    [Fact]
    public void A_session_goes_back_to_the_pool_as_it_was() =>
        Assert.Empty(Building.Files("src", "*.cs").Select(Read).SelectMany(file => Guards.SessionState(file.File, file.Text)));

    private static (string File, string Text) Read(string file) => (Building.Name(file), File.ReadAllText(file));

    private static IEnumerable<string> Scripts(string room) =>
        Building.Files($"src/{room}", "*.sql").Where(file => !Building.Map.Scripts.Contains((room, Path.GetFileNameWithoutExtension(file))))
            .Select(file => SqlComment().Replace(File.ReadAllText(file), ""));

    private static IEnumerable<string> Listed(string file) =>
        File.ReadAllLines(Building.InRepository(file)).Where(line => line.Length > 0 && line[0] != '#').Order(StringComparer.Ordinal);

    [GeneratedRegex(@"ProjectReference Include=""\.\./(\w+)/")]
    private static partial Regex Reference();

    [GeneratedRegex("--.*$", RegexOptions.Multiline)]
    private static partial Regex SqlComment();
}
