using System.Text;
using MotCua.Catalogue.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Papers.Templates;
using MotCua.Platform.Web;
using Xunit;
using static MotCua.Tests.Papers.Templates.Docx;

namespace MotCua.Tests.Papers.Templates;

public sealed class DocxTemplateTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private string Printed(byte[] docx, PaperValues values, string kind = PaperKind.Receipt)
    {
        var template = DocxTemplate.Read(docx, kind);
        var pdf = new DocxReader(template, values).Read(template.Fill(values), "Thử").ToPdf();
        return string.Join(' ', Tool.Run("pdftotext", "-layout", scratch.Put("a.pdf", pdf), "-").Output.Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries));
    }

    private static PaperValues Sample => PaperTemplates.Sample(PaperKind.Receipt);

    [Theory]
    [InlineData("Số: 12/QĐ-UBND")]
    [InlineData("  Số : 7")]
    [InlineData("Số:1")]
    public void A_number_that_must_come_from_a_book_is_not_typed_into_a_template(string typed)
    {
        Assert.Contains("Số văn bản gõ sẵn", Refusal(Of(P("{{dossier.code}}") + P(typed))).Message, StringComparison.Ordinal);
        // The same place left open, and other words with numbers in them, are fine.
        Assert.NotNull(DocxTemplate.Read(Of(P("Số: ……/TNHS") + P("Số: {{dossier.code}}") + P("Số điện thoại: 1022") + P("Mẫu số: 01")), PaperKind.Receipt));
    }

    private static Refused Refusal(byte[] bytes) => Assert.Throws<Refused>(() => DocxTemplate.Read(bytes, PaperKind.Receipt));

    [Fact]
    public void A_field_that_Word_has_split_over_runs_is_one_field() =>
        Assert.Equal("Mã hồ sơ H12.45-260428-0012.", Printed(Of(P("Mã hồ sơ {", "{dossier", ".code", "}}.")), Sample));

    [Fact]
    public void A_merge_field_is_a_field_simple_or_in_parts()
    {
        var parts = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> MERGEFIELD </w:instrText></w:r><w:r><w:instrText>owner.name \\* "
            + "MERGEFORMAT</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>«owner.name»</w:t></w:r><w:r><w:fldChar "
            + "w:fldCharType=\"end\"/></w:r>";
        var simple = "<w:fldSimple w:instr=\" MERGEFIELD dossier.code \"><w:r><w:t>«mã»</w:t></w:r></w:fldSimple>";
        Assert.Equal("Của Nguyễn Thị Bé Năm, mã H12.45-260428-0012", Printed(Of(P("Của ", parts, ", mã ", simple)), Sample));
    }

    [Fact]
    public void A_row_stands_once_for_each_item_and_a_line_without_values_is_left_out()
    {
        var table = "<w:tbl><w:tblPr><w:tblBorders><w:top w:val=\"single\"/></w:tblBorders></w:tblPr><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>" + P("STT")
            + "</w:tc><w:tc>" + P("Tên") + "</w:tc></w:tr><w:tr><w:tc>"
            + P("{{components.no}}") + "</w:tc><w:tc>" + P("{{components.name}} của {{owner.name}}") + "</w:tc></w:tr></w:tbl>";
        var values = new PaperValues { ["owner.name"] = "Bà Năm" };
        values.Add("components", [new Dictionary<string, string?> { ["name"] = "Tờ khai" }, new Dictionary<string, string?> { ["name"] = "Giấy chứng sinh" }]);
        Assert.Equal("STT Tên 1 Tờ khai của Bà Năm 2 Giấy chứng sinh của Bà Năm", Printed(Of(table + P("Điểm hỗ trợ: {{support.name}}")), values));
        Assert.Equal("Hết", Printed(Of(table + P("Hết")), new PaperValues { ["owner.name"] = "Bà Năm" }));
    }

    [Fact]
    public void What_is_missing_is_named_before_anything_is_printed()
    {
        var template = DocxTemplate.Read(Of(P("{{dossier.code}} {{receipt.dueAt}} {{support.name}}")), PaperKind.Receipt);
        var refused = Assert.Throws<Refused>(() => template.Fill(new PaperValues { ["dossier.code"] = "H12" }));
        Assert.Equal((409, "Chưa in được giấy này vì thiếu: Thời gian hẹn trả kết quả. Bổ sung rồi in lại"), (refused.Status, refused.Message));
    }

    [Fact]
    public void Statutory_fields_that_a_template_lacks_are_known() =>
        Assert.Contains(DocxTemplate.Read(Of(P("{{dossier.code}}")), PaperKind.Receipt).Lacking, field => field.Name == "receipt.dueAt");

    [Fact]
    public void An_unknown_field_is_refused_by_name() =>
        Assert.Equal("Trường {{dossier.secret}} không có trong danh sách trường của mẫu này. Sửa tên trường rồi tải lại",
        Refusal(Of(P("{{dossier.", "secret}}"))).Message);

    [Fact]
    public void Half_a_field_is_refused() => Assert.Contains("chưa đủ cặp", Refusal(Of(P("Mã {{dossier.code"))).Message);

    [Fact]
    public void A_field_of_a_list_outside_a_row_is_refused() =>
        Assert.Contains("phải nằm trong một hàng của bảng", Refusal(Of(P("{{components.name}}"))).Message);

    [Theory]
    [InlineData("{{qr}}")]
    [InlineData("{{components.name}}")]
    public void A_code_or_a_list_in_a_header_is_refused(string field) =>
        Assert.Contains($"Trường {field} không đặt được ở đầu trang", Refusal(Of(P("a"), ("word/header1.xml",
        $"<w:hdr xmlns:w=\"{DocxPackage.W}\">{P(field)}</w:hdr>"))).Message);

    [Fact]
    public void A_macro_is_refused()
    {
        Assert.Contains("macro", Refusal(Of(P("a"), ("word/vbaProject.bin", "x"))).Message);
        Assert.Contains("macro", Refusal(Of(P("a"), ("[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" "
                + "ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>"))).Message);
    }

    [Fact]
    public void What_would_fetch_from_outside_is_refused()
    {
        Assert.Contains("liên kết ra ngoài (http://vi.du/mau.dotm)", Refusal(Of(P("a"), ("word/_rels/settings.xml.rels",
            Rels("<Relationship Id=\"a\" Type=\"attachedTemplate\" Target=\"http://vi.du/mau.dotm\" TargetMode=\"External\"/>")))).Message);
        Assert.Contains("INCLUDEPICTURE", Refusal(Of(P("<w:fldSimple w:instr=\"INCLUDEPICTURE &quot;http://vi.du/a.png&quot;\"/>"))).Message);
        Assert.Contains("tệp nhúng", Refusal(Of(P("a"), ("word/embeddings/a.bin", "x"))).Message);
        Assert.Contains("hỏng", Refusal(Of("", ("word/document.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"))).Message);
    }

    [Fact]
    public void What_is_no_Word_file_is_refused()
    {
        foreach (var bytes in new[] { "%PDF-1.7"u8.ToArray(), Encoding.UTF8.GetBytes("chữ"), Zip([("a.txt", "a"u8.ToArray())]), [.. Of(P("a")).Take(200)] })
            Assert.Contains("không phải văn bản Word", Refusal(bytes).Message);
        Assert.Contains("Word cũ", Refusal([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).Message);
        Assert.Contains("Chọn tệp", Refusal([]).Message);
        Assert.Contains("bung ra quá lớn", Refusal(Zip([("a.xml", new byte[41 * 1024 * 1024])])).Message);
        Assert.Contains("hình vẽ", Refusal(Of(P("<w:r><w:drawing/></w:r>"))).Message);
    }

    [Fact]
    public void What_another_program_is_given_to_draw_holds_the_code_as_a_picture_and_no_braces()
    {
        var template = DocxTemplate.Read(Of(P("{{qr}}") + P("{{office.name}}")), PaperKind.Receipt);
        var values = new PaperValues { ["qr"] = "https://vi.du/tra-cuu/abc", ["office.name"] = "Một cửa\nĐất Mũi" };
        var docx = DocxForOffice.Make(template, template.Fill(values), values);
        Assert.Throws<Refused>(() => DocxTemplate.Read(docx, PaperKind.Receipt));
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(docx));
        Assert.NotNull(zip.GetEntry("word/media/motcua0.png"));
        using var relations = new StreamReader(zip.GetEntry("word/_rels/document.xml.rels")!.Open());
        Assert.Contains("media/motcua0.png", relations.ReadToEnd(), StringComparison.Ordinal);
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        var text = reader.ReadToEnd();
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.Contains("<w:br", text, StringComparison.Ordinal);
    }

    private static string Framed(string text) => P("<w:pPr><w:framePr w:w=\"1417\" w:x=\"227\" w:y=\"227\"/></w:pPr>", text);

    [Fact]
    public void A_frame_holds_the_code_of_the_corner_and_one_line_beneath_it()
    {
        Assert.NotNull(DocxTemplate.Read(Of(Framed("{{qr}}") + Framed("{{dossier.code}}") + Framed("") + P("a")), PaperKind.Receipt));
        foreach (var (body, named) in new[]
        {
            (Framed("{{owner.name}}"), "{{owner.name}}"), (Framed("Số đến"), "Số đến"),
                (Framed("{{qr}}") + Framed("{{dossier.code}}") + Framed("{{office.phone}}"), "{{office.phone}}"),
            (Framed("{{qr.zalo}}"), "{{qr.zalo}}"), (Framed("Mã {{qr}}"), "Mã {{qr}}"), (Framed("{{qr}}") + Framed("{{qr}}"), "{{qr}}"),
        })
            Assert.Contains($"Bỏ khung ở “{named}”", Refusal(Of(body)).Message);
    }

    [Fact]
    public void A_code_stands_beside_other_words_and_not_where_it_cannot_be_drawn()
    {
        var docx = Of(P("Tra cứu {{qr}} hồ sơ {{dossier.code}} {{support.name}}"));
        var values = new PaperValues { ["qr"] = "https://vi.du/tra-cuu/abc", ["dossier.code"] = "H12.45" };
        Assert.Equal("Tra cứu hồ sơ H12.45", Printed(docx, values));
        Tool.Run("pdftoppm", "-r", "150", "-png", Path.Combine(scratch.Folder, "a.pdf"), Path.Combine(scratch.Folder, "a"));
        Assert.Contains(Directory.GetFiles(scratch.Folder, "a*.png"),
            png => Tool.Run("zbarimg", "-q", "--raw", png).Output.Contains("https://vi.du/tra-cuu/abc", StringComparison.Ordinal));
        Assert.Contains("bảng có kẻ", Refusal(Of(Listed(P("{{qr}}")))).Message);
        Assert.Contains("hàng lặp lại", Refusal(Of("<w:tbl><w:tr><w:tc>" + P("{{components.name}}") + "</w:tc><w:tc>" + P("{{qr.zalo}}")
            + "</w:tc></w:tr></w:tbl>")).Message);
        Assert.NotNull(DocxTemplate.Read(Of("<w:tbl><w:tr><w:tc>" + P("{{qr}}") + "</w:tc></w:tr></w:tbl>"), PaperKind.Receipt));
        Assert.Contains("một mã QR", Refusal(Of(P("{{qr}} {{qr.zalo}}"))).Message);
    }

    [Fact]
    public void Only_the_label_of_the_corner_is_moved_for_the_other_program()
    {
        var template = DocxTemplate.Read(Of(Framed("{{qr}}") + Framed("{{dossier.code}}") + Framed("") + P("a")), PaperKind.Receipt);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(DocxForOffice.Make(template, template.Fill(Sample), Sample)));
        using var reader = new StreamReader(zip.GetEntry(DocxPackage.DocumentName)!.Open());
        Assert.Equal(["57", "227"], System.Xml.Linq.XDocument.Parse(reader.ReadToEnd()).Descendants(DocxPackage.W + "framePr")
            .Select(frame => frame.Attribute(DocxPackage.W + "x")!.Value));
    }

    [Theory]
    [InlineData("MERGEFIELD owner.name")]
    [InlineData("INCLUDEPICTURE http://vi.du/a.png")]
    public void A_field_of_Word_over_two_paragraphs_is_refused(string instruction)
    {
        var begin = $"<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r><w:r><w:fldChar "
            + $"w:fldCharType=\"separate\"/></w:r>";
        const string End = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
        Assert.Contains("chạy qua nhiều đoạn ở “Của", Refusal(Of(P("Của", begin, "«owner") + P(".name»", End))).Message);
        Assert.Contains("chạy qua nhiều đoạn", Refusal(Of(P("name»", End))).Message);
    }

    [Fact]
    public void Signs_that_no_file_keeps_are_left_out_of_what_was_pasted()
    {
        var template = DocxTemplate.Read(Of(P("{{owner.name}}") + Listed(P("{{components.name}}")),
            ("word/header1.xml", $"<w:hdr xmlns:w=\"{DocxPackage.W}\">{P("{{office.name}}")}</w:hdr>")), PaperKind.Receipt);
        var values = new PaperValues { ["owner.name"] = "Bà\u000bNăm\u001f \ud83d\ude00\ud83d.", ["office.name"] = "Một\u0007 cửa" };
        values.Add("components", [new Dictionary<string, string?> { ["name"] = "Tờ\u0000 khai\ufffe" }]);
        var filled = template.Fill(values);
        Assert.Equal(["Bà\nNăm \ud83d\ude00.", "Tờ khai"], filled.Descendants(DocxPackage.W + "t").Select(t => t.Value));
        Assert.NotEmpty(DocxForOffice.Make(template, filled, values));
    }

    private static string Listed(params string[] cells) =>
        "<w:tbl><w:tblPr><w:tblBorders><w:top w:val=\"single\"/></w:tblBorders></w:tblPr><w:tr>" + string.Concat(cells.Select(cell => $"<w:tc>{cell}</w:tc>"))
        + "</w:tr></w:tbl>";

    [Fact]
    public async Task A_program_that_fails_or_hangs_gives_way()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var (body, limit) in new[] { ("exit 3", 10.0), ("sleep 30", 0.5) })
        {
            var program = scratch.Put("soffice", Encoding.UTF8.GetBytes($"#!/bin/sh\n{body}\n"));
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.Null(await OfficeExport.Convert(program, [1], TimeSpan.FromSeconds(limit)));
        }
        Assert.Null(await OfficeExport.Convert("/khong/co/soffice", [1]));
    }
}
