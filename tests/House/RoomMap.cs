using System.Text.RegularExpressions;

namespace MotCua.Tests.Architecture;

/// <summary>What docs/rooms.txt says.</summary>
public sealed partial class RoomMap
{
    public Dictionary<string, int> Ranks { get; } = new(StringComparer.Ordinal);

    public HashSet<(string From, string To)> Arrows { get; } = [];

    public HashSet<(string From, string To)> Beside { get; } = [];

    /// <summary>Tables of the ground floor that a room may name.</summary>
    public HashSet<(string Room, string Table)> Tables { get; } = [];

    /// <summary>Scripts of a room that may name another's tables.</summary>
    public HashSet<(string Room, string Script)> Scripts { get; } = [];

    public static RoomMap Parse(string text)
    {
        var map = new RoomMap();
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (Room().Match(line) is { Success: true } room)
            {
                map.Ranks[room.Groups[2].Value] = room.Groups[1].Value[0] - '0';
                foreach (var to in room.Groups[3].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) map.Arrows.Add((room.Groups[2].Value, to));
            }
            else if (Neighbour().Match(line) is { Success: true } pair) map.Beside.Add((pair.Groups[1].Value, pair.Groups[2].Value));
            else if (Table().Match(line) is { Success: true } table) map.Tables.Add((table.Groups[1].Value, table.Groups[2].Value));
            else if (Script().Match(line) is { Success: true } script) map.Scripts.Add((script.Groups[1].Value, script.Groups[2].Value));
            else throw new FormatException($"docs/rooms.txt: {line}");
        }
        return map;
    }

    /// <summary>Arrows that do not go down.</summary>
    public IEnumerable<string> Climbing() => Arrows
        .Where(arrow => !Ranks.TryGetValue(arrow.To, out var to) || to > Ranks[arrow.From] || (to == Ranks[arrow.From] && !Beside.Contains(arrow)))
        .Select(arrow => $"{arrow.From} → {arrow.To}");

    [GeneratedRegex(@"^(\d) (\w+):(.*)$")]
    private static partial Regex Room();

    [GeneratedRegex(@"^beside (\w+) (\w+): .+$")]
    private static partial Regex Neighbour();

    [GeneratedRegex(@"^script (\w+) (\w+): .+$")]
    private static partial Regex Script();

    [GeneratedRegex(@"^table (\w+) ([a-z_.]+): .+$")]
    private static partial Regex Table();
}
