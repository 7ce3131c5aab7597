using System.Text.Json;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Events;
using MotCua.Tests.TestKit;

namespace MotCua.Tests.Catalogue.Rules;

internal static class A
{
    /// <summary>A generation as it comes with the product: nd61-2018-1, nd118-2025-1, nd118-2025-2.</summary>
    public static RuleSet Generation(string file = "nd118-2025-2") =>
        JsonSerializer.Deserialize<RuleSet>(File.ReadAllText(Path.Combine(Ground.Repository, "data", "rule-sets", file + ".json")), EventLog.Json)!;
}
