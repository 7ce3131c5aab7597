using MotCua.Papers.Contracts;
using MotCua.Papers.Templates;
using Xunit;

namespace MotCua.Tests.Papers.Templates;

/// <summary>The Word files through the real LibreOffice: the archival paper says and shows what the house's own writer prints.</summary>
[Trait("Pace", "slow")]
public sealed class OfficePaperTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    // One of each build: code and second page, no corner, landscape, landscape without code.
    [Theory]
    [InlineData("03-2025/01-giay-tiep-nhan.docx", 2, true)]
    [InlineData("03-2025/04-xin-loi.docx", 1, true)]
    [InlineData("03-2025/06-phieu-kiem-soat.docx", 2, true)]
    [InlineData("01-2018/06-so-theo-doi.docx", 1, false)]
    public async Task The_archival_paper_is_the_same_paper(string file, int pages, bool coded)
    {
        var form = ShippedTemplateTests.Shipped.Single(f => f.File == file);
        var values = PaperTemplates.Sample(form.Kind);
        var (template, filled) = ShippedTemplateTests.Fill(form, values);
        var pdf = await OfficeExport.Convert("soffice", DocxForOffice.Make(template, filled, values));
        Assert.NotNull(pdf);
        var path = scratch.Put("paper.pdf", pdf);
        if (Environment.GetEnvironmentVariable("MOTCUA_GALLERY") is { Length: > 0 } gallery)
            File.Copy(path, Path.Combine(gallery, $"office-{Path.GetFileNameWithoutExtension(file)}.pdf"), true);

        ShippedTemplateTests.SaysWhatItMust(form, path);
        Assert.Equal(0, Tool.Run("qpdf", "--check", path).Exit);
        var meta = Tool.Run("pdfinfo", "-meta", path).Output;
        Assert.Contains("<pdfaid:part>2</pdfaid:part>", meta, StringComparison.Ordinal);
        Assert.Contains("<pdfaid:conformance>B</pdfaid:conformance>", meta, StringComparison.Ordinal);
        var faces = Tool.Run("pdffonts", path).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();
        Assert.NotEmpty(faces);
        Assert.All(faces, face => Assert.Contains("+MotCuaSerif", face, StringComparison.Ordinal));
        Assert.Contains($"Pages:           {pages}", Tool.Run("pdfinfo", path).Output);
        if (pages > 1) Assert.StartsWith("2\n", Tool.Run("pdftotext", "-layout", "-f", "2", path, "-").Output.TrimStart(), StringComparison.Ordinal);

        Tool.Run("pdftoppm", "-r", "150", "-png", path, Path.Combine(scratch.Folder, "page"));
        var read = Directory.GetFiles(scratch.Folder, "page*.png")
            .SelectMany(png => Tool.Run("zbarimg", "-q", "--raw", png).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(line => line.StartsWith("https", StringComparison.Ordinal)).Distinct().Order();
        Assert.Equal(coded ? template.Used.Where(DocxTemplate.IsCode).Order().Select(values.Of) : [], read);
    }
}
