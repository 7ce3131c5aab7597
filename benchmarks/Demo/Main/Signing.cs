using System.Text;
using System.Text.RegularExpressions;

namespace MotCua.Benchmarks.Demo.Main;

/// <summary>Step 6: sign, then let programs that are not ours judge the file, whole and with one bit turned.</summary>
internal static partial class Signing
{
    public static async Task Sign(Story story)
    {
        var (leader, registrar, citizen) = (await story.Who("tam"), await story.Who("ut"), await story.Who("benam"));
        var desk = $"/api/v1/desk/dossiers/{story.Code}";
        (await citizen.Get($"/api/v1/dossiers/{story.Code}/result.pdf")).Refused(404);
        (await leader.Post($"{desk}/sign")).Refused(428);
        (await (await story.Who("khoi")).PostSeen($"{desk}/sign", desk)).Refused(403);
        (await leader.PostSeen($"{desk}/sign", desk, new { password = "" })).Refused(400);
        (await leader.PostSeen($"{desk}/sign", desk, new { password = "mot mat khau khac" })).Refused(400);
        (await leader.PostSeen($"{desk}/sign", desk, new { password = "motcua-tam" })).Ok();
        (await citizen.Get($"/api/v1/dossiers/{story.Code}/result.pdf")).Refused(404);
        Check.Same("done", (await registrar.Post($"{desk}/register")).Ok().Json.Text("status"), "Trạng thái sau khi văn thư phát hành");
        var file = (await citizen.Get($"/api/v1/dossiers/{story.Code}/result.pdf")).Ok();
        Check.Same("application/pdf", file.MediaType, "Kiểu tệp kết quả");
        story.Result = file.Body;
        story.Changed = Turned(file.Body);
        story.Say($"Huỳnh Văn Tâm ký, văn thư phát hành, {file.Body.Length / 1024} KB; chuyên viên không ký được; chưa phát hành thì người nộp chưa thấy");

        var (whole, turned) = (story.Put("ket-qua.pdf", story.Result), story.Put("lat-mot-bit.pdf", story.Changed));
        var root = Path.Combine(story.Data, "peers", "root.pem");
        if (!File.Exists(root)) story.Unchecked.Add($"chuỗi chứng thư đến gốc ({root} không có; nêu --data của hệ thống đang chạy)");
        await Text(story, whole);
        await Pdfsig(story, whole, turned, root);
        if (File.Exists(root)) await Openssl(story, root);
        await Ours(story);
    }

    private static async Task Text(Story story, string whole)
    {
        if (!OutsideProgram.Exists("pdftotext")) { story.Unchecked.Add("chữ trên kết quả (thiếu pdftotext, gói poppler-utils)"); return; }
        var (exit, text) = await OutsideProgram.Run("pdftotext", "-layout", whole, "-");
        Check.That(exit == 0, "pdftotext phải đọc được kết quả", text);
        foreach (var part in new[] { "TRÍCH LỤC KHAI SINH", "NGUYỄN ĐƯỚC AN", "/TLKS-BS", "Huỳnh Văn Tâm", story.Code }) Check.Holds(part, text, "Kết quả");
    }

    private static async Task Pdfsig(Story story, string whole, string turned, string root)
    {
        if (!OutsideProgram.Exists("pdfsig")) { story.Unchecked.Add("pdfsig (gói poppler-utils)"); return; }
        List<string> trust = [];
        if (OutsideProgram.Exists("certutil") && File.Exists(root))
        {
            var database = Directory.CreateDirectory(Path.Combine(story.Scratch, "nss")).FullName;
            var (made, why) = await OutsideProgram.Run("certutil", "-N", "-d", $"sql:{database}", "--empty-password");
            Check.That(made == 0, "certutil phải tạo được kho chứng thư", why);
            (made, why) = await OutsideProgram.Run("certutil", "-A", "-d", $"sql:{database}", "-n", "goc", "-t", "C,C,C", "-i", root);
            Check.That(made == 0, "certutil phải nhận chứng thư gốc", why);
            trust.AddRange(["-nssdir", $"sql:{database}"]);
        }
        var (exit, good) = await OutsideProgram.Run("pdfsig", [.. trust, whole]);
        Check.That(exit == 0, "pdfsig phải đọc được kết quả", good);
        Check.Holds("Signature is Valid", good, "pdfsig");
        Check.Holds("Total document signed", good, "pdfsig");
        Check.Holds("Huỳnh Văn Tâm", good, "pdfsig");
        if (trust.Count > 0) Check.Holds("Certificate is Trusted", good, "pdfsig với gốc chứng thư");
        var (_, bad) = await OutsideProgram.Run("pdfsig", [.. trust, turned]);
        Check.Lacks("Signature is Valid", bad, "pdfsig sau khi lật một bit");
        Check.Holds("Digest Mismatch", bad, "pdfsig sau khi lật một bit");
        story.Say($"pdfsig: Signature is Valid, Total document "
            + $"signed{(trust.Count > 0 ? ", Certificate is Trusted" : " (chuỗi tin cậy: openssl xét; pdfsig cần certutil)")}; lật một bit: Digest Mismatch");
    }

    private static async Task Openssl(Story story, string root)
    {
        if (!OutsideProgram.Exists("openssl")) { story.Unchecked.Add("openssl"); return; }
        var (content, signature) = Parts(story.Result);
        var signatureFile = story.Put("chu-ky.der", signature);
        var good = await Verify(story.Put("noi-dung.bin", content), signatureFile, root);
        Check.That(good.Exit == 0, "openssl cms -verify phải nói hợp lệ", good.Output);
        var bad = await Verify(story.Put("noi-dung-lat.bin", Parts(story.Changed).Content), signatureFile, root);
        Check.That(bad.Exit != 0 && bad.Output.Contains("verification failure", StringComparison.OrdinalIgnoreCase),
            "openssl cms -verify sau khi lật một bit phải nói sai", bad.Output);
        story.Say("openssl cms -verify, đến gốc chứng thư: hợp lệ; lật một bit: không hợp lệ");
    }

    private static Task<(int Exit, string Output)> Verify(string content, string signature, string root) => OutsideProgram.Run("openssl",
        "cms", "-verify", "-inform", "DER", "-in", signature, "-content", content, "-binary", "-CAfile", root, "-purpose", "any", "-out", "/dev/null");

    private static async Task Ours(Story story)
    {
        var anyone = await story.Who("");
        var good = (await anyone.Post("/api/v1/verify", story.Result, "application/pdf")).Ok().Json;
        Check.That(good.Flag("valid"), "/api/v1/verify phải nói hợp lệ", good);
        Check.That(good.At("signatures").EnumerateArray().All(one => one.Flag("timeIsStamped") && one.Flag("coversWholeFile")),
            "Chữ ký phải có dấu thời gian và phủ cả tệp", good);
        var bad = (await anyone.Post("/api/v1/verify", story.Changed, "application/pdf")).Ok().Json;
        Check.That(!bad.Flag("valid"), "/api/v1/verify sau khi lật một bit phải nói không hợp lệ", bad);
        Check.Holds("Hợp lệ", Verdict(await Upload(anyone, story.Result)), "Trang /kiem-tra");
        Check.Holds("Không hợp lệ", Verdict(await Upload(anyone, story.Changed)), "Trang /kiem-tra sau khi lật một bit");
        story.Say($"/kiem-tra: hợp lệ, có dấu thời gian; lật một bit: {bad.Text("sentence")}");
    }

    private static async Task<Answer> Upload(Client client, byte[] file)
    {
        var form = (await client.Get("/kiem-tra")).Ok().Text;
        using var content = new MultipartFormDataContent();
        if (Hidden().Match(form) is { Success: true } token) content.Add(new StringContent(token.Groups[1].Value), "__RequestVerificationToken");
        content.Add(new ByteArrayContent(file), "file", "ket-qua.pdf");
        return (await client.Send(HttpMethod.Post, "/kiem-tra", content)).Ok();
    }

    private static string Verdict(Answer page) => Heading().Match(page.Text) is { Success: true } heading
        ? System.Net.WebUtility.HtmlDecode(heading.Groups[1].Value) : throw new Unexpected($"Trang /kiem-tra không có kết luận: {Check.Short(page.Words)}");

    /// <summary>The signed bytes and the CMS between them, as the last ByteRange says.</summary>
    private static (byte[] Content, byte[] Signature) Parts(byte[] pdf)
    {
        var range = ByteRange().Matches(Encoding.Latin1.GetString(pdf)) is [.., var last] ? last : throw new Unexpected("Kết quả không có /ByteRange");
        var part = Enumerable.Range(1, 4).Select(i => int.Parse(range.Groups[i].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Check.That(part[0] == 0 && part[2] + part[3] == pdf.Length, "Chữ ký phải phủ từ byte đầu đến byte cuối", range.Value);
        var hex = Encoding.ASCII.GetString(pdf, part[1] + 1, part[2] - part[1] - 2);
        var cms = Convert.FromHexString(hex);
        Check.That(cms[0] == 0x30 && cms[1] == 0x82, "Chữ ký phải là CMS", Convert.ToHexString(cms.AsSpan(0, 4)));
        return ([.. pdf[..part[1]], .. pdf[part[2]..]], cms[..(4 + (cms[2] << 8 | cms[3]))]);
    }

    /// <summary>One bit inside the first stream: the file stays readable, only its content is no longer what was signed.</summary>
    private static byte[] Turned(byte[] pdf)
    {
        var place = pdf.AsSpan().IndexOf("stream\n"u8) is var at and >= 0 ? at + 32 : throw new Unexpected("Kết quả không có nội dung");
        byte[] changed = [.. pdf];
        changed[place] ^= 1;
        return changed;
    }

    [GeneratedRegex(@"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")]
    private static partial Regex ByteRange();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("id=\"ket-luan\">([^<]+)<")]
    private static partial Regex Heading();
}
