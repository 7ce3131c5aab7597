using Microsoft.Extensions.Configuration;
using MotCua.Papers.Pdf;
using MotCua.Platform.Sandbox;

namespace MotCua.Papers.Templates;

/// <summary>PDF/A-2b through LibreOffice (setting Papers:Office: a path, or "off"; otherwise soffice where it is installed).</summary>
internal static class OfficeExport
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>An empty text alone takes it 200 MB and two seconds.</summary>
    private static readonly JailLimits Allowed = new(1L << 30, Limit, Limit);

    /// <summary>Nobody at a counter waits longer for a turn: the own writer prints at once.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    /// <summary>One conversion takes a core for a second and some hundred megabytes.</summary>
    private static readonly SemaphoreSlim Places = new(Math.Max(1, Environment.ProcessorCount / 2));

    public static string? Program(IConfiguration settings) => settings["Papers:Office"] switch
    {
        null or "" => OutsideProgram.Find("soffice"),
        "off" => null,
        var named => named,
    };

    /// <returns>null when it failed, took too long, or its turn did not come.</returns>
    public static async Task<byte[]?> Convert(string program, byte[] docx, TimeSpan? limit = null)
    {
        if (!await Places.WaitAsync(Turn)) return null;
        var folder = Directory.CreateTempSubdirectory("motcua-office").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "paper.docx"), docx);
            // A profile of its own: two conversions at once would otherwise wait for each other's lock.
            var (exit, _) = await OutsideProgram.Run(program,
                [$"-env:UserInstallation={new Uri(folder).AbsoluteUri}/profile", "--headless", "--norestore", "--convert-to",
                    """pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":"""
                        + """{"type":"boolean","value":"true"},"UseLosslessCompression":{"type":"boolean","value":"true"}}""",
                    "--outdir", folder, "paper.docx"],
                folder, Allowed with { Wall = limit ?? Limit }, CancellationToken.None, ("FONTCONFIG_FILE", await Fonts(folder)));
            var made = Path.Combine(folder, "paper.pdf");
            return exit == 0 && File.Exists(made) ? await File.ReadAllBytesAsync(made) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            Places.Release();
            // What a killed program still holds open is left to the system's own sweep: the paper is printed all the same.
            try { Directory.Delete(folder, recursive: true); }
            catch (IOException) { }
        }
    }

    /// <summary>The faces of the house beside those of the machine, for <see cref="DocxForOffice"/> names them.</summary>
    private static async Task<string> Fonts(string folder)
    {
        var faces = Directory.CreateDirectory(Path.Combine(folder, "fonts")).FullName;
        foreach (var face in TrueTypeFont.All) await File.WriteAllBytesAsync(Path.Combine(faces, face.Name + ".ttf"), face.File);
        var settings = Path.Combine(folder, "fonts.conf");
        await File.WriteAllTextAsync(settings, $"""
            <?xml version="1.0"?>
            <fontconfig>
              <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
              <dir>{faces}</dir>
            </fontconfig>
            """);
        return settings;
    }
}
