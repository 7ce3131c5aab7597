using System.Text.Json;

namespace MotCua.Benchmarks.Demo.Main;

/// <summary>Steps 1 to 3: find, file, track.</summary>
internal static class Citizen
{
    private const string Code = "1.001193";
    private const string OwnerName = "Nguyễn Thị Bé Năm";
    private const string OwnerNumber = "096159999001";
    private const string Phone = "0900999001";
    private const string Right = "9001";

    public static async Task Find(Story story)
    {
        var anyone = await story.Who("");
        var found = (await anyone.Get("/api/v1/procedures?q=khai%20sanh")).Ok().Json;
        var first = found.At("items").EnumerateArray().First();
        Check.Same(Code, first.Text("code"), "“khai sanh” (không dấu): thủ tục đứng đầu");
        Check.Same("ks01", first.Text("slug"), "Tên ngắn của thủ tục đứng đầu");
        story.Say($"“khai sanh” → {first.Text("title")} ({Code}) đứng đầu trong {found.At("total")} thủ tục");

        var procedure = (await anyone.Get("/api/v1/procedures/KS01")).Ok().Json;
        Check.Same("1 ngày làm việc", procedure.Text("termWords"), "Thời hạn");
        Check.That(procedure.At("legalBasis").GetArrayLength() > 0, "Thủ tục phải có căn cứ pháp lý");
        var page = (await anyone.Get("/thu-tuc/ks01")).Ok().Words;
        foreach (var part in new[]
        {
            procedure.Text("plainTitle"), procedure.Text("who"), "Giấy chứng sinh", "1 ngày làm việc", procedure.At("fee").Text("words"), "Nộp ở đâu",
            "bất kỳ bộ phận một cửa nào trong tỉnh", "hẹn trả", "Cách tính", "Luật Hộ tịch"
        })
            Check.Holds(part, page, "Trang thủ tục");
        story.Say("trang thủ tục: ai nộp, giấy tờ, 1 ngày làm việc, không thu phí, nơi nộp, căn cứ pháp lý");
    }

    public static async Task File(Story story)
    {
        var now = await story.Now();
        var citizen = await story.Who("benam");
        var draft = await Begin(citizen, "KS01");

        var strange = (await citizen.Put($"/api/v1/drafts/{draft}/answers", Birth(now, born: "2026-02-30"))).Ok().Json.At("problems");
        Check.Same("/child/born", strange.EnumerateArray().Single().Text("field"), "Ngày 30/02 phải bị hỏi lại, và chỉ mục đó");
        var right = (await citizen.Put($"/api/v1/drafts/{draft}/answers", Birth(now, Story.IsoDay(now.AddDays(-10))))).Ok().Json.At("problems");
        Check.Same(0, right.GetArrayLength(), "Số mục còn phải xem lại");

        var key = Guid.NewGuid().ToString();
        (await citizen.Post("/api/v1/dossiers", new { draftId = draft }, key)).Refused(400, "Giấy chứng sinh");
        var (pdf, picture) = (MadePapers.Pdf($"Giay chung sinh {key}"), MadePapers.Png());
        var path = $"/api/v1/drafts/{draft}/files?paper=giay-chung-sinh";
        (await citizen.Post(path, "khong phai PDF"u8.ToArray(), "application/pdf", "giả.pdf", $"{key}-0")).Refused(400, "Dùng ảnh (JPG, PNG) hoặc PDF");
        var sent = (await citizen.Post(path, pdf, "application/pdf", "Giấy chứng sinh.pdf", $"{key}-1")).Ok(201).Json;
        Check.Same(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf)), sent.Text("sha256"), "SHA-256 của tệp đã gửi");
        (await citizen.Post($"/api/v1/drafts/{draft}/files?paper=can-cuoc", picture, "image/png", "Căn cước.png", $"{key}-2")).Ok(201);

        (await (await story.Who("sarich")).Get($"/api/v1/drafts/{draft}")).Refused(404);
        var first = (await citizen.Post("/api/v1/dossiers", new { draftId = draft }, key)).Ok(201).Json;
        var again = (await citizen.Post("/api/v1/dossiers", new { draftId = draft }, key)).Ok(201).Json;
        Check.Same(first.Text("code"), again.Text("code"), "Nộp lần hai cùng Idempotency-Key");
        Check.That(!first.Flag("alreadySubmitted") && again.Flag("alreadySubmitted"), "Lần hai phải nói đã nộp trước đó");
        (story.Code, story.ShortCode) = (first.Text("code"), first.Text("shortCode"));
        var mine = (await citizen.Get("/api/v1/dossiers")).Ok().Json.At("items");
        Check.Same(1, mine.EnumerateArray().Count(row => row.Text("code") == story.Code), "Số hồ sơ mang mã này");
        Check.Holds(story.ShortCode, (await citizen.Get(first.Text("receipt"))).Ok().Words, "Trang hoàn tất");
        story.Say($"hồ sơ {story.Code}, mã ngắn {story.ShortCode}; 30/02, tệp giả PDF và thiếu giấy tờ bị từ chối; nộp hai lần vẫn một hồ sơ");
    }

    public static async Task Track(Story story)
    {
        var anyone = await story.Who("");
        var bare = story.ShortCode.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        var typed = Uri.EscapeDataString($" {bare[..4]}  {bare[4..6]} {bare[6..]}");
        var masked = (await anyone.Get($"/api/v1/tracking/{typed}")).Ok();
        Check.Same(story.Code, masked.Json.Text("code"), "Tra cứu bằng mã ngắn chữ thường có dấu cách");
        Check.That(!masked.Json.Flag("full") && masked.Json.Lacks("ownerName") && masked.Json.Lacks("papers") && masked.Json.Lacks("handOvers"),
            "Chưa có 4 số cuối thì không có tên, giấy tờ, bàn giao");
        foreach (var secret in new[] { OwnerName, OwnerNumber, Phone, "Nguyễn Đước An" }) Check.Lacks(secret, Plain(masked.Json), "Tra cứu chưa có 4 số cuối");
        story.Say($"“{Uri.UnescapeDataString(typed)}” → {masked.Json.Text("sentence")}");

        var last = bare[^1] == '7' ? '8' : '7';
        (await anyone.Get($"/api/v1/tracking/{bare[..7]}{last}")).Refused(404, "nhóm thứ hai");
        (await anyone.Get($"/api/v1/tracking/{bare}?last4=0000")).Refused(404);
        var full = (await anyone.Get($"/api/v1/tracking/{bare}?last4={Right}")).Ok().Json;
        Check.That(full.Flag("full"), "4 số cuối đúng phải mở đầy đủ");
        Check.Same(OwnerName, full.Text("ownerName"), "Tên sau khi có 4 số cuối");
        var paper = full.At("papers").Row(row => row.Text("name") == "Giấy chứng sinh", "Giấy chứng sinh");
        Check.Same("have", paper.Text("state"), "Giấy chứng sinh");
        story.Say("sai một ký tự: chỉ đúng nhóm thứ hai; sai 4 số cuối: như không có; đúng 4 số cuối: mở tên, giấy tờ");
        (await (await story.Who("sarich")).Get($"/api/v1/dossiers/{story.Code}")).Refused(404);
        story.Say("người khác mở hồ sơ này: 404");
    }

    public static async Task<Guid> Begin(Client citizen, string procedure)
    {
        var draft = (await citizen.Post("/api/v1/drafts", new { procedure, unit = Story.Commune }, Guid.NewGuid().ToString())).Ok(201).Json;
        return Guid.Parse(draft.Text("draftId"));
    }

    public static object Person(string? relation = null, string? sex = null) => relation is not null
        ? new { name = OwnerName, personalId = OwnerNumber, born = "1959", phone = Phone, relation, address = Address("Ấp Rạch Tàu") }
        : sex is not null ? new { name = OwnerName, personalId = OwnerNumber, born = "1959", phone = Phone, sex, address = Address("Ấp Rạch Tàu") }
        : new { name = OwnerName, personalId = OwnerNumber, born = "1959", phone = Phone, address = Address("Ấp Rạch Tàu") };

    public static object Address(string detail) => new { province = "96", commune = Story.Commune, detail };

    public static string Plain(JsonElement json) => JsonSerializer.Serialize(json, Readable);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All answers of the birth registration.</summary>
    public static object Birth(DateTimeOffset now, string born) => new
    {
        applicant = Person(relation: "grandparent"),
        child = new
        {
            name = "Nguyễn Đước An", born, sex = "female", ethnicity = "Kinh", nationality = "Việt Nam",
            birthplace = "Bệnh viện Đa khoa Năm Căn", homeTown = "Xã Đất Mũi, tỉnh Cà Mau",
        },
        mother = new { name = "Trần Thị Mắm", born = "1998-03-05", ethnicity = "Kinh", address = Address("Ấp Rạch Tàu") },
        parents = new { status = "married" },
        father = new { name = "Nguyễn Văn Vẹt", born = $"{now.Year - 30}", ethnicity = "Kinh", address = Address("Ấp Rạch Tàu") },
        returnMethod = "counter",
    };
}
