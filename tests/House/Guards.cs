using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using Module = MotCua.Platform.Module;

namespace MotCua.Tests.Architecture;

/// <summary>The rules as functions of their subjects, so that a deliberately wrong subject can be given to them.</summary>
public static partial class Guards
{
    public static IEnumerable<string> ForeignTables(string room, IEnumerable<string> texts, IReadOnlySet<string> tables, RoomMap map) =>
        texts.SelectMany(text => SchemaAndTable().Matches(text).Select(match => match.Value))
            .Where(name => tables.Contains(name) && !name.StartsWith(room.ToLowerInvariant() + ".", StringComparison.Ordinal)
            && !map.Tables.Contains((room, name)))
            .Distinct().Select(name => $"{room} names {name}");

    public static IEnumerable<string> Shown(string room, IEnumerable<Type> exported) => exported
        .Where(type => !type.IsSubclassOf(typeof(Module)) && !type.IsSubclassOf(typeof(TagHelper))
            && !(type.Namespace + ".").StartsWith($"MotCua.{room}.Contracts.", StringComparison.Ordinal))
        .Select(type => $"{room} shows {type.FullName}");

    public static IEnumerable<string> Faceless(IEnumerable<Type> types) => types
        .Where(type => type.IsSubclassOf(typeof(PageModel)) && !type.IsAbstract && type.GetCustomAttribute<FaceAttribute>() is null)
        .Select(type => $"{type.FullName} names no face");

    /// <summary>Whoever needs the database or the files asks for them; nobody gets them through somebody else.</summary>
    public static IEnumerable<string> HandedOut(IEnumerable<Type> types) => types.SelectMany(type => type.GetProperties(Own)
        .Where(property => property.PropertyType == typeof(Db) || property.PropertyType == typeof(FileStore))
        .Select(property => $"{type.FullName} hands out {property.Name}"));

    /// <summary>What an act is given, it is given in the call: a service of a request remembers nothing that somebody had to set before.</summary>
    public static IEnumerable<string> Remembered(IEnumerable<ServiceDescriptor> services) => services
        .Where(service => service is { Lifetime: ServiceLifetime.Scoped, IsKeyedService: false })
        .Select(service => service.ImplementationType ?? service.ServiceType).Distinct()
        .SelectMany(type => type.GetProperties(Own).Where(property => property.SetMethod is { } set
            && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            .Select(property => $"{type.FullName} remembers {property.Name}"));

    /// <summary>An official's act is on what was looked at (decision 0016).</summary>
    public static IEnumerable<string> Unseen(IEnumerable<(string File, string Text)> files) => files
        .Where(file => (file.Text.Contains(": ActPageModel", StringComparison.Ordinal) || file.Text.Contains("\"/api/v1/desk\"", StringComparison.Ordinal))
            && (file.Text.Contains("Seen.Nothing", StringComparison.Ordinal) || file.Text.Contains("new Seen", StringComparison.Ordinal)))
        .Select(file => $"{file.File} lets an official act on what they have not seen");

    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> PagesWithoutModel(IEnumerable<(string File, string Text)> pages, IReadOnlySet<string> models) => pages
        .Where(page => page.Text.TrimStart('\uFEFF').StartsWith("@page", StringComparison.Ordinal))
        .Where(page => ModelOf().Match(page.Text) is not { Success: true } model || !models.Contains(model.Groups[1].Value))
        .Select(page => $"{page.File} has no page model of its own");

    public static IEnumerable<string> FactNames(IEnumerable<Type> types) => types
        .Select(type => type.GetCustomAttribute<FactAttribute>()?.Name).OfType<string>().Where(name => !FactName().IsMatch(name));

    public static IEnumerable<string> TooLong(IEnumerable<(string File, string Text)> files, int limit) =>
        files.Where(file => file.Text.TrimEnd('\n').Split('\n').Length > limit).Select(file => $"{file.File} has more than {limit} lines");

    public static IEnumerable<string> LongLines(IEnumerable<(string File, string Text)> files, int limit) =>
        files.SelectMany(file => file.Text.Split('\n').Select((line, at) => (Signs: line.TrimEnd('\r').Length, Where: $"{file.File}: {at + 1}")))
            .Where(line => line.Signs > limit).Select(line => line.Where);

    /// <param name="file">Path inside the repository: the ground floor and the host may open connections.</param>
    public static IEnumerable<string> BannedCalls(string file, string text)
    {
        var code = Comment().Replace(text, "");
        foreach (Match call in MachineClock().Matches(code)) yield return $"{file}: {call.Value} instead of TimeProvider";
        if (code.Contains("new HttpClient(", StringComparison.Ordinal)) yield return $"{file}: new HttpClient instead of IHttpClientFactory";
        foreach (Match commit in CommitWithToken().Matches(code)) yield return $"{file}: {commit.Value} lets a commit be cancelled";
        if (!file.StartsWith("src/Platform/", StringComparison.Ordinal) && !file.StartsWith("src/Host/", StringComparison.Ordinal))
            foreach (Match open in OwnConnection().Matches(code)) yield return $"{file}: {open.Value} opens a connection of its own";
    }

    /// <summary>
    /// A session goes back to the pool as it is: who takes a lock of the session gives it up by name and is known here, settings are of the
    /// transaction.
    /// </summary>
    public static IEnumerable<string> SessionState(string file, string text) => KeepersOfSessions.Contains(file) ? []
        : SessionChange().Matches(Comment().Replace(text, "")).Select(change => $"{file}: {change.Value} stays with the session");

    // Runners of jobs and seals unlock by name; the others work on connections of the owner that are closed for good.
    private static readonly string[] KeepersOfSessions =
    [
        "src/Platform/Jobs/JobRunner.cs", "src/Proof/Seal/Sealer.cs", "src/Proof/Verify/VerifyLog.cs", "src/Platform/Backup/MakeBackup.cs",
        "src/Platform/Data/SchemaRunner.cs", "src/Platform/Data/BulkLoad.cs",
    ];

    [GeneratedRegex(@"pg_(try_)?advisory_lock\(|set_config\([^;]*?,\s*false\)|""set (?!local\b)\w+( to| =)|\bset (session|role)\b|""listen ")]
    private static partial Regex SessionChange();

    [GeneratedRegex(@"\b[a-z_]+\.[a-z_]+\b")]
    private static partial Regex SchemaAndTable();

    [GeneratedRegex(@"@model\s+(?:[\w.]+\.)?(\w+)")]
    private static partial Regex ModelOf();

    [GeneratedRegex("^[a-z][a-z-]*\\.[a-z][a-z-]*/[1-9][0-9]*$")]
    private static partial Regex FactName();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex MachineClock();

    [GeneratedRegex(@"\b(CommitAsync|SaveChangesAsync)\((?!\s*\)|\s*CancellationToken\.None\s*\))[^)]*\)")]
    private static partial Regex CommitWithToken();

    [GeneratedRegex(@"new NpgsqlConnection\(|NpgsqlDataSource\.Create\(|new NpgsqlDataSourceBuilder\(")]
    private static partial Regex OwnConnection();
}
