using MotCua.Platform.Vitals;
using Xunit;

namespace MotCua.Tests.Platform.Vitals;

public sealed class IncidentCodeTests
{
    [Fact]
    public void No_code_is_given_twice_however_many_ask_at_once()
    {
        var codes = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 200_000, _ => codes.Add(IncidentCode.Machine.Next()));
        Assert.Equal(200_000, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.Matches("^CM-[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$", code));
    }

    [Fact]
    public void A_later_code_stands_later()
    {
        var clock = new At { Now = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        var codes = new IncidentCode(clock);
        var first = codes.Next();
        clock.Now = clock.Now.AddSeconds(1);
        var second = codes.Next();
        Assert.True(string.CompareOrdinal(first, second) < 0);
        // Set back, the clock brings no second back.
        clock.Now = clock.Now.AddHours(-1);
        Assert.Equal(second[..8], codes.Next()[..8]);
    }

    private sealed class At : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
