using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using Xunit;

namespace MotCua.Tests.Forms;

public sealed class FormReaderTests
{
    private const string Applicant = """
        {"name":"a.name","type":"personName","label":"Họ, chữ đệm và tên"},
        {"name":"a.id","type":"personalId","label":"Số định danh cá nhân/CCCD","birthField":"a.born"},
        {"name":"a.born","type":"partialDate","label":"Ngày sinh","past":true},
        {"name":"a.phone","type":"phone","label":"Số điện thoại"}
        """;

    [Fact]
    public void An_empty_page_says_one_thing_per_field_in_page_order()
    {
        var reading = A.Read(A.Form(Applicant));
        Assert.Equal(["f-a-name", "f-a-id", "f-a-born", "f-a-phone"], reading.Problems.Select(problem => problem.Field));
        Assert.Equal("Nhập họ, chữ đệm và tên như trên giấy tờ", reading.Problems[0].Message);
        Assert.Equal("Nhập ngày sinh", reading.Problems[2].Message);
    }

    [Fact]
    public void Only_the_short_id_and_the_impossible_date_complain()
    {
        var reading = A.Read(A.Form(Applicant), ("a.name", "Danh Sà Rích"), ("a.id", "09616700123"), ("a.phone", "+84 912.345.678"),
            ("a.born.day", "30"), ("a.born.month", "02"), ("a.born.year", "1990"));
        Assert.Equal(["Số định danh cần đủ 12 chữ số, hiện có 11", "Tháng 2 năm 1990 chỉ có 28 ngày"], reading.Problems.Select(problem => problem.Message));
        Assert.Equal("0912345678", reading.Answers.TextAt("a.phone"));
        Assert.Equal("30", reading.Raw["a.born.day"]);
    }

    [Fact]
    public void A_year_alone_is_enough_when_the_paper_gives_only_the_year()
    {
        var reading = A.Read(A.Form(Applicant), ("a.name", "Bé Năm"), ("a.id", "096159999001"), ("a.phone", "0912345678"), ("a.born.year", "1959"),
            ("a.born.yearOnly", "true"));
        Assert.True(reading.Ok);
        Assert.Equal("1959", reading.Answers.TextAt("a.born"));
    }

    [Fact]
    public void An_id_that_disagrees_with_the_year_asks_once_and_lets_the_person_decide()
    {
        (string, string)[] posted = [("a.name", "Bé Năm"), ("a.id", "096167001234"), ("a.phone", "0912345678"), ("a.born.day", "5"), ("a.born.month", "3"),
            ("a.born.year", "1976")];
        var first = A.Read(A.Form(Applicant), posted);
        var warning = Assert.Single(first.Warnings);
        Assert.Equal("Số định danh thường cho năm sinh 1967 nhưng ông/bà nhập 1976. Xem lại, hoặc chọn \"Vẫn đúng\"", warning.Message);
        Assert.False(first.Ok);
        Assert.True(A.Read(A.Form(Applicant), [.. posted, (warning.ConfirmName, warning.ConfirmValue)]).Ok);
    }

    [Theory]
    [InlineData("5", "", "1980", "Nhập thêm tháng sinh")]
    [InlineData("", "3", "", "Nhập thêm ngày và năm sinh")]
    [InlineData("29", "2", "2025", "Tháng 2 năm 2025 chỉ có 28 ngày")]
    [InlineData("29", "4", "2026", "Ngày sinh phải trước hôm nay, 28/04/2026")]
    [InlineData("1", "13", "1980", "Tháng là số từ 1 đến 12")]
    [InlineData("1", "1", "80", "Năm sinh cần đủ 4 chữ số, ví dụ 1980")]
    [InlineData("a", "b", "c", "Nhập ngày sinh bằng chữ số, ví dụ 05 03 1980")]
    public void A_date_that_is_not_one_is_explained(string day, string month, string year, string message) =>
        Assert.Equal(message, Assert.Single(Date(day, month, year).Problems).Message);

    [Theory]
    [InlineData("5/3/1980")]
    [InlineData("05-03-1980")]
    [InlineData("05031980")]
    [InlineData("5.3.1980")]
    public void A_whole_date_may_be_pasted_into_the_first_box(string pasted) => Assert.Equal("1980-03-05", Date(pasted, "", "").Answers.TextAt("born"));

    [Fact]
    public void The_end_comes_after_the_start()
    {
        var form = A.Form("""{"name":"from","type":"date","label":"Ngày bắt đầu"},{"name":"to","type":"date","label":"Ngày kết thúc","after":"from"}""");
        var reading = A.Read(form, ("from.day", "12032026"), ("to.day", "11032026"));
        Assert.Equal("Ngày kết thúc phải sau ngày bắt đầu (12/03/2026)", Assert.Single(reading.Problems).Message);
    }

    [Theory]
    [InlineData("Đất Mũi", "32248")]
    [InlineData("xa dat mui", "32248")]
    [InlineData("32248", "32248")]
    [InlineData("Viên An", "32248")]
    [InlineData("Phường Tân Thành", "32025")]
    public void A_commune_is_found_by_its_present_or_former_name(string typed, string code)
    {
        var reading = Address(typed);
        Assert.True(reading.Ok);
        Assert.Equal((code, "Tỉnh Cà Mau"), (reading.Answers.TextAt("home.commune"), reading.Answers.TextAt("home.provinceName")));
    }

    [Theory]
    [InlineData("", "Chọn xã, phường nơi cư trú. Có thể gõ tên cũ")]
    [InlineData("Xã Chia Đôi", "\"Xã Chia Đôi\" nay có thể là: Xã Đất Mũi, Xã Năm Căn. Chọn một nơi")]
    [InlineData("Tân Thành", "\"Tân Thành\" nay có thể là: Phường Tân Thành, Xã Tân Thành. Chọn một nơi")]
    [InlineData("Đâu Đó", "Chưa thấy xã, phường \"Đâu Đó\". Chọn trong danh sách, có thể gõ tên cũ")]
    public void A_commune_that_is_not_known_is_asked_for(string typed, string message) => Assert.Equal(message, Address(typed).Problems[0].Message);

    [Fact]
    public void Elsewhere_a_commune_is_kept_as_written()
    {
        var reading = A.Read(A.Form(Home), ("home.province", "92"), ("home.commune", "Phường Ninh Kiều"), ("home.detail", "Số 1"));
        Assert.True(reading.Ok);
        Assert.Equal("Số 1, Phường Ninh Kiều, Thành phố Cần Thơ", FormSummary.Address(reading.Answers["home"] as JsonObject));
    }

    [Theory]
    [InlineData("1.234.567 đ", 1234567)]
    [InlineData("1234567", 1234567)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("50.000 đồng", 50000)]
    public void Money_is_read_with_or_without_dots(string typed, long dong) =>
        Assert.Equal(dong, A.Read(A.Form("""{"name":"m","type":"money","label":"Vốn"}"""), ("m", typed)).Answers.At("m")!.GetValue<long>());

    [Theory]
    [InlineData("12,5", "12.5")]
    [InlineData("12.5 m²", "12.5")]
    [InlineData("1.250,75", "1250.75")]
    public void A_number_has_a_decimal_comma(string typed, string value) =>
        Assert.Equal(value, A.Read(A.Form("""{"name":"n","type":"number","label":"Diện tích","unit":"m²"}"""), ("n", typed)).Answers.TextAt("n"));

    [Fact]
    public void Ten_thousand_signs_are_refused_with_the_limit_and_the_count()
    {
        var reading = A.Read(A.Form("""{"name":"t","type":"text","label":"Quê quán"}"""), ("t", new string('ă', 10_000)));
        Assert.Equal("Quê quán: tối đa 500 ký tự, hiện có 10.000. Viết ngắn lại giúp", Assert.Single(reading.Problems).Message);
    }

    [Fact]
    public void Rows_grow_and_shrink_by_named_buttons_and_keep_what_was_typed()
    {
        var form = A.Form(
            """{"name":"m","type":"group","label":"Thành viên","rowTitle":"Thành viên","addText":"Thêm thành viên","fields":"""
            + """[{"name":"name","type":"personName","label":"Tên"}]}""");
        var grown = A.Read(form, ("m.rows", "1"), ("m[0].name", "An"), ("add", "m"));
        Assert.True(grown.RowsChanged);
        Assert.Equal(("2", "An"), (grown.Raw["m.rows"], grown.Raw["m[0].name"]));
        var shrunk = A.Read(form, ("m.rows", "2"), ("m[0].name", "An"), ("m[1].name", "Bình"), ("remove", "m[0]"));
        Assert.Equal(("1", "Bình"), (shrunk.Raw["m.rows"], shrunk.Raw["m[0].name"]));
        var done = A.Read(form, ("m.rows", "3"), ("m[0].name", "An"), ("m[1].name", ""), ("m[2].name", "Chi"));
        Assert.True(done.Ok);
        Assert.Equal(2, done.Answers["m"]!.AsArray().Count);
        Assert.Equal("Nhập họ, chữ đệm và tên như trên giấy tờ", Assert.Single(A.Read(form, ("m.rows", "1")).Problems).Message);
    }

    [Fact]
    public void A_question_that_does_not_apply_is_not_read()
    {
        var form = A.Form("""
            {"name":"how","type":"choice","label":"Cách nhận kết quả","options":[{"value":"post","text":"Bưu chính"},{"value":"counter","text":"Tại quầy"}]},
            {"name":"where","type":"text","label":"Nơi nhận","showWhen":{"field":"how","equals":"post"},"because":"Chỉ khai khi nhận qua bưu chính."}
            """);
        Assert.True(A.Read(form, ("how", "counter"), ("where", "đâu đó")).Answers.At("where") is null);
        Assert.Equal("Nhập nơi nhận", Assert.Single(A.Read(form, ("how", "post")).Problems).Message);
        Assert.Equal("Chọn cách nhận kết quả", Assert.Single(A.Read(form, ("how", "bay")).Problems).Message);
    }

    [Fact]
    public void A_question_that_an_answer_brings_up_is_asked_before_it_is_missed()
    {
        var form = A.Form("""
            {"name":"how","type":"choice","label":"Cách nhận","options":[{"value":"post","text":"Bưu chính"},{"value":"counter","text":"Tại quầy"}]},
            {"name":"where","type":"text","label":"Nơi nhận","showWhen":{"field":"how","equals":"post"},"because":"Chỉ khai khi nhận qua bưu chính."},
            {"name":"who","type":"text","label":"Người nhận","showWhen":{"field":"where","answered":true}}
            """);
        var first = A.Read(form, ("asked.page", "mot"), ("how", "post"));
        Assert.False(first.Ok);
        Assert.Empty(first.Problems);
        Assert.Equal("where", Assert.Single(first.Fresh).Name);
        // Shown and left empty, it is missing; filled, it brings up the next.
        Assert.Equal("Nhập nơi nhận", Assert.Single(A.Read(form, ("asked.page", "mot"), ("asked", "where"), ("how", "post")).Problems).Message);
        Assert.Equal("who", Assert.Single(A.Read(form, ("asked.page", "mot"), ("asked", "where"), ("how", "post"), ("where", "Ấp Rạch Tàu")).Fresh).Name);
        // What was shown and then hidden again is not taken.
        var back = A.Read(form, ("asked.page", "mot"), ("asked", "where"), ("how", "counter"), ("where", "Ấp Rạch Tàu"));
        Assert.True(back.Ok);
        Assert.Null(back.Answers.At("where"));
    }

    [Fact]
    public void One_button_goes_past_all_hints_that_were_shown_and_past_no_other()
    {
        var form = A.Form("""
            {"name":"born","type":"date","label":"Ngày sinh"},
            {"name":"id","type":"personalId","label":"Số định danh","birthField":"born"}
            """);
        (string, string)[] typed = [("born.day", "1"), ("born.month", "1"), ("born.year", "1976"), ("id", "096167001234")];
        var hint = Assert.Single(A.Read(form, typed).Warnings);
        (string, string)[] confirmed = [("confirm", "all"), ($"shown.{hint.ConfirmName}", hint.ConfirmValue)];
        Assert.True(A.Read(form, [.. typed, .. confirmed]).Ok);
        (string, string)[] other = [("born.day", "1"), ("born.month", "1"), ("born.year", "1977"), ("id", "096167001234")];
        Assert.Single(A.Read(form, [.. other, .. confirmed]).Warnings);
    }

    private const string Home = """{"name":"home","type":"address","label":"Nơi cư trú"}""";

    private static FormPageReading Address(string commune) => A.Read(A.Form(Home), ("home.commune", commune), ("home.detail", "Ấp Rạch Tàu"));

    private static FormPageReading Date(string day, string month, string year) =>
        A.Read(A.Form("""{"name":"born","type":"date","label":"Ngày sinh","past":true}"""), ("born.day", day), ("born.month", month), ("born.year", year));
}
