using System.Security.Cryptography;

namespace MotCua.Platform.Vitals;

/// <summary>
/// Mã sự cố, read aloud on the phone and looked up in the log: <c>CM-2F7K9-MQX43-HT6PW</c>. Seven signs of time (seconds, enough for 600
/// years), eight of chance: never given twice by one process, and by two within one second once in 650 milliards. Digits and capitals
/// without those that are taken for another (0 O, 1 I L) and without U, which is heard as Ư.
/// </summary>
public sealed class IncidentCode(TimeProvider machine)
{
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int TimeSigns = 7;
    private const int ChanceSigns = 8;
    private const long Chances = 656_100_000_000; // 30^8

    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Lock turn = new();
    private long second;
    private long chance;

    /// <summary>By the machine's clock: the demonstration's may stand still.</summary>
    public static IncidentCode Machine { get; } = new(TimeProvider.System);

    /// <summary>A clock that is set back does not bring a second back.</summary>
    public string Next()
    {
        var now = (long)(machine.GetUtcNow() - Beginning).TotalSeconds;
        lock (turn)
        {
            // Within one second the numbers follow each other from a random beginning: no two are alike, none is guessed from another process.
            if (now > second) (second, chance) = (now, (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) % Chances));
            else chance = (chance + 1 + RandomNumberGenerator.GetInt32(1000)) % Chances;
            return Spell(second, chance);
        }
    }

    private static string Spell(long time, long chance) => string.Create(3 + TimeSigns + ChanceSigns + 2, (time, chance), static (text, of) =>
    {
        "CM-".CopyTo(text);
        var all = of.chance;
        for (var i = TimeSigns + ChanceSigns - 1; i >= 0; i--)
        {
            if (i == TimeSigns - 1) all = of.time;
            text[3 + i + i / 5] = Signs[(int)(all % Signs.Length)];
            all /= Signs.Length;
        }
        text[8] = text[14] = '-';
    });
}
