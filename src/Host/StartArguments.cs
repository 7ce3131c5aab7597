using System.Globalization;
using MotCua.Platform.Postgres;

namespace MotCua.Host;

/// <summary>What was typed after <c>./run</c>, or after the name of a command.</summary>
internal sealed record StartArguments
{
    public int? Port { get; private init; }

    public required string Data { get; init; }

    public bool Empty { get; private init; }

    /// <summary>So many dossiers the simulators fill an empty demonstration with; <c>./run</c> says 80.</summary>
    public int Dossiers { get; private init; }

    public string? Connection { get; private init; }

    /// <summary>Where the files lie; null: where the database remembers them.</summary>
    public string? Files { get; private init; }

    public string Role { get; private init; } = "all";

    /// <summary>The program of the simulators; given by <c>./run</c>, used in the demonstration only.</summary>
    public string? Peers { get; private init; }

    public string? ReferenceData { get; private init; }

    public bool Help { get; private init; }

    /// <summary>Words that are not the host's own: a command's name and what belongs to it.</summary>
    public IReadOnlyList<string> Rest { get; init; } = [];

    /// <param name="command">A command keeps unknown options for itself; the product refuses them.</param>
    public static StartArguments Parse(string[] words, bool command)
    {
        var arguments = new StartArguments { Data = Environment.GetEnvironmentVariable("MOTCUA_DATA") is { Length: > 0 } data ? data : "var" };
        var rest = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            var (option, inline) = words[i].Split('=', 2) is [var left, var right] && left.StartsWith("--", StringComparison.Ordinal)
                ? (left, right) : (words[i], null);
            string Value() => inline ?? (++i < words.Length ? words[i] : throw new GroundException($"Sau {option} phải có giá trị. Xem --help."));
            switch (option)
            {
                case "--data": arguments = arguments with { Data = Value() }; break;
                case "--connection": arguments = arguments with { Connection = Value() }; break;
                case "--files": arguments = arguments with { Files = Value() }; break;
                case "--peers": arguments = arguments with { Peers = Value() }; break;
                case "--reference-data": arguments = arguments with { ReferenceData = Value() }; break;
                case "--port" when !command: arguments = arguments with { Port = Number(option, Value(), 65535) }; break;
                case "--role" when !command: arguments = arguments with { Role = Value() }; break;
                case "--empty" when !command: arguments = arguments with { Empty = true }; break;
                case "--dossiers" when !command: arguments = arguments with { Dossiers = Number(option, Value(), 2000) }; break;
                case "--help" or "-h" when !command || rest.Count == 0: arguments = arguments with { Help = true }; break;
                default:
                    if (!command) throw new GroundException($"Không hiểu “{words[i]}”. Xem ./run --help.");
                    rest.Add(words[i]);
                    break;
            }
        }
        if (arguments.Role is not ("all" or "web" or "worker")) throw new GroundException("--role chỉ nhận: all, web, worker.");
        return arguments with { Data = Path.GetFullPath(arguments.Data), Rest = rest };
    }

    private static int Number(string option, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new GroundException($"{option} phải là số từ 0 đến {most}, không phải “{text}”.");
}
