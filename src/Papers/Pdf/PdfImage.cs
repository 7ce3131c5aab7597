using System.Buffers.Binary;

namespace MotCua.Papers.Pdf;

/// <summary>What the head of a JPEG or PNG says, read without decoding a pixel.</summary>
internal sealed record ImageHead(bool IsPng, int Width, int Height, int Components, int Bits, int Orientation, bool Interlaced, int PngColour, double Dpi)
{
    public long Pixels => (long)Width * Height;

    public static ImageHead? Read(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]) ? Png(bytes)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) ? Jpeg(bytes)
        : null;

    private static ImageHead? Png(ReadOnlySpan<byte> b)
    {
        if (b.Length < 33 || !b[12..16].SequenceEqual("IHDR"u8))
        {
            return null;
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(b[16..]), BinaryPrimitives.ReadUInt32BigEndian(b[20..]));
        var components = b[25] switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        return width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || components == 0 || b[24] is not (1 or 2 or 4 or 8 or 16) ? null
            : new ImageHead(true, (int)width, (int)height, components, b[24], 1, b[28] == 1, b[25], 0);
    }

    private static ImageHead? Jpeg(ReadOnlySpan<byte> b)
    {
        var orientation = 1;
        var dpi = 0.0;
        for (var at = 2; at + 9 < b.Length;)
        {
            if (b[at] != 0xff)
            {
                return null;
            }

            var marker = b[at + 1];
            if (marker is 0xff)
            {
                at++;
                continue;
            }

            if (marker is 0xd8 or 0x01 or (>= 0xd0 and <= 0xd7))
            {
                at += 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(b[(at + 2)..]);
            if (length < 2)
            {
                return null;
            }

            var segment = b[(at + 4)..Math.Min(b.Length, at + 2 + length)];
            if (marker == 0xe1 && segment.StartsWith("Exif\0\0"u8))
            {
                orientation = ExifOrientation(segment[6..]);
            }
            else if (marker == 0xe0 && segment.Length >= 12 && segment.StartsWith("JFIF\0"u8) && segment[7] is 1 or 2)
            {
                dpi = BinaryPrimitives.ReadUInt16BigEndian(segment[8..]) * (segment[7] == 2 ? 2.54 : 1);
            }
            else if (marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
            {
                if (segment.Length < 6)
                {
                    return null;
                }

                var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
                return height == 0 || width == 0 || segment[5] is not (1 or 3 or 4) || segment[0] != 8 ? null
                    : new ImageHead(false, width, height, segment[5], 8, orientation, false, 0, dpi);
            }

            at += 2 + length;
        }

        return null;
    }

    private static int ExifOrientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14)
        {
            return 1;
        }

        var little = tiff[0] == 'I';
        int U16(ReadOnlySpan<byte> s) => little ? BinaryPrimitives.ReadUInt16LittleEndian(s) : BinaryPrimitives.ReadUInt16BigEndian(s);
        var first = little ? BinaryPrimitives.ReadInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadInt32BigEndian(tiff[4..]);
        if (first < 8 || first + 2 > tiff.Length)
        {
            return 1;
        }

        var count = U16(tiff[first..]);
        for (var i = 0; i < count && first + 14 + i * 12 <= tiff.Length; i++)
        {
            var entry = tiff[(first + 2 + i * 12)..];
            if (U16(entry) == 0x0112)
            {
                return U16(entry[8..]) is var o and >= 1 and <= 8 ? o : 1;
            }
        }

        return 1;
    }
}

/// <summary>Pictures go in as they are packed; only a PNG with transparency or in interlaced rows is packed anew, over white.</summary>
internal static class PdfImage
{
    public const int PixelLimit = 50_000_000;

    /// <summary>Needs its pixels: see <see cref="PngPixels.Flat"/>.</summary>
    public static bool NeedsFlat(byte[] bytes, ImageHead head) => head.IsPng && !PngPixels.IsPlain(bytes, head);

    /// <param name="flat">Of <see cref="PngPixels.Flat"/>, when a process that was thrown away has made it; a picture of the house is unpacked here.</param>
    public static PdfReference Add(PdfBuilder file, byte[] bytes, ImageHead head, byte[]? flat = null)
    {
        if (head.Pixels > PixelLimit)
        {
            throw new PdfBroken("image has too many pixels");
        }

        var dictionary = new PdfDictionary { { "Type", "XObject" }, { "Subtype", "Image" }, { "Width", head.Width }, { "Height", head.Height } };
        if (!head.IsPng)
        {
            dictionary.Add("BitsPerComponent", 8);
            dictionary.Add("ColorSpace", head.Components switch { 1 => "DeviceGray", 3 => "DeviceRGB", _ => "DeviceCMYK" });
            dictionary.Add("Filter", "DCTDecode");
            if (head.Components == 4)
            {
                dictionary.Add("Decode", new PdfArray(1, 0, 1, 0, 1, 0, 1, 0));
            }

            return file.Add(new PdfStream(dictionary, bytes));
        }

        flat ??= NeedsFlat(bytes, head) ? PngPixels.Flat(bytes) : null;
        var (packed, palette) = flat is null ? PngPixels.Rows(bytes) : (flat, []);
        var (colours, bits) = flat is null ? (head.Components, head.Bits) : (PngPixels.Colours(head), 8);
        dictionary.Add("BitsPerComponent", bits);
        dictionary.Add("ColorSpace", palette.Length >= 3 && head.PngColour == 3
            ? new PdfArray(new PdfName("Indexed"), new PdfName("DeviceRGB"), Math.Min(palette.Length / 3, 1 << bits) - 1, new PdfString(palette))
            : new PdfName(colours == 1 ? "DeviceGray" : "DeviceRGB"));
        dictionary.Add("Filter", "FlateDecode");
        dictionary.Add("DecodeParms",
            new PdfDictionary { { "Predictor", 15 }, { "Colors", colours }, { "BitsPerComponent", bits }, { "Columns", head.Width } });
        return file.Add(new PdfStream(dictionary, packed));
    }

    /// <summary>Places the unit square of an image into a box, upright by its EXIF orientation (TIFF 6.0, tag 274).</summary>
    public static string Matrix(int orientation, double x, double y, double w, double h)
    {
        double[] m = orientation switch
        {
            2 => [-w, 0, 0, h, x + w, y],
            3 => [-w, 0, 0, -h, x + w, y + h],
            4 => [w, 0, 0, -h, x, y + h],
            5 => [0, -h, -w, 0, x + w, y + h],
            6 => [0, -h, w, 0, x, y + h],
            7 => [0, h, w, 0, x, y],
            8 => [0, h, -w, 0, x + w, y],
            _ => [w, 0, 0, h, x, y],
        };
        return string.Join(' ', m.Select(PdfNumber.Format)) + " cm";
    }
}
