using System.Text.Json;

namespace MotCua.Benchmarks.Generate;

/// <summary>Draws plausible names of the South from counted parts; no name is that of a real person.</summary>
internal sealed class InventedPeople
{
    private readonly Weighted families;
    private readonly Weighted[] middles;
    private readonly string[][] givens;

    public InventedPeople(string namesFile)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(namesFile));
        families = new Weighted(json.RootElement.GetProperty("southern_surname_weights").EnumerateArray()
            .Select(e => (e.GetProperty("name").GetString()!, e.GetProperty("weight").GetDouble())));
        middles = [Middles(json, "male"), Middles(json, "female")];
        givens = [Names(json, "full_given_names_male"), Names(json, "full_given_names_female")];
    }

    /// <param name="female">Sex also decides the fourth digit of the personal ID.</param>
    public string Name(Random random, bool female)
    {
        var sex = female ? 1 : 0;
        return $"{families.Draw(random)} {(random.Next(3) == 0 ? middles[sex].Draw(random) + " " : "")}{givens[sex][random.Next(givens[sex].Length)]}";
    }

    private static Weighted Middles(JsonDocument json, string usage) => new(json.RootElement.GetProperty("middle_names").EnumerateArray()
        .Where(e => e.GetProperty("usage").GetString() is { } use && (use == usage || use == "any"))
        .Select(e => (e.GetProperty("name").GetString()!, (double)e.GetProperty("count").GetInt32())));

    private static string[] Names(JsonDocument json, string property) =>
        [.. json.RootElement.GetProperty(property).EnumerateArray().Select(e => e.GetString()!.Normalize())];

    private sealed class Weighted
    {
        private readonly string[] names;
        private readonly double[] sums;

        public Weighted(IEnumerable<(string Name, double Weight)> parts)
        {
            var list = parts.ToList();
            names = [.. list.Select(p => p.Name.Normalize())];
            sums = new double[list.Count];
            var sum = 0.0;
            for (var i = 0; i < sums.Length; i++) sums[i] = sum += list[i].Weight;
        }

        public string Draw(Random random)
        {
            var at = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
            return names[Math.Min(at < 0 ? ~at : at, names.Length - 1)];
        }
    }
}
