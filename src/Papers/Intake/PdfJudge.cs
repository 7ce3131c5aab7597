using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;
using MotCua.Papers.Signing;

namespace MotCua.Papers.Intake;

/// <summary>Looks through every object of a PDF, packed or shadowed, for what acts by itself or hides other files.</summary>
internal static class PdfJudge
{
    private const long StreamLimit = 64L * 1024 * 1024;
    private const long TotalLimit = 200L * 1024 * 1024;
    private static readonly HashSet<string> Actions = ["JavaScript", "Launch", "ImportData", "SubmitForm", "GoToE", "GoToR", "Rendition", "Movie", "RichMediaExecute"];
    private static readonly HashSet<string> Annotations = ["FileAttachment", "RichMedia", "Movie", "Screen", "3D", "Sound"];

    private sealed class Refusal(string reason) : Exception(reason);

    public static UploadInspection Judge(byte[] bytes)
    {
        try
        {
            var file = PdfFile.Open(bytes, repair: true);
            if (file.IsEncrypted)
            {
                return FileJudge.Refuse("Tệp PDF có mật khẩu. Bỏ mật khẩu rồi tải lại");
            }

            var pages = file.Pages(UploadInspection.MaxPages + 1).Count;
            if (pages > UploadInspection.MaxPages)
            {
                return FileJudge.Refuse($"Tệp PDF có hơn {UploadInspection.MaxPages:#,0} trang. Tách thành nhiều tệp rồi tải lại".Replace(',', '.'));
            }

            long total = 0;
            foreach (var number in file.Numbers)
            {
                Look(file, file.Object(number), ref total);
            }

            if (!file.WasRepaired)
            {
                Shadowed(bytes, ref total);
            }

            return new UploadInspection(UploadKind.Pdf, null, pages, HasSignatures: SignatureJudge.SignatureFields(file).Count > 0);
        }
        catch (Refusal e)
        {
            return FileJudge.Refuse(e.Message);
        }
        catch (Exception e) when (e is PdfBroken or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidCastException or FormatException)
        {
            return FileJudge.Refuse("Tệp PDF bị hỏng nên chưa mở được. In lại ra PDF, hoặc chụp ảnh giấy tờ");
        }
    }

    /// <summary>Objects of earlier revisions and ones no table names: some viewers would still find them.</summary>
    private static void Shadowed(byte[] bytes, ref long total)
    {
        foreach (var value in PdfFile.Scan(bytes))
        {
            Look(null, value, ref total);
        }
    }

    private static void Look(PdfFile? file, PdfValue value, ref long total)
    {
        switch (value)
        {
            case PdfArray array:
                foreach (var item in array.Items)
                {
                    Look(file, item, ref total);
                }

                break;
            case PdfStream stream:
                Look(file, stream.Head, ref total);
                if (file is not null)
                {
                    Measure(file, stream, ref total);
                }

                break;
            case PdfDictionary dictionary:
                Look(file, dictionary, ref total);
                break;
        }
    }

    private static void Look(PdfFile? file, PdfDictionary dictionary, ref long total)
    {
        foreach (var (key, value) in dictionary.Entries)
        {
            var problem = key switch
            {
                "JS" or "JavaScript" => "có mã chạy tự động (JavaScript)",
                "XFA" => "là biểu mẫu XFA",
                "EmbeddedFile" or "EmbeddedFiles" or "EF" => "có tệp khác đính kèm bên trong",
                "RichMedia" or "RichMediaContent" => "có nội dung động bên trong",
                "S" when Kind(file, value) is { } s && Actions.Contains(s) => s switch
                {
                    "JavaScript" => "có mã chạy tự động (JavaScript)",
                    "Launch" => "có lệnh mở chương trình",
                    _ => "có lệnh chạy tự động",
                },
                "Subtype" when Kind(file, value) is { } s && Annotations.Contains(s) => "có tệp khác đính kèm bên trong",
                "Type" when Kind(file, value) == "EmbeddedFile" => "có tệp khác đính kèm bên trong",
                _ => null,
            };
            if (problem is not null)
            {
                throw new Refusal($"Tệp PDF {problem} nên không nhận. In lại ra PDF thường rồi tải lên");
            }

            Look(file, value, ref total);
        }
    }

    private static string? Kind(PdfFile? file, PdfValue value) => (value as PdfName)?.Name ?? (file is not null && value is PdfReference ? file.Name(value) : null);

    private static void Measure(PdfFile file, PdfStream stream, ref long total)
    {
        var isImage = file.Name(stream.Head["Subtype"]) == "Image";
        if (isImage && file.Resolve(stream.Head["Width"]) is PdfNumber w && file.Resolve(stream.Head["Height"]) is PdfNumber h && w.Value * h.Value > UploadInspection.MaxPixels)
        {
            throw new Refusal("Tệp PDF có ảnh quá lớn. Quét lại ở 200–300 dpi rồi tải lên");
        }

        var filters = PdfFilters.Names(stream.Head, file.Resolve);
        if (filters.Count > 3 || filters.Count(f => f is "FlateDecode" or "Fl" or "LZWDecode" or "LZW") > 1)
        {
            throw new Refusal("Tệp PDF nén bất thường nên không nhận. In lại ra PDF thường rồi tải lên");
        }

        if (filters is ["FlateDecode" or "Fl", ..])
        {
            var cap = isImage ? 3L * UploadInspection.MaxPixels : StreamLimit;
            var size = PdfFilters.InflatedSize(stream.Raw, cap);
            total += isImage ? 0 : size;
            if (size > cap || total > TotalLimit)
            {
                throw new Refusal("Tệp PDF bung ra quá lớn nên không nhận. In lại ra PDF thường rồi tải lên");
            }
        }
    }
}
