using System.Globalization;
using System.Text;

namespace MotCua.Papers.Digitise;

/// <summary>What strikes the eye on a page, worst first in what is said.</summary>
internal enum PageFault
{
    Blank,
    Dark,
    Faint,
    Unopened,
}

/// <summary>A page as grey dots (PGM), judged by how its dots differ from the paper they stand on.</summary>
internal static class GreyPage
{
    /// <summary>Letters of A4 are three dots high then: enough to be there, few enough to be counted in no time.</summary>
    public const int LongSide = 420;

    /// <summary>Left out on each side: shadow of a lid, edge of a table.</summary>
    private const double Edge = 0.04;

    /// <returns>null: nothing strikes the eye, or it is no such picture.</returns>
    public static PageFault? FaultOf(byte[] pgm)
    {
        if (Head(pgm) is not var (width, height, at) || pgm.Length - at < (long)width * height) return PageFault.Unopened;
        var (left, top) = ((int)(width * Edge), (int)(height * Edge));
        var dots = new int[256];
        for (var y = top; y < height - top; y++)
            foreach (var dot in pgm.AsSpan(at + y * width + left, width - 2 * left)) dots[dot]++;
        double all = dots.Sum();
        var (paper, bright) = (Below(0.5), Below(0.95));
        double Away(int far) => dots.Where((_, grey) => Math.Abs(grey - paper) > far).Sum() / all;
        if (bright < 90) return PageFault.Dark;
        // One short line of letters is some hundred dots; a number at the foot of a page is not a page.
        if (Away(40) >= 0.0006) return null;
        return Away(12) > 0.004 ? PageFault.Faint : PageFault.Blank;

        int Below(double share)
        {
            var (seen, grey) = (0, 0);
            for (; grey < 255 && (seen += dots[grey]) < share * all; grey++) { }
            return grey;
        }
    }

    /// <summary>"P5", width, height and 255, parted by white space, then the dots.</summary>
    private static (int Width, int Height, int At)? Head(byte[] pgm)
    {
        var (words, at) = (new List<string>(), 0);
        while (words.Count < 4 && at < Math.Min(pgm.Length, 64))
        {
            var end = pgm.AsSpan(at).IndexOfAny(" \t\r\n"u8);
            if (end < 0) return null;
            if (end > 0) words.Add(Encoding.ASCII.GetString(pgm, at, end));
            at += end + 1;
        }
        return words is ["P5", var w, var h, "255"] && int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(h, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && width is > 9 and < 4096 && height is > 9 and < 4096
            ? (width, height, at) : null;
    }
}
