using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Json.Schema;
using MotCua.Forms.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Forms;

/// <summary>Conditions of forms in the language of processes: the same answers, or a fault where the form is read.</summary>
public sealed class ConditionWordsTests
{
    private static readonly (string Words, string Json)[] Same =
    [
        ("kind = \"shop\"", """{"field":"kind","equals":"shop"}"""), ("not(kind = \"shop\")", """{"not":{"field":"kind","equals":"shop"}}"""),
        ("kind != \"shop\"", """{"not":{"field":"kind","equals":"shop"}}"""), ("kind in [\"shop\", \"farm\"]", """{"field":"kind","in":["shop","farm"]}"""),
        ("kind = null", """{"field":"kind","answered":false}"""), ("sure != null", """{"field":"sure","answered":true}"""),
        ("\"a\" in more", """{"field":"more","equals":"a"}"""), ("sure", """{"field":"sure","equals":true}"""),
        ("sure and (kind = \"shop\" or \"b\" in more)",
            """{"all":[{"field":"sure","equals":true},{"any":[{"field":"kind","equals":"shop"},{"field":"more","equals":"b"}]}]}"""),
    ];

    [Fact]
    public void Words_and_data_agree_about_all_answers_on_the_server_in_the_page_and_in_the_schema()
    {
        var pairs = Same.Select(one => (Words: Form(new JsonObject { ["when"] = one.Words }), Data: Form(JsonNode.Parse(one.Json)!))).ToList();
        var answers = Gen.Elements("", "shop", "farm", "home").SelectMany(kind => Gen.Elements("", "true", "false").SelectMany(sure =>
            Gen.SubListOf("a", "b", "c").Select(more => Answers(kind, sure, [.. more]))));
        Check.One(Cases.Of(300), Prop.ForAll(answers.ToArbitrary(), given =>
        {
            foreach (var (words, data) in pairs)
            {
                var (mine, theirs) = (words.Pages[1].ShowWhen, data.Pages[1].ShowWhen);
                Assert.Equal(theirs.Holds(given), mine.Holds(given));
                Assert.Equal(words.VisiblePages(given).Count, data.VisiblePages(given).Count);
                Assert.Equal(Fits(data, given), Fits(words, given));
            }
            return true;
        }));
        Assert.All(pairs, pair => Assert.Equal(pair.Data.Pages[1].ShowWhen!.Names(), pair.Words.Pages[1].ShowWhen!.Names()));
    }

    [Theory]
    [InlineData("kind = \"shopp\"", "không có lựa chọn")]
    [InlineData("kinde = \"shop\"", "Không có câu hỏi")]
    [InlineData("kind > 3", "Chỉ số và ngày")]
    [InlineData("kind =", "thiếu một vế")]
    [InlineData("age(born) < 6", "age( ) chỉ hỏi được trong quy trình")]
    public void What_cannot_be_asked_is_a_fault_where_the_form_is_read(string words, string fault) =>
        Assert.Contains(fault, Assert.Throws<FormDefinitionException>(() => Form(new JsonObject { ["when"] = words })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_misspelt_choice_in_data_is_a_fault_too() =>
        Assert.Contains("no choice", Assert.Throws<FormDefinitionException>(() => Form(JsonNode.Parse("""{"field":"kind","equals":"shopp"}""")!)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Greater_and_smaller_look_at_a_page_before_and_never_at_their_own()
    {
        var form = Form(new JsonObject { ["when"] = "area >= 100 and born < date(\"2020-01-01\")" });
        Assert.True(form.Pages[1].ShowWhen.Holds(JsonNode.Parse("""{"area":120,"born":"2019-05-02"}""")!.AsObject()));
        Assert.False(form.Pages[1].ShowWhen.Holds(JsonNode.Parse("""{"area":99,"born":"2019-05-02"}""")!.AsObject()));
        Assert.False(form.Pages[1].ShowWhen.Holds(JsonNode.Parse("""{"born":"2019-05-02"}""")!.AsObject()));
        // No schema demands what it cannot ask about, in words or in their contrary.
        foreach (var when in new[] { """{"when":"area >= 100"}""", """{"not":{"when":"area >= 100"}}""" })
            Assert.True(Fits(Form(JsonNode.Parse(when)!), []), when);
        var own = Assert.Throws<FormDefinitionException>(() => Form(new JsonObject { ["field"] = "kind", ["equals"] = "shop" }, """
            ,{"name":"size","type":"number","label":"Số","showWhen":{"when":"tax > 3"}}
            """));
        Assert.Contains("trang trước", own.Message, StringComparison.Ordinal);
    }

    private static bool Fits(FormDefinition form, JsonObject given) =>
        JsonSchema.FromText(FormSchema.Of(form).ToJsonString()).Evaluate(System.Text.Json.JsonSerializer.SerializeToElement(given)).IsValid;

    private static JsonObject Answers(string kind, string sure, string[] more)
    {
        var given = new JsonObject();
        if (kind.Length > 0) given["kind"] = kind;
        if (sure.Length > 0) given["sure"] = sure == "true";
        if (more.Length > 0) given["more"] = new JsonArray([.. more.Select(one => JsonValue.Create(one))]);
        return given;
    }

    /// <param name="more">Fields of the page that appears.</param>
    private static FormDefinition Form(JsonNode when, string more = "") => FormDefinition.Parse($$"""
        {"code":"thu","title":"Thử","pages":[
          {"key":"mot","section":"noi-dung","title":"Một","fields":[
            {"name":"kind","type":"choice","label":"Loại","optional":true,"options":[{"value":"shop","text":"Cửa hàng"},{"value":"farm","text":"Trại"},
              {"value":"home","text":"Nhà"}]},
            {"name":"more","type":"multiChoice","label":"Thêm","optional":true,"options":[{"value":"a","text":"A"},{"value":"b","text":"B"},
              {"value":"c","text":"C"}]},
            {"name":"sure","type":"yesNo","label":"Chắc","optional":true},{"name":"area","type":"number","label":"Diện tích","optional":true},
            {"name":"born","type":"date","label":"Ngày sinh","optional":true}]},
          {"key":"hai","section":"noi-dung","title":"Hai","because":"Vì có","showWhen":{{when.ToJsonString()}},"fields":[
            {"name":"tax","type":"number","label":"Thuế"}{{more}}]}]}
        """);
}
