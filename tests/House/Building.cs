using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using MotCua.Platform;
using MotCua.Tests.TestKit;
using Module = MotCua.Platform.Module;

namespace MotCua.Tests.Architecture;

/// <summary>Finds the subjects of the guards by itself: a new room or file is guarded without a list being kept.</summary>
public static partial class Building
{
    public static ModuleSet Modules { get; } = ModuleSet.Discover();

    public static IEnumerable<Module> Rooms => Modules.All.Where(module => module.Name != "Platform");

    public static RoomMap Map { get; } = RoomMap.Parse(File.ReadAllText(InRepository("docs/rooms.txt")));

    public static string InRepository(string path) => Path.Combine(Ground.Repository, path);

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(InRepository(folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
                && !file.Contains("/node_modules/", StringComparison.Ordinal));

    public static string Name(string file) => Path.GetRelativePath(Ground.Repository, file);

    /// <summary>schema.table of every script, those that moved under both names: nobody speaks to an old one.</summary>
    public static HashSet<string> Tables { get; } = [.. Files("src", "*.sql").Select(File.ReadAllText).SelectMany(script => CreateTable().Matches(script)
        .Select(match => match.Groups[1].Value).Concat(MovedTable().Matches(script).Select(match => $"{match.Groups[2]}.{match.Groups[1]}")))];

    /// <summary>All string literals of a compiled room, pages included.</summary>
    public static IEnumerable<string> Literals(Assembly assembly)
    {
        using var portable = new PEReader(File.OpenRead(assembly.Location));
        var metadata = portable.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
            yield return metadata.GetUserString(handle);
    }

    [GeneratedRegex(@"create table (?:if not exists )?([a-z_]+\.[a-z_]+)")]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"alter table [a-z_]+\.([a-z_]+) set schema ([a-z_]+)")]
    private static partial Regex MovedTable();
}
