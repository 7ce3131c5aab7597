using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using MotCua.Filing.WalkIn;
using MotCua.Forms.Contracts;
using MotCua.Platform.Web;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.WalkIn;

public sealed class WalkInTests(House house) : IClassFixture<House>
{
    private const string Address = "/noi-bo/tiep-nhan/truc-tiep/ks01";
    private const string Card = "096159999001|381234567|Nguyễn Thị Bé Năm|00001959|Nữ|Ấp Rạch Tàu, Đất Mũi, Cà Mau|01052021";

    internal static Dictionary<string, string> Birth(string act = "accept") => new()
    {
        ["applicant.name"] = "Nguyễn Thị Bé Năm", ["applicant.personalId"] = "096159999001", ["applicant.born.year"] = "1959",
            ["applicant.born.yearOnly"] = "true",
        ["applicant.phone"] = "0900999001", ["applicant.relation"] = "grandparent",
        ["applicant.address.province"] = "96", ["applicant.address.commune"] = "Xã Đất Mũi", ["applicant.address.detail"] = "Ấp Rạch Tàu",
        ["child.name"] = "Nguyễn Gia Hân", ["child.born.day"] = "20", ["child.born.month"] = "4", ["child.born.year"] = "2026", ["child.sex"] = "female",
        ["child.ethnicity"] = "Kinh", ["child.nationality"] = "Việt Nam", ["child.birthplace"] = "Trạm y tế xã Đất Mũi",
            ["child.homeTown"] = "Xã Đất Mũi, tỉnh Cà Mau",
        ["mother.name"] = "Nguyễn Thị Lành", ["mother.born.year"] = "1996", ["mother.born.yearOnly"] = "true", ["mother.ethnicity"] = "Kinh",
        ["mother.address.province"] = "96", ["mother.address.commune"] = "Xã Đất Mũi", ["mother.address.detail"] = "Ấp Rạch Tàu",
        ["parents.status"] = "unmarried", ["returnMethod"] = "counter", ["unit"] = "32248",
        ["state.giay-chung-sinh"] = "have", ["originals.giay-chung-sinh"] = "1", ["act"] = act,
    };

    internal static async Task<string> Received(HttpClient desk)
    {
        var answer = await House.Post(desk, Address, Birth());
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, (await House.Read(answer)).QuerySelector(".error-summary")?.TextContent);
        return answer.Headers.Location!.OriginalString.Split('/', '?')[3];
    }

    [Fact]
    public async Task A_person_at_the_counter_is_received_in_one_act_and_gets_a_slip()
    {
        var desk = await house.SignedIn("diem");
        var code = await Received(desk);
        Assert.Equal("processing", await house.Scalar<string>("select status from dossiers.dossier where code = $1", code));
        Assert.Equal("counter", await house.Scalar<string>("select channel from dossiers.dossier where code = $1", code));
        Assert.Equal(1, await house.Scalar<int>("select c.originals from dossiers.component c join dossiers.dossier d on d.id = c.dossier_id where d.code = "
            + "$1 and c.paper_key = 'giay-chung-sinh'", code));
        var page = await House.Read(await desk.GetAsync($"/noi-bo/ho-so/{code}?xong=tiep-nhan"));
        Assert.Contains(page.QuerySelectorAll("a.btn"), link => link.TextContent == "In phiếu hẹn");
        Assert.Equal("application/pdf", (await desk.GetAsync($"/noi-bo/ho-so/{code}/phieu/tiep-nhan")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Each_counter_of_the_provincial_centre_receives_the_province_s_procedures()
    {
        var code = await house.Scalar<string>("""
            select p.code from catalogue.procedure p join catalogue.procedure_version v on v.id = p.version_id
            where p.alias is null and v.content ->> 'competentLevel' = 'province' and v.content ->> 'formCode' = 'generic'
                and v.content ->> 'nonTerritorial' = 'false' order by p.code limit 1
            """);
        await house.Execute("insert into organisation.position select gen_random_uuid(), account_id, agency_code, 'MC-96-2', role, valid_from, valid_to from "
            + "organisation.position where office_code = 'MC-96'");
        var desk = await house.SignedIn("yen");
        var address = $"/noi-bo/tiep-nhan/truc-tiep/{code}";
        Assert.Equal(["MC-96", "MC-96-2"], (await House.Read(await desk.GetAsync(address))).QuerySelectorAll("#counter option")
            .Select(option => option.GetAttribute("value")).Order(StringComparer.Ordinal));
        var looked = (await House.Read(await desk.GetAsync(address))).QuerySelectorAll("input[type=radio][name^='state.'][value=missing]")
            .Select(box => box.GetAttribute("name")!).ToList();
        Dictionary<string, string> Missing(string counter) => new(looked.Select(name => KeyValuePair.Create(name, "missing")))
        { ["applicant.name"] = "Nguyễn Thị Bé Năm", ["counter"] = counter, ["reason"] = "Thiếu giấy tờ", ["act"] = "supplement" };
        var answer = await House.Post(desk, address, Missing("MC-96-2"));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, (await House.Read(answer)).QuerySelector(".error-summary")?.TextContent);
        Assert.Equal("MC-96-2", await house.Scalar<string>("select intake_office from dossiers.dossier where code = $1",
            answer.Headers.Location!.OriginalString.Split('/', '?')[3]));
        var elsewhere = await House.Post(desk, address, Missing("MC-32248"));
        Assert.StartsWith("MC-96", await house.Scalar<string>("select intake_office from dossiers.dossier where code = $1",
            elsewhere.Headers.Location!.OriginalString.Split('/', '?')[3]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressing_twice_gives_one_dossier()
    {
        var desk = await house.SignedIn("diem");
        var fields = Birth();
        fields["key"] = Guid.NewGuid().ToString();
        var first = await House.Post(desk, Address, fields);
        var second = await House.Post(desk, Address, fields);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", Guid.Parse(fields["key"])));
    }

    [Fact]
    public async Task Missing_answers_are_said_and_nothing_is_written()
    {
        var desk = await house.SignedIn("diem");
        var fields = Birth();
        (fields["child.name"], fields["key"]) = ("", Guid.NewGuid().ToString());
        var answer = await House.Post(desk, Address, fields);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.Contains("Nhập họ, chữ đệm và tên của trẻ", page.QuerySelector(".error-summary")!.TextContent);
        Assert.Equal("Nguyễn Thị Lành", page.QuerySelector<IHtmlInputElement>("#f-mother-name")!.Value);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", Guid.Parse(fields["key"])));
    }

    [Fact]
    public async Task A_missing_required_paper_stops_reception_but_may_be_asked_for_at_once()
    {
        var desk = await house.SignedIn("diem");
        var fields = Birth();
        (fields["state.giay-chung-sinh"], fields["key"]) = ("missing", Guid.NewGuid().ToString());
        var refused = await House.Post(desk, Address, fields);
        Assert.Contains("Giấy chứng sinh", (await House.Read(refused)).QuerySelector(".error-summary")!.TextContent);
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", Guid.Parse(fields["key"])));
        (fields["act"], fields["reason"]) = ("supplement", "Chưa có giấy chứng sinh của trạm y tế");
        // One request and complete: what nobody has looked at is named first.
        var early = await House.Post(desk, Address, fields);
        Assert.Contains("Chưa đánh dấu: Thẻ căn cước của người nộp; ", (await House.Read(early)).QuerySelector(".error-summary")!.TextContent,
            StringComparison.Ordinal);
        foreach (var paper in new[] { "can-cuoc", "ket-hon", "uy-quyen", "bo-roi" }) fields[$"state.{paper}"] = "notNeeded";
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(desk, Address, fields)).StatusCode);
        Assert.Equal("supplement", await house.Scalar<string>("select status from dossiers.dossier where draft_id = $1", Guid.Parse(fields["key"])));
    }

    [Fact]
    public async Task Nothing_is_ticked_before_somebody_has_looked()
    {
        var desk = await house.SignedIn("diem");
        Assert.Empty((await House.Read(await desk.GetAsync(Address))).QuerySelectorAll("input[type=radio][name^='state.'][checked]"));
        var fields = Birth();
        (fields["key"], fields["state.giay-chung-sinh"]) = (Guid.NewGuid().ToString(), "");
        var refused = await House.Read(await House.Post(desk, Address, fields));
        Assert.Equal("Đánh dấu Có hoặc Thiếu cho \"Giấy chứng sinh\"", refused.QuerySelector(".error-summary a")!.TextContent);
        Assert.NotNull(refused.QuerySelector(refused.QuerySelector(".error-summary a")!.GetAttribute("href")!));
        fields["state.giay-chung-sinh"] = "have";
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(desk, Address, fields)).StatusCode);
        var draft = Guid.Parse(fields["key"]);
        // What may be left out and was not looked at stays so, and is empty in a later request.
        Assert.Equal(["giay-chung-sinh"], (await house.Scalar<string>("""
            select string_agg(c.paper_key, ',') from dossiers.component c join dossiers.dossier d on d.id = c.dossier_id
            where d.draft_id = $1 and c.checked_at is not null
            """, draft)).Split(','));
    }

    [Fact]
    public async Task A_scanned_card_fills_the_applicant_and_says_from_where()
    {
        var desk = await house.SignedIn("diem");
        var page = await House.Read(await House.Post(desk, Address, new() { ["card"] = Card, ["act"] = "card" }));
        Assert.Equal("Nguyễn Thị Bé Năm", page.QuerySelector<IHtmlInputElement>("#f-applicant-name")!.Value);
        Assert.Equal("096 159 999 001", page.QuerySelector<IHtmlInputElement>("#f-applicant-personalId")!.Value);
        Assert.Equal("1959", page.QuerySelector<IHtmlInputElement>("input[name='applicant.born.year']")!.Value);
        Assert.Equal("Xã Đất Mũi", page.QuerySelector<IHtmlInputElement>("input[name='applicant.address.commune']")!.Value);
        Assert.Contains(IdCard.Source, page.QuerySelector("main")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".field__error"));
    }

    [Theory]
    [InlineData("096159999001|381234567|Nguyễn Thị Bé Năm|0á01959|Nữ|Đất Mũi|01052021", "Bộ gõ tiếng Việt đang bật")]
    [InlineData("096159999001|381234567|Nguy?n Th? B? N?m|01011959|Nữ|Đất Mũi|01052021", "mất dấu")]
    [InlineData("https://vi.du/123", "không phải mã QR")]
    public void Garbled_scans_are_refused_with_what_to_do(string text, string words) =>
        Assert.Contains(words, Assert.Throws<Refused>(() => IdCard.Read(text)).Message);

    [Fact]
    public void A_card_typed_through_as_keystrokes_is_put_together_again()
    {
        var card = IdCard.Read("096159999001||Nguyeenx Thij Bes Nawm|01011959|Nuwx|Aasp Rachj Tafu, DDaats Muix, Caf Mau|01052021");
        Assert.Equal(("Nguyễn Thị Bé Năm", "female", "Ấp Rạch Tàu, Đất Mũi, Cà Mau"), (card.Name, card.Sex, card.Residence));
    }

    [Fact]
    public void An_old_address_is_found_in_todays_communes()
    {
        var places = new Places("96", [new Place("96", "Tỉnh Cà Mau")], [new Place("32248", "Xã Đất Mũi")],
            [new FormerPlace("Xã Viên An, huyện Ngọc Hiển", "32248", true)]);
        var card = IdCard.Read(Card) with { Residence = "Ấp Ông Trang, Viên An, Ngọc Hiển, Cà Mau" };
        Assert.Equal("32248", card.AddressIn(places)?.Commune);
        Assert.Null((card with { Residence = "Thôn 5, Xã Lạ, Tỉnh Khác" }).AddressIn(places));
    }

    [Fact]
    public async Task A_procedure_with_a_site_visit_is_refused_for_another_commune_with_the_reason()
    {
        var desk = await house.SignedIn("diem");
        var page = await House.Read(await House.Post(desk, "/noi-bo/tiep-nhan/truc-tiep/xd01",
            new() { ["applicant.name"] = "Nguyễn Thị Bé Năm", ["unit"] = "32191", ["act"] = "refuse", ["reason"] = "Nhà ở xã khác" }));
        Assert.Contains("thực địa", page.QuerySelector(".error-summary")!.TextContent);
    }

    [Fact]
    public async Task The_picker_finds_a_procedure_by_everyday_words()
    {
        var desk = await house.SignedIn("diem");
        var page = await House.Read(await desk.GetAsync("/noi-bo/tiep-nhan/truc-tiep?q=khai sanh"));
        Assert.NotEmpty(page.QuerySelectorAll("a[href$='/truc-tiep/ks01']"));
        Assert.Equal(6, page.QuerySelectorAll(".tile-grid li").Length);
    }

    [Fact]
    public async Task A_paper_of_the_vault_is_lent_at_the_counter_with_the_owners_word()
    {
        var desk = await house.SignedIn("diem");
        await KeptPaper.Wanted(house);
        var fields = Birth();
        // One page, one reception: the person is there.
        (fields["state.giay-chung-sinh"], fields["key"], fields["present"]) = ("vault", Guid.NewGuid().ToString(), "yes");
        var none = await House.Post(desk, Address, fields);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Contains("Kho không có \"Giấy chứng sinh\"", (await House.Read(none)).QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        await KeptPaper.Put(house);
        await KeptPaper.Put(house, "Nguyễn Gia Bảo", "46", TimeSpan.FromHours(1));
        fields["act"] = "card";
        var shown = await House.Read(await House.Post(desk, Address, fields));
        Assert.Contains("Giấy chứng sinh số 45 của Nguyễn Gia Hân", shown.QuerySelector("label[for='kho-giay-chung-sinh']")!.TextContent,
            StringComparison.Ordinal);
        Assert.NotNull(shown.QuerySelector("#kho-giay-chung-sinh[checked]"));
        fields["act"] = "accept";
        var answer = await House.Post(desk, Address, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, (await House.Read(answer)).QuerySelector(".error-summary")?.TextContent);
        var code = answer.Headers.Location!.OriginalString.Split('/', '?')[3];
        Assert.Equal("counter", await house.Scalar<string>("select g.basis from vault.paper_grant g where g.dossier_code = $1", code));
        Assert.NotNull((await House.Read(await desk.GetAsync($"/noi-bo/ho-so/{code}"))).QuerySelector("a[href*='/kho/']"));
    }

    [Fact]
    public async Task A_refusal_at_the_counter_names_a_reason_of_the_list()
    {
        var desk = await house.SignedIn("diem");
        var fields = Birth("refuse");
        fields["reasonCode"] = "khong-co";
        var wrong = await House.Post(desk, Address, fields);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("Chọn lý do từ chối trong danh mục", (await House.Read(wrong)).QuerySelector("#f-reasonCode-error")!.TextContent,
            StringComparison.Ordinal);
        fields["reasonCode"] = "wrongAuthority";
        var answer = await House.Post(desk, Address, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, (await House.Read(answer)).QuerySelector(".error-summary")?.TextContent);
        var code = answer.Headers.Location!.OriginalString.Split('/', '?')[3];
        Assert.Equal("wrongAuthority", await house.Scalar<string>("select closing_code from dossiers.dossier where code = $1", code));
    }
}
