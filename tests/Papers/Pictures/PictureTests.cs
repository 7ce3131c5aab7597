using MotCua.Papers.Contracts;
using MotCua.Papers.Digitise;
using MotCua.Papers.Intake;
using MotCua.Papers.Pdf;
using Xunit;

namespace MotCua.Tests.Papers.Pictures;

/// <summary>Pictures as people hand them in: whole ones of every kind are taken, all others refused for what they are.</summary>
[Trait("Pace", "slow")]
public sealed class PictureTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private static void Refused(byte[] bytes, string part, string why)
    {
        var seen = FileJudge.Judge(bytes, "anh.jpg");
        Assert.False(seen.IsAccepted, why);
        Assert.Contains(part, seen.Problem);
    }

    [Fact]
    public void Whole_pictures_of_every_kind_are_taken_to_the_last_byte()
    {
        foreach (var (name, picture) in PictureSamples.All)
        {
            var seen = FileJudge.Judge(picture, name);
            Assert.True(seen.IsAccepted, $"{name}: {seen.Problem}");
            Assert.True(picture.Length == seen.Kept, $"{name}: {seen.Kept} of {picture.Length}");
        }

        Assert.True(FileJudge.Judge(PictureSamples.Case("B31-exif6.jpg"), "x").IsAccepted);
    }

    [Fact]
    public void A_picture_cut_anywhere_is_refused_even_with_an_end_put_behind_it()
    {
        var random = new Random(829);
        foreach (var (name, picture) in PictureSamples.All)
        {
            for (var i = 0; i < 12; i++)
            {
                var cut = picture[..random.Next(200, picture.Length - 8)];
                Refused(cut, "chưa lên đủ hoặc bị hỏng", $"{name} at {cut.Length}");
                byte[] end = picture[0] == 0xff ? [0xff, 0xd9] : picture[^12..];
                Refused([.. cut, .. end], "chưa lên đủ hoặc bị hỏng", $"{name} at {cut.Length} with an end");
            }
        }

        foreach (var name in new[] { "cut-thumb.jpg", "png-bad-zlib.png", "png-short-data.png" }) Refused(PictureSamples.Case(name),
            "chưa lên đủ hoặc bị hỏng", name);
    }

    [Fact]
    public void A_png_with_a_part_whose_sum_is_wrong_is_refused()
    {
        var pictures = PictureSamples.All.Where(sample => sample.Value[0] == 0x89).ToList();
        Assert.NotEmpty(pictures);
        foreach (var (name, picture) in pictures)
        {
            var data = picture.AsSpan().IndexOf("IDAT"u8);
            foreach (var sum in new[] { 29, data + 4 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(data - 4)) })
            {
                var bad = picture.ToArray();
                bad[sum] ^= 1;
                Refused(bad, "chưa lên đủ hoặc bị hỏng", $"{name} at {sum}");
            }
        }
    }

    [Fact]
    public void What_a_telephone_writes_behind_its_picture_is_cut_off_and_the_picture_taken()
    {
        byte[][] tails = [new byte[5000], [0, 0, 0, 24, .. "ftypmp42"u8, .. new byte[3000]], [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9],
            "%PDF-1.7 <script>"u8.ToArray()];
        foreach (var (name, picture) in PictureSamples.All)
        {
            foreach (var tail in tails)
            {
                byte[] whole = [.. picture, .. tail];
                var seen = FileJudge.Judge(whole, name);
                Assert.True(seen.IsAccepted, $"{name}: {seen.Problem}");
                Assert.True(picture.AsSpan().SequenceEqual(seen.Cut(whole)), name);
            }
        }
    }

    [Fact]
    public void Damage_never_throws_and_formats_of_telephones_are_named_with_a_way_out()
    {
        var random = new Random(7);
        foreach (var picture in PictureSamples.All.Values)
        {
            for (var i = 0; i < 20; i++)
            {
                var bad = picture.ToArray();
                for (var j = 0; j < 6; j++) bad[random.Next(2, bad.Length)] = (byte)random.Next(256);
                _ = FileJudge.Judge(bad, "x");
            }
        }

        Refused(PictureSamples.Case("x.avif"), "ảnh AVIF. Đổi sang JPG", "avif");
        Refused(PictureSamples.Case("x-hevc.heic"), "ảnh HEIC. Đổi sang JPG", "heic");
        foreach (var brand in new[] { "heic", "heix", "hevc", "heim", "mif1", "msf1" }) Refused([0, 0, 0, 20, .. "ftyp"u8,
            .. System.Text.Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "miaf"u8], "ảnh HEIC. Đổi sang JPG", brand);
        Refused([0, 0, 0, 20, .. "ftypisom"u8, 0, 0, 0, 0, .. "mp42"u8], "video MP4", "mp4");
    }

    [Fact]
    public async Task A_picture_is_turned_upright_and_laid_on_white_paper_before_it_is_read()
    {
        Assert.SkipUnless(PageImages.IsInstalled && Ocr.IsInstalled, "poppler-utils and tesseract-ocr-vie are not installed");
        var page = (await PageImages.Render(PictureSamples.Page().ToPdf(), 150)).Pages[0];
        var upright = Turned(page, 1);
        foreach (var orientation in Enumerable.Range(2, 7))
        {
            // What the camera noted undoes how the pixels lie.
            var held = PictureSamples.WithOrientation(Turned(page, orientation), orientation);
            Assert.True(UprightPicture.IsNeeded(held));
            var made = (await UprightPicture.Make(held)).Pages[0];
            var (want, got) = (ImageHead.Read(upright)!, ImageHead.Read(made)!);
            Assert.Equal((want.Width, want.Height, 1), (got.Width, got.Height, got.Orientation));
            if (orientation is 3 or 6) Assert.Contains("Mỹ Hạnh", (await Ocr.Read([made])).Single().Text);
        }

        var words = (await Ocr.Read([(await UprightPicture.Make(PictureSamples.Case("B31-exif6.jpg"))).Pages[0]])).Single();
        Assert.True(words.Words.Count(word => word.Confidence > 60) > 10, words.Text);
        Assert.False(UprightPicture.IsNeeded(page));
        Assert.True(UprightPicture.IsNeeded(PictureSamples.All["png 6/8"]));
    }

    public static TheoryData<int, int, bool, bool> PngKinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool, bool>();
            foreach (var (colour, bits) in new[] { (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8),
                (6, 16) })
                foreach (var interlaced in new[] { false, true })
                    foreach (var keyed in colour is 4 or 6 ? [false] : new[] { false, true }) kinds.Add(colour, bits, interlaced, keyed);
            return kinds;
        }
    }

    /// <summary>Every kind of PNG goes into a digitised paper with its own colours, over white where it is clear; poppler draws and is the judge.</summary>
    [Theory]
    [MemberData(nameof(PngKinds))]
    public async Task A_png_keeps_its_colours_on_white_paper(int colour, int bits, bool interlaced, bool keyed)
    {
        const int Width = 131, Height = 117;
        byte[]? transparent = !keyed ? null : colour == 3 ? [0, 128, 255, 0] : colour == 2 ? [0, 7, 0, 14, 0, 21] : [0, 1];
        var png = PictureSamples.Png(Width, Height, colour, bits, interlaced, transparent);
        Assert.Equal(!interlaced && !keyed && colour is not (4 or 6), PngPixels.IsPlain(png, ImageHead.Read(png)!));
        var path = scratch.Put("p.pdf", await ScanPdf.Write([new ScanPage(png)], dpi: 72));
        Assert.Equal(0, Tool.Run("qpdf", "--check", path).Exit);
        // Five times as large, where poppler smooths nothing; the middle of each square is looked at.
        const int Times = 5;
        Tool.Run("pdftoppm", "-r", $"{72 * Times}", "-singlefile", path, Path.Combine(scratch.Folder, "p"));
        var drawn = File.ReadAllBytes(Path.Combine(scratch.Folder, "p.ppm"));
        var pixels = drawn.AsSpan(drawn.Length - Width * Height * Times * Times * 3);
        for (var i = 0; i < Width * Height; i++)
        {
            var want = PictureSamples.Colour(i % Width, i / Width, colour, bits, interlaced, transparent);
            var at = ((i / Width * Times + 2) * Width * Times + i % Width * Times + 2) * 3;
            for (var c = 0; c < 3; c++) Assert.InRange(pixels[at + c], want[c] - 1, want[c] + 1);
        }
    }

    [Fact]
    public async Task A_png_that_lies_about_its_rows_is_refused_in_words_outside_of_the_product()
    {
        var random = new Random(17);
        foreach (var colour in new[] { 4, 6 })
        {
            var png = PictureSamples.Png(131, 117, colour, 8, interlaced: colour == 6);
            for (var i = 0; i < 6; i++)
            {
                var bad = png[..random.Next(60, png.Length - 20)];
                var refused = await Assert.ThrowsAsync<MotCua.Platform.Web.Refused>(() => ScanPdf.Write([new ScanPage(bad)]));
                Assert.True(refused.Status == 400 && refused.Message.Contains("Ảnh này không đọc được", StringComparison.Ordinal)
                    || refused.Message.Contains("không đọc được thành ảnh", StringComparison.Ordinal), refused.Message);
            }

            // A head that promises fifty million pixels.
            var vast = png.ToArray();
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(vast.AsSpan(16), 7_000);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(vast.AsSpan(20), 7_000);
            Assert.Equal(400, (await Assert.ThrowsAsync<MotCua.Platform.Web.Refused>(() => ScanPdf.Write([new ScanPage(vast)]))).Status);
        }
    }

    [Fact]
    public void A_paper_that_opens_without_a_password_is_taken_and_one_that_does_not_is_named()
    {
        var seen = FileJudge.Judge(PictureSamples.Case("owner-only.pdf"), "x.pdf");
        Assert.True(seen.IsAccepted, seen.Problem);
        var plain = scratch.Put("plain.pdf", PaperSamples.Receipt().ToPdf());
        var script = scratch.Put("script.pdf",
            [.. "%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(1)>>>>\nendobj\n"u8,
                .. "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"u8,
                .. "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\ntrailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n"u8]);
        foreach (var way in new string[][] { ["40"], ["128", "--use-aes=n"], ["128", "--use-aes=y"], ["256"], ["256", "--force-R5"],
            ["128", "--cleartext-metadata"] })
        {
            foreach (var packed in new[] { "--object-streams=generate", "--object-streams=disable" })
            {
                byte[] Encrypt(string source, string user)
                {
                    var to = Path.Combine(scratch.Folder, "encrypted.pdf");
                    File.Delete(to);
                    var (exit, output) = Tool.Run("qpdf", ["--allow-weak-crypto", packed, "--encrypt", user, "chu", .. way, "--", source, to]);
                    Assert.True(exit is 0 or 3, output);
                    return File.ReadAllBytes(to);
                }

                var open = FileJudge.Judge(Encrypt(plain, ""), "x.pdf");
                Assert.True(open.IsAccepted, $"{string.Join(' ', way)} {packed}: {open.Problem}");
                Refused(Encrypt(plain, "mo"), "mật khẩu", string.Join(' ', way));
                // Behind the lock that is none the same is looked for.
                Refused(Encrypt(script, ""), "JavaScript", string.Join(' ', way));
            }
        }
    }

    /// <summary>The pixels lie as a camera held in this way would leave them.</summary>
    private static byte[] Turned(byte[] page, int orientation)
    {
        int[] inverse = [0, 1, 2, 3, 4, 5, 8, 7, 6];
        return orientation == 1 ? page : UprightPicture.Make(PictureSamples.WithOrientation(page, inverse[orientation])).GetAwaiter().GetResult().Pages[0];
    }
}
