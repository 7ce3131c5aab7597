using System.Security.Cryptography;
using System.Text;
using MotCua.Tests.TestKit;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(Shuffle))]
[assembly: TestCollectionOrderer(typeof(Shuffle))]

namespace MotCua.Tests.TestKit;

/// <summary>
/// One order on every machine (the runner's own follows the folder of the checkout), and another one for each
/// <c>MOTCUA_TEST_SEED</c>, to find tests that lean on their neighbours.
/// </summary>
public sealed class Shuffle : ITestCaseOrderer, ITestCollectionOrderer
{
    private static readonly string Seed = Environment.GetEnvironmentVariable("MOTCUA_TEST_SEED") ?? "";

    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(test => Rank(test.TestCaseDisplayName), StringComparer.Ordinal)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(test => Rank(test.TestCollectionDisplayName), StringComparer.Ordinal)];

    /// <summary>The runner adds an "(id: …)" that follows the folder.</summary>
    private static string Rank(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Seed + name.Split(" (id: ")[0])));
}
