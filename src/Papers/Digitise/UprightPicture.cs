using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;

namespace MotCua.Papers.Digitise;

/// <summary>
/// A picture as a person sees it: turned by what the camera noted (EXIF), on white paper. The reader of letters knows neither, so
/// it is drawn by the same program that draws the pages of a PDF.
/// </summary>
internal static class UprightPicture
{
    public static bool IsNeeded(byte[] bytes) => ImageHead.Read(bytes) is { } head && (head.Orientation != 1 || head.IsPng
        && (head.PngColour is 4 or 6 || bytes.AsSpan(0, Math.Min(bytes.Length, 65536)).IndexOf("tRNS"u8) > 0));

    /// <summary>The reader of letters wants no more of a page of A4, and one process holds it.</summary>
    private const double MostPixels = 20_000_000;

    /// <exception cref="Platform.Web.Refused">400: the picture cannot be unpacked; 503: too many are unpacked already.</exception>
    public static async Task<RenderedPages> Make(byte[] bytes)
    {
        // A page as many points wide as the picture has pixels, drawn at 72 points to the inch: nothing is lost or made up.
        var shrink = Math.Min(1, Math.Sqrt(MostPixels / (ImageHead.Read(bytes)?.Pixels ?? 1)));
        return await PageImages.Render(await ScanPdf.Write([new ScanPage(bytes, null)], "Ảnh", 72), (int)(72 * shrink), 1);
    }
}
