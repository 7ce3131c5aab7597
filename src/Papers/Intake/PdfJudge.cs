using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;
using MotCua.Papers.Signing;

namespace MotCua.Papers.Intake;

/// <summary>Looks through every object of a PDF, packed, shadowed or named by no table, for what acts by itself or hides other files.</summary>
internal static class PdfJudge
{
    private const long StreamLimit = 64L * 1024 * 1024;
    private const long TotalLimit = 200L * 1024 * 1024;

    /// <summary>A hundred pages of unpacked scans; what comes after them is not counted, for a viewer unpacks no more than the size of a picture.</summary>
    private const long PicturesCounted = 1L << 30;

    public static UploadInspection Judge(byte[] bytes)
    {
        try
        {
            var file = PdfFile.Open(bytes, repair: true);
            if (file.IsLocked)
            {
                return FileJudge.Refuse("Tệp PDF bị khóa bằng mật khẩu hoặc hạn chế quyền. Bỏ khóa, hoặc in lại ra PDF rồi tải lên");
            }

            var pages = file.Pages(UploadInspection.MaxPages + 1).Count;
            if (pages > UploadInspection.MaxPages)
            {
                return FileJudge.Refuse($"Tệp PDF có hơn {UploadInspection.MaxPages:#,0} trang. Tách thành nhiều tệp rồi tải lại".Replace(',', '.'));
            }

            var scanned = file.Scan();
            var acts = new PdfActs(file, scanned);
            var (total, pictures) = (0L, 0L);
            foreach (var number in file.Numbers)
            {
                var value = file.Object(number);
                acts.Look(value);
                if (value is PdfStream stream)
                {
                    Measure(file, stream, ref total, ref pictures);
                }
            }

            // Objects of earlier revisions and ones no table names: some viewers would still find them.
            foreach (var (_, value) in scanned)
            {
                acts.Look(value);
            }

            return new UploadInspection(UploadKind.Pdf, null, pages, HasSignatures: SignatureJudge.SignatureFields(file).Count > 0);
        }
        catch (PdfUnwanted e)
        {
            return FileJudge.Refuse(e.Message);
        }
        catch (PdfExcess)
        {
            return FileJudge.Refuse("Tệp PDF có cấu trúc bất thường nên không nhận. In lại ra PDF thường rồi tải lên");
        }
        catch (Exception e) when (e is PdfBroken or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidCastException
            or FormatException)
        {
            return FileJudge.Refuse("Tệp PDF bị hỏng nên chưa mở được. In lại ra PDF, hoặc chụp ảnh giấy tờ");
        }
    }

    private static void Measure(PdfFile file, PdfStream stream, ref long total, ref long pictures)
    {
        var (width, height) = ((file.Resolve(stream.Head["Width"]) as PdfNumber)?.Value ?? 0, (file.Resolve(stream.Head["Height"]) as PdfNumber)?.Value ?? 0);
        var isImage = file.Name(stream.Head["Subtype"]) == "Image";
        if (isImage && width * height > UploadInspection.MaxPixels)
        {
            throw new PdfUnwanted("có ảnh quá lớn. Quét lại ở 200–300 dpi rồi tải lên");
        }

        var filters = PdfFilters.Names(stream.Head, file.Resolve);
        if (filters.Count > 3 || filters.Count(f => f is "FlateDecode" or "Fl" or "LZWDecode" or "LZW") > 1)
        {
            throw new PdfUnwanted("nén bất thường nên không nhận. In lại ra PDF thường rồi tải lên");
        }

        if (filters is not ["FlateDecode" or "Fl", ..] || (isImage && pictures > PicturesCounted))
        {
            return;
        }

        var cap = isImage ? 3L * UploadInspection.MaxPixels : StreamLimit;
        var size = PdfFilters.InflatedSize(stream.Raw, cap);
        (total, pictures) = isImage ? (total, pictures + size) : (total + size, pictures);
        if (size > cap || total > TotalLimit)
        {
            throw new PdfUnwanted("bung ra quá lớn nên không nhận. In lại ra PDF thường rồi tải lên");
        }
    }
}

/// <param name="what">Follows "Tệp PDF".</param>
internal sealed class PdfUnwanted(string what) : Exception($"Tệp PDF {what}");
