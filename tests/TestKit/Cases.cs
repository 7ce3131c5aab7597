using FsCheck;

namespace MotCua.Tests.TestKit;

/// <summary>
/// Cases of a property: the same ones in every run, so that a failure can be looked at again; others for each
/// <c>MOTCUA_TEST_SEED</c>, a number.
/// </summary>
internal static class Cases
{
    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("MOTCUA_TEST_SEED"), out var seed) ? seed : 829;

    // The second number of the generator must be odd.
    public static Config Of(int count) => Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true).WithReplay(Seed, 2 * Seed + 1);
}
