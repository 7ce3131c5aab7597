using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Files;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using MotCua.Vault.Contracts;
using Xunit;

namespace MotCua.Tests.Vault;

/// <summary>A paper is offered for the person it is about: a grandchild's extract lies in the grandmother's vault and is not hers.</summary>
public sealed class SubjectTests(House house) : IClassFixture<House>
{
    private const string Number = "096159999001";
    private const string Name = "Nguyễn Thị Bé Năm";

    [Theory]
    [InlineData(Name, Number, "1959", Name, Number, "1959", true)]
    [InlineData(Name, Number, "1959", "Nguyễn Thị Năm", Number, null, true)]
    [InlineData(Name, Number, "1959", Name, "096159999002", "1959", false)]
    [InlineData("nguyễn thị  bé năm", null, "1959-05-06", Name, Number, "1959", true)]
    [InlineData(Name, null, "2026-04-20", Name, Number, "1959", false)]
    [InlineData(Name, null, null, Name, Number, "1959", false)]
    [InlineData("Nguyễn Gia Hân", null, "2026-04-20", Name, Number, "1959", false)]
    public void Numbers_decide_and_without_them_name_and_birth_together(string name, string? number, string? born, string other, string? theirs, string? birth,
        bool same)
    {
        Assert.Equal(same, new PaperSubject(name, number, born).IsSame(new PaperSubject(other, theirs, birth)));
        Assert.Equal(same, new PaperSubject(other, theirs, birth).IsSame(new PaperSubject(name, number, born)));
    }

    [Fact]
    public async Task What_is_kept_of_a_birth_registration_is_of_the_child_and_the_card_of_who_files()
    {
        var owner = await house.SignedIn("benam");
        var own = await Received(owner, Applicant.Answers());
        Assert.Equal(("Nguyễn Gia Hân", null, "2026-04-20"), await SubjectOf(own, "GCS"));
        Assert.Equal((Name, Number, "1959"), await SubjectOf(own, "CCCD"));
        // Ngân brings it with a mandate: her card lies in the grandmother's vault and is never taken for the grandmother's.
        var entrusted = await Received(await house.SignedIn("diem"), Applicant.Entrusted());
        Assert.Equal(("Lâm Kim Ngân", "096196999004", null), await SubjectOf(entrusted, "CCCD"));
        Assert.Equal(("Nguyễn Gia Hân", null, "2026-04-20"), await SubjectOf(entrusted, "GCS"));
        var shown = (await House.Read(await owner.GetAsync("/kho-giay-to"))).QuerySelector("main")!.TextContent;
        Assert.Contains("Giấy chứng sinh của Nguyễn Gia Hân", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_extract_of_the_applicant_is_offered_agreed_to_by_name_and_judged_again_at_filing()
    {
        var owner = await house.SignedIn("benam");
        var (draft, token) = await Benefit(owner, Number);
        var (child, namesake, nobody) = (await Put("Nguyễn Gia Hân", null, "2026-04-20"), await Put(Name, "096159999777", "1959"), await Put(null, null, null));
        Assert.Equal(0, await Offers());
        foreach (var item in new[] { child, namesake, nobody })
            await Applicant.Refused(HttpStatusCode.BadRequest, "Kho không có giấy tờ này của người ghi trong tờ khai",
                Applicant.Send(owner, HttpMethod.Post, $"/api/v1/drafts/{draft}/vault/trich-luc-khai-sinh", new { itemId = item }, token));

        var hers = await Put(Name, Number, "1959");
        Assert.Equal(1, await Offers());
        var page = (await House.Read(await owner.GetAsync("/nop/btxh01/giay-to"))).QuerySelector("#paper-trich-luc-khai-sinh")!.TextContent;
        Assert.Contains("Ông/bà đồng ý cho Ủy ban nhân dân xã Đất Mũi dùng “Trích lục khai sinh của Nguyễn Thị Bé Năm” để giải quyết thủ tục", page,
            StringComparison.Ordinal);
        await Applicant.Send(owner, HttpMethod.Post, $"/api/v1/drafts/{draft}/vault/trich-luc-khai-sinh", new { itemId = hers }, token).Ok();
        // The form is changed to somebody else afterwards.
        await Answer(owner, draft, token, "096185999003");
        await Applicant.Refused(HttpStatusCode.BadRequest, "không phải của Nguyễn Thị Bé Năm",
            Applicant.Send(owner, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token));

        var cards = (await House.Read(await owner.GetAsync("/kho-giay-to"))).QuerySelectorAll("li.doc-card").ToDictionary(card => card.Id!);
        Assert.Contains("Trích lục khai sinh của Nguyễn Gia Hân", cards[$"giay-to-{child}"].TextContent, StringComparison.Ordinal);
        Assert.Contains("Chưa rõ giấy tờ này của ai", cards[$"giay-to-{nobody}"].TextContent, StringComparison.Ordinal);

        async Task<int> Offers() => (await Applicant.Send(owner, HttpMethod.Get, $"/api/v1/drafts/{draft}/vault-offers", null, token).Ok()).EnumerateArray()
            .Count(offer => offer.GetProperty("paperKey").GetString() == "trich-luc-khai-sinh");
    }

    private static async Task<(Guid Id, string Token)> Benefit(HttpClient client, string number)
    {
        var made = await Applicant.Send(client, HttpMethod.Post, "/api/v1/drafts", new { procedure = "btxh01", unit = Applicant.Commune }).Ok();
        var (id, token) = (made.GetProperty("draftId").GetGuid(), made.GetProperty("token").GetString()!);
        await Answer(client, id, token, number);
        return (id, token);
    }

    private static async Task Answer(HttpClient client, Guid draft, string token, string number)
    {
        var answers = JsonNode.Parse("""
            { "applicant": { "name": "Nguyễn Thị Bé Năm", "born": "1959", "phone": "0900999001", "sex": "female",
                "address": { "province": "96", "commune": "32248", "detail": "Ấp Rạch Tàu" } },
              "situation": { "household": "poor", "pension": false }, "payment": { "method": "home" }, "returnMethod": "counter" }
            """)!.AsObject();
        answers["applicant"]!["personalId"] = number;
        await Applicant.Send(client, HttpMethod.Put, $"/api/v1/drafts/{draft}/answers", answers, token).Ok();
    }

    private async Task<string> Received(HttpClient filer, JsonObject answers)
    {
        var (draft, token) = await Applicant.Draft(filer, answers);
        await Applicant.Upload(filer, draft, token, Applicant.Png(320), "the.png", "can-cuoc").Ok();
        var code = (await Applicant.Send(filer, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token).Ok()).GetProperty("code").GetString()!;
        await Applicant.Send(await house.SignedIn("diem"), HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive", new
        {
            papers = new[]
            {
                new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 },
                new { paperKey = "can-cuoc", state = "have", originals = 1, copies = 0 },
            },
        }).Ok();
        return code;
    }

    private async Task<(string? Name, string? Number, string? Born)> SubjectOf(string code, string type)
    {
        var row = await house.Scalar<string>("select to_json(i)::text from vault.item i where source_dossier_code = $1 and paper_type = $2", code, type);
        var item = JsonDocument.Parse(row).RootElement;
        return (item.GetProperty("subject_name").GetString(), item.GetProperty("subject_number").GetString(), item.GetProperty("subject_born").GetString());
    }

    private async Task<Guid> Put(string? name, string? number, string? born)
    {
        var file = await house.Services.GetRequiredService<FileStore>().Put(Applicant.Png(330));
        var id = Guid.NewGuid();
        await house.Execute("""
            insert into vault.item (id, owner_kind, owner_number, paper_type, title, number, origin, paper_id, sha256, media_type, deposited_at,
                subject_name, subject_number, subject_born)
            values ($1, 'person', '096159999001', 'TLKS', 'Trích lục khai sinh', '12', 'result', gen_random_uuid(), $2, 'image/png', now(),
                nullif($3, ''), nullif($4, ''), nullif($5, ''))
            """, id, file.Sha256, name ?? "", number ?? "", born ?? "");
        return id;
    }
}
