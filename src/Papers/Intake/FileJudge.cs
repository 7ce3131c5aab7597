using System.Text;
using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;

namespace MotCua.Papers.Intake;

/// <summary>What a file is, by its content.</summary>
internal static class FileJudge
{
    private const string Wanted = "Dùng ảnh (JPG, PNG) hoặc PDF.";

    public static UploadInspection Judge(byte[] bytes, string fileName)
    {
        if (bytes.Length == 0)
        {
            return Refuse("Tệp chưa lên đủ, có thể do mất mạng. Tải lại tệp này");
        }

        if (bytes.Length > UploadInspection.MaxBytes)
        {
            return TooBig(bytes.Length);
        }

        // Readers accept a head within the first kilobyte; a file that is something else before it is two files in one.
        var head = bytes.AsSpan(0, Math.Min(bytes.Length, 1024));
        var pdf = head.IndexOf("%PDF-"u8);
        if (pdf == 0)
        {
            return PdfJudge.Judge(bytes);
        }

        if (ImageHead.Read(bytes) is { } image)
        {
            return Image(bytes, image);
        }

        if (pdf > 0 && head[..pdf].IndexOfAnyExcept(" \t\r\n\0"u8) < 0)
        {
            return PdfJudge.Judge(bytes[pdf..]);
        }

        return Refuse(head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) || head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
            ? "Ảnh chưa lên đủ hoặc bị hỏng. Chụp hoặc tải lại ảnh này"
            : $"{Wanted} Tệp này là {NameOf(bytes, fileName)}");
    }

    public static UploadInspection TooBig(long? size) => Refuse(size is { } s
        ? $"Tệp nặng {(s + 1024 * 1024 - 1) / (1024 * 1024)} MB. Chọn tệp dưới 20 MB, hoặc chụp lại bằng nút Chụp ảnh"
        : "Tệp nặng hơn 20 MB. Chọn tệp dưới 20 MB, hoặc chụp lại bằng nút Chụp ảnh");

    public static UploadInspection Refuse(string problem) => new(null, problem);

    private static UploadInspection Image(byte[] bytes, ImageHead image)
    {
        if (image.Pixels > UploadInspection.MaxPixels)
        {
            return Refuse($"Ảnh quá lớn ({image.Width} × {image.Height} điểm). Chụp lại ở cỡ thường, dưới 50 triệu điểm ảnh");
        }

        if (image.Width < UploadInspection.MinSide || image.Height < UploadInspection.MinSide)
        {
            return Refuse($"Ảnh quá nhỏ ({image.Width} × {image.Height} điểm), không đọc được chữ. Chụp lại rõ hơn");
        }

        // Half a picture looks whole in a list, until somebody needs the lower half.
        if ((image.IsPng ? PngWalk.End(bytes, image) : JpegWalk.End(bytes)) is not { } end)
        {
            return Refuse("Ảnh chưa lên đủ hoặc bị hỏng. Chụp hoặc tải lại ảnh này");
        }

        // A telephone writes a film or padding behind its picture; the picture is what is handed in.
        return new UploadInspection(image.IsPng ? UploadKind.Png : UploadKind.Jpeg, null, 1, image.Width, image.Height) { Kept = end };
    }

    private static string NameOf(byte[] bytes, string fileName)
    {
        var head = bytes.AsSpan(0, Math.Min(bytes.Length, 4096));
        bool Has(ReadOnlySpan<byte> mark) => bytes.AsSpan(0, Math.Min(bytes.Length, 1 << 20)).IndexOf(mark) >= 0;
        if (head.StartsWith("PK\u0003\u0004"u8))
        {
            return Has("word/"u8) ? "DOCX" : Has("xl/"u8) ? "XLSX" : Has("ppt/"u8) ? "PPTX" : Has("META-INF/"u8) && Has(".class"u8)
                ? "JAR" : Has("mimetypeapplication/vnd.oasis"u8) ? "ODT" : "tệp nén ZIP";
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0]))
        {
            return "tệp Office cũ (DOC, XLS)";
        }

        if (head.Length > 12 && head[4..8].SequenceEqual("ftyp"u8))
        {
            return Film(head);
        }

        (byte[] Mark, string Name)[] marks =
        [
            ("GIF8"u8.ToArray(), "GIF"), ("BM"u8.ToArray(), "BMP"), ([0x49, 0x49, 0x2a, 0], "TIFF"), ([0x4d, 0x4d, 0, 0x2a], "TIFF"),
                ("RIFF"u8.ToArray(), "WEBP hoặc video"),
            ("Rar!"u8.ToArray(), "tệp nén RAR"), ([0x37, 0x7a, 0xbc, 0xaf], "tệp nén 7Z"), ([0x1f, 0x8b], "tệp nén GZ"),
                ("MZ"u8.ToArray(), "chương trình Windows"), ([0x7f, 0x45, 0x4c, 0x46], "chương trình Linux"),
            (@"{\rtf"u8.ToArray(), "RTF"), ("%!PS"u8.ToArray(), "PostScript"),
        ];
        foreach (var (mark, name) in marks)
        {
            if (head.StartsWith(mark))
            {
                return name;
            }
        }

        var start = Encoding.Latin1.GetString(head).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t').ToLowerInvariant();
        if (start.StartsWith('<'))
        {
            return start.Contains("<svg") ? "SVG" : start.Contains("<html") || start.Contains("<!doctype html") ? "trang web HTML" : "XML";
        }

        if (head.IndexOf((byte)0) < 0)
        {
            return fileName.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) ? "văn bản thường dù tên có đuôi .pdf" : "văn bản thường";
        }

        return "loại chưa nhận ra";
    }

    /// <summary>Pictures of telephones come in the box of a film; its head lists what they are.</summary>
    private static string Film(ReadOnlySpan<byte> head)
    {
        var length = Math.Min(head.Length, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head) is var said and >= 16 ? said : 16);
        var names = new List<string>();
        for (var at = 8; at + 4 <= length; at += at == 8 ? 8 : 4)
        {
            names.Add(Encoding.ASCII.GetString(head[at..(at + 4)]));
        }

        const string WayOut = "Đổi sang JPG, hoặc chụp lại bằng nút Chụp ảnh";
        return names.Exists(name => name is "avif" or "avis") ? $"ảnh AVIF. {WayOut}"
            : names.Exists(name => name is "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "mif1" or "msf1" or "heif") ? $"ảnh HEIC. {WayOut}"
            : "video MP4";
    }
}
