using MotCua.Papers.Contracts;
using MotCua.Papers.Digitise;
using MotCua.Papers.Intake;
using MotCua.Papers.Pdf;
using Xunit;

namespace MotCua.Tests.Papers.Pictures;

/// <summary>Pictures as people hand them in: whole ones of every kind are taken, all others refused for what they are.</summary>
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

    [Fact]
    public void Transparent_pictures_get_white_paper()
    {
        foreach (var (colour, transparent) in new (int, byte[]?)[] { (4, null), (6, null), (3, [0, 0, 0, 0]), (0, [0, 7]), (2, [0, 7, 0, 14, 0, 21]) })
        {
            var png = PictureSamples.Png(131, 117, colour, 8, interlaced: false, transparent);
            var (pixels, isColour) = PngPixels.Decode(png, ImageHead.Read(png)!);
            // The first pixel with alpha 0 (or the key colour) is white, not what lies under it.
            var components = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
            var clear = Enumerable.Range(0, 131 * 117).First(i => Clear(png, colour, components, i));
            Assert.Equal(255, pixels[clear * (isColour ? 3 : 1)]);
        }

        static bool Clear(byte[] png, int colour, int components, int pixel)
        {
            var (line, place) = (pixel / 131, pixel % 131 * components);
            byte At(int i) => (byte)((place + i) * 7 + line);
            return colour switch { 4 => At(1) == 0, 6 => At(3) == 0, 3 => At(0) < 4, 0 => At(0) == 7, _ => (At(0), At(1), At(2)) == (7, 14, 21) };
        }
    }

    [Fact]
    public void A_paper_that_opens_without_a_password_is_taken_and_one_that_does_not_is_named()
    {
        var seen = FileJudge.Judge(PictureSamples.Case("owner-only.pdf"), "x.pdf");
        Assert.True(seen.IsAccepted, seen.Problem);
        var plain = scratch.Put("plain.pdf", PaperSamples.Receipt().ToPdf());
        var script = scratch.Put("script.pdf",
            "%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(1)>>>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\ntrailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n"u8.ToArray());
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
