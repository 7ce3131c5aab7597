using System.Text.Json;
using System.Xml.Linq;
using MotCua.Catalogue.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Papers.Templates;
using EventLog = MotCua.Platform.Events.EventLog;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Papers.Templates;

/// <summary>The Word files of data/paper-templates, printed with invented values by the house's own writer.</summary>
public sealed class ShippedTemplateTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Ground.Repository, "data", "paper-templates");

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    internal static IReadOnlyList<ShippedTemplate> Shipped =>
        JsonSerializer.Deserialize<List<ShippedTemplate>>(File.ReadAllText(Path.Combine(Folder, "templates.json")), EventLog.Json)!;

    public static TheoryData<string> Files => [.. Shipped.Select(form => form.File)];

    internal static (DocxTemplate Template, XDocument Filled) Fill(ShippedTemplate form, PaperValues values)
    {
        (values["form.number"], values["form.title"], values["form.legalBasis"]) = (form.Number, form.Title, form.LegalBasis);
        var template = DocxTemplate.Read(File.ReadAllBytes(Path.Combine(Folder, form.File)), form.Kind);
        return (template, template.Fill(values));
    }

    private static byte[] Pdf(ShippedTemplate form, PaperValues values, Sheet sheet = Sheet.A4)
    {
        var (template, filled) = Fill(form, values);
        return new DocxReader(template, values).Read(filled, form.Title).ToPdf(sheet);
    }

    /// <summary>With <c>MOTCUA_GALLERY</c> the papers are kept there, to be looked at.</summary>
    private string Keep(string name, byte[] pdf)
    {
        if (Environment.GetEnvironmentVariable("MOTCUA_GALLERY") is { Length: > 0 } gallery) File.WriteAllBytes(Path.Combine(gallery, name), pdf);
        return scratch.Put(name, pdf);
    }

    private static string Text(string path) => Squeezed(Tool.Run("pdftotext", "-raw", path, "-").Output);

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [Fact]
    public void Both_circulars_have_their_forms_by_number_and_the_two_further_papers()
    {
        string[] Of(string set) => [.. Shipped.Where(f => f.FormSet == set).OrderBy(f => f.Number ?? "99").Select(f => $"{f.Number} {f.Kind}")];
        Assert.Equal(["01 receipt", "02 supplement", "03 refusal", "04 apology", "05 controlSheet", "06 register", " returnSlip", " handOverList"],
            Of("01/2018/TT-VPCP"));
        Assert.Equal(["01 receipt", "02 supplement", "03 refusal", "04 apology", "05 stop", "06 controlSheet", "07 register", " returnSlip", " handOverList"],
            Of("03/2025/TT-VPCP"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_statutory_field_stands_on_the_paper_and_the_file_is_sound(string file)
    {
        var form = Shipped.Single(f => f.File == file);
        Assert.Empty(DocxTemplate.Read(File.ReadAllBytes(Path.Combine(Folder, file)), form.Kind).Lacking.Select(f => f.Name));
        var values = PaperTemplates.Sample(form.Kind);
        var path = Keep($"{file.Replace('/', '-').Replace(".docx", "")}.pdf", Pdf(form, values));
        SaysWhatItMust(form, path);
        Assert.Equal(0, Tool.Run("qpdf", "--check", path).Exit);
        Assert.Contains("H1", Tool.Run("pdfinfo", "-struct", path).Output);
    }

    /// <summary>Every statutory field, the number and the title of the form stand in the text of that PDF.</summary>
    internal static void SaysWhatItMust(ShippedTemplate form, string path)
    {
        var text = Text(path).ToUpperInvariant();
        var missing = PaperTemplates.FieldsOf(form.Kind)
            .Where(f => f.Statutory && !DocxTemplate.IsCode(f.Name) && !text.Contains(Squeezed(f.Sample).ToUpperInvariant(), StringComparison.Ordinal));
        Assert.Empty(missing.Select(f => f.Name));
        Assert.Contains(Squeezed(form.Title).ToUpperInvariant(), text, StringComparison.Ordinal);
        if (form.Number is { } number) Assert.Contains(Squeezed($"Mẫu số {number} – {form.LegalBasis}").ToUpperInvariant(), text, StringComparison.Ordinal);
        Assert.Contains("CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_receipt_fits_twice_on_one_sheet()
    {
        foreach (var form in Shipped.Where(f => f.Kind is PaperKind.Receipt or PaperKind.Supplement or PaperKind.Refusal or PaperTemplates.ReturnSlip))
        {
            var path = Keep($"{form.File.Replace('/', '-').Replace(".docx", "")}-a5.pdf", Pdf(form, Usual(form.Kind), Sheet.TwoA5));
            var head = Tool.Run("pdfinfo", path).Output;
            Assert.Contains("841.89 x 595.28", head);
            Assert.Contains("Pages:           1", head);
            var text = Text(path);
            foreach (var once in new[] { "Liên1:giaongườinộphồsơ", "Liên2:lưutạinơitiếpnhận" }) Assert.Contains(once, text);
            Assert.Equal(2, text.Split("Độclập-Tựdo-Hạnhphúc").Length - 1);
        }
    }

    /// <summary>An everyday dossier: nothing of land, certification or several dossiers at once.</summary>
    private static PaperValues Usual(string kind)
    {
        var values = PaperTemplates.Sample(kind);
        foreach (var name in new[]
        {
            "receipt.taxNotice", "certification.pages", "certification.copies", "certification.electronic", "receipt.batchTitle", "support.name", "intake.name",
            "qr.zalo"
        }) values[name] = null;
        values.Add("batch", []);
        return values;
    }

    /// <summary>TCVN 7322:2009 and Thông tư 01/2023/TT-VPCP: 25 mm with its quiet zone, in the corner of each copy.</summary>
    [Fact]
    public void The_code_stands_in_the_top_left_corner_and_is_25_millimetres_wide_on_every_size()
    {
        const double Millimetre = 72 / 25.4;
        var form = Shipped.Single(f => f is { Kind: PaperKind.Receipt, FormSet: "03/2025/TT-VPCP" });
        foreach (var (sheet, lefts) in new[] { (Sheet.A4, new[] { 4.0 }), (Sheet.TwoA5, [4.0, 152.5]) })
        {
            var plain = Path.Combine(scratch.Folder, "plain.pdf");
            Assert.Equal(0, Tool.Run("qpdf", "--qdf", "--object-streams=disable", scratch.Put("code.pdf", Pdf(form, Usual(form.Kind), sheet)), plain).Exit);
            var codes = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(plain, System.Text.Encoding.Latin1),
                @"q ([\d.]+) 0 0 -[\d.]+ ([\d.]+) ([\d.]+) cm");
            Assert.Equal(lefts, codes.Select(code => Math.Round(Number(code.Groups[2].Value) / Millimetre, 1)));
            foreach (System.Text.RegularExpressions.Match code in codes)
            {
                var modules = 25 * Millimetre / Number(code.Groups[1].Value);
                Assert.True(modules > 29 && Math.Abs(modules - Math.Round(modules)) < 0.05, $"{modules} modules");
                Assert.Equal(4, Math.Round(((sheet == Sheet.A4 ? 841.89 : 595.28) - Number(code.Groups[3].Value)) / Millimetre, 1));
            }
        }

        static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_camera_reads_the_codes_and_finds_nothing_personal_in_them()
    {
        var form = Shipped.Single(f => f is { Kind: PaperKind.Receipt, FormSet: "03/2025/TT-VPCP" });
        foreach (var sheet in new[] { Sheet.A4, Sheet.TwoA5 })
        {
            var values = PaperTemplates.Sample(form.Kind);
            var image = Path.Combine(scratch.Folder, "code");
            Tool.Run("pdftoppm", "-r", "150", "-png", scratch.Put("code.pdf", Pdf(form, values, sheet)), image);
            var read = Directory.GetFiles(scratch.Folder, "code*.png")
                .SelectMany(png => Tool.Run("zbarimg", "-q", "--raw", png).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                .Where(line => line.StartsWith("https", StringComparison.Ordinal)).Distinct().Order();
            Assert.Equal([values.Of("qr"), values.Of("qr.zalo")], read);
        }
    }
}
