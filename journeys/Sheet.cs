using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MotCua.Journeys;

/// <summary>What came out of the printer, looked at with other people's programs.</summary>
internal static partial class Sheet
{
    public static async Task<int> Pages(byte[] pdf) =>
        int.Parse(PageCount().Match(await On(pdf, file => Run("pdfinfo", file))).Groups[1].Value, CultureInfo.InvariantCulture);

    public static Task<string> Text(byte[] pdf) => On(pdf, file => Run("pdftotext", "-layout", file, "-"));

    /// <summary>Block by block, so that the words of a narrow column stand together.</summary>
    public static async Task<string> Blocks(byte[] pdf) => Spaces().Replace(await On(pdf, file => Run("pdftotext", file, "-")), " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>Every bar code a phone would find on the printed pages.</summary>
    public static Task<string[]> Codes(byte[] pdf) => On(pdf, async file =>
    {
        await Run("pdftoppm", "-r", "200", "-png", file, file);
        var found = new List<string>();
        foreach (var page in Directory.GetFiles(Path.GetDirectoryName(file)!, "*.png").Order())
            found.AddRange((await Run("zbarimg", "--quiet", "--raw", page))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return found.ToArray();
    });

    private static async Task<T> On<T>(byte[] pdf, Func<string, Task<T>> read)
    {
        var folder = Directory.CreateTempSubdirectory("motcua-sheet-").FullName;
        try
        {
            var file = Path.Combine(folder, "sheet.pdf");
            await File.WriteAllBytesAsync(file, pdf);
            return await read(file);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var (said, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        // zbarimg answers 4 for a page without a code.
        if (process.ExitCode is not 0 && !(program == "zbarimg" && process.ExitCode == 4))
            throw new InvalidOperationException($"{program}: {process.ExitCode} {await complaint}");
        return await said;
    }

    [GeneratedRegex(@"Pages:\s+(\d+)")]
    private static partial Regex PageCount();
}
