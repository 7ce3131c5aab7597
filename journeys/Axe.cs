using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace MotCua.Journeys;

/// <summary>
/// The accessibility checker inside the page. Only violations are written out: telling all that is right costs several
/// seconds on each page, and nobody reads it.
/// </summary>
internal static class Axe
{
    private static readonly string Source = Read();

    /// <returns>Empty when the page is clean.</returns>
    public static async Task<string> Violations(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("typeof axe === 'object'")) await page.EvaluateAsync(Source);
        return await page.EvaluateAsync<string>("""
            async () => {
                const found = await axe.run(document, { resultTypes: ['violations'],
                    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] } });
                return found.violations.map(v => v.id + ': ' + v.help + '\n' + v.nodes.slice(0, 3).map(n => '   ' + n.html).join('\n')).join('\n');
            }
            """);
    }

    private static string Read()
    {
        var assembly = typeof(AxeRunOptions).Assembly;
        var name = assembly.GetManifestResourceNames().Single(resource => resource.EndsWith("axe.min.js", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
