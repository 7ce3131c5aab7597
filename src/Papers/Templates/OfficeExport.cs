using Microsoft.Extensions.Configuration;
using MotCua.Papers.Intake;

namespace MotCua.Papers.Templates;

/// <summary>
/// PDF/A-2b through LibreOffice, only where the setting Papers:Office names the program: its papers still lack the code in
/// the corner and the values of the first line, so nobody gets them by having LibreOffice on the machine.
/// </summary>
internal static class OfficeExport
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static string? Program(IConfiguration settings) => settings["Papers:Office"] switch
    {
        null or "" or "off" => null,
        var named => named,
    };

    /// <returns>null when it failed or took too long.</returns>
    public static async Task<byte[]?> Convert(string program, byte[] docx, TimeSpan? limit = null)
    {
        var folder = Directory.CreateTempSubdirectory("motcua-office").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "paper.docx"), docx);
            // A profile of its own: two conversions at once would otherwise wait for each other's lock.
            var (exit, _) = await OutsideProgram.Run(program,
                [$"-env:UserInstallation={new Uri(folder).AbsoluteUri}/profile", "--headless", "--norestore", "--convert-to",
                    """pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}}""", "--outdir", folder, "paper.docx"],
                folder, limit ?? Limit, 4L << 30, CancellationToken.None);
            var made = Path.Combine(folder, "paper.pdf");
            return exit == 0 && File.Exists(made) ? await File.ReadAllBytesAsync(made) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
