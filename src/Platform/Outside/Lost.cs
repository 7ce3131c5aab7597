using System.Text.Json;
using MotCua.Platform.Events;

namespace MotCua.Platform.Outside;

/// <summary>
/// Những gì đã mất: what the journal knows and the database does not, since it was put back. Each room applies what is its
/// own again and says what a human must see to.
/// </summary>
/// <param name="lines">Facts that are not in the log, and everything else that was written down since.</param>
public sealed class Lost(IReadOnlyList<JournalLine> lines)
{
    private readonly List<(string Room, string Words)> findings = [];

    public IReadOnlyList<JournalLine> Lines => lines;

    public IReadOnlyList<(string Room, string Words)> Findings => findings;

    /// <summary>Lines of one kind with what they say, oldest first.</summary>
    public IEnumerable<(JournalLine Line, T Data)> Of<T>(string kind) where T : class =>
        lines.Where(line => line.Kind == kind).OrderBy(line => line.Written)
            .Select(line => (line, line.Data.Deserialize<T>(EventLog.Json)!));

    /// <summary>The same by the type of the fact.</summary>
    public IEnumerable<(JournalLine Line, T Data)> Facts<T>() where T : class => Of<T>(EventLog.KindOf(typeof(T)));

    /// <summary>A line of the page Đối chiếu: what was done, or what a human has to do.</summary>
    public void Say(string room, string words) => findings.Add((room, words));
}
