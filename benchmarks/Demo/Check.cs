namespace MotCua.Benchmarks.Demo;

/// <summary>Something is not as it should be; the demonstration ends here.</summary>
internal sealed class Unexpected(string message) : Exception(message);

internal static class Check
{
    public static void That(bool holds, string expectation, object? seen = null)
    {
        if (!holds) throw new Unexpected(seen is null ? expectation : $"{expectation}. Thấy: {Short(seen.ToString() ?? "")}");
    }

    public static void Same<T>(T wanted, T seen, string what) =>
        That(EqualityComparer<T>.Default.Equals(wanted, seen), $"{what}: cần “{wanted}”", $"“{seen}”");

    public static void Holds(string part, string text, string where) =>
        That(text.Contains(part, StringComparison.Ordinal), $"{where} phải có “{part}”", text);

    public static void Lacks(string part, string text, string where) =>
        That(!text.Contains(part, StringComparison.OrdinalIgnoreCase), $"{where} không được có “{part}”", text);

    /// <summary>What the house does by itself comes a little after the act.</summary>
    public static async Task Until(Func<Task<bool>> done, string otherwise)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!await done())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(120)) throw new Unexpected($"Sau 2 phút, {otherwise}");
            await Task.Delay(500);
        }
    }

    public static string Short(string text) => text.Length <= 1200 ? text : text[..1200] + "…";
}
