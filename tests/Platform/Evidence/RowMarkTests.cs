using MotCua.Platform.Evidence;
using Xunit;

namespace MotCua.Tests.Platform.Evidence;

/// <summary>The format never changes: these marks were computed by other code, from its description alone.</summary>
public sealed class RowMarkTests
{
    [Fact]
    public void A_mark_of_today_is_the_mark_of_every_day()
    {
        object?[][] values =
        [
            ["Ất", null, true],
            [new[] { "1", "2" }, Array.Empty<string>()],
            // Neither order nor spaces count, of two of one name the last does.
            [new JsonText("""{"c": 1, "b": [1.50, "ấp 😀"], "a": {"é": true, "x": null}, "c": -12}"""), new JsonText(null)],
            [1.50m, new DateTimeOffset(17777777771234567, TimeSpan.Zero)],
        ];
        Assert.Equal("1Hg5M2hv21TOoNLlxJbQJ8YgYXn7lfR64wINUI2HVRXDeCWN", RowMark.Of("a.b/1 7", "s", values.Select(one => ("", one))));
        Assert.Equal("06DJF5vTsJZpZfsELEp0gkNOz6CsooEyc/Tj", RowMark.Of("a.b/1 7", null, [("", [Array.Empty<string>()])]));
    }
}
