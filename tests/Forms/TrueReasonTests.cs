using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using Xunit;

namespace MotCua.Tests.Forms;

/// <summary>What programs send is answered with the true reason.</summary>
public sealed class TrueReasonTests
{
    [Theory]
    [InlineData("1959-02-29", "Tháng 2 năm 1959 chỉ có 28 ngày")]
    [InlineData("1980-3-5", "Viết ngày đủ chữ số, dạng năm-tháng-ngày, ví dụ 1980-03-05")]
    [InlineData("1980-13-05", "Tháng là số từ 1 đến 12")]
    [InlineData("1980-00-05", "Tháng là số từ 1 đến 12")]
    [InlineData("1980-01-32", "Ngày là số từ 1 đến 31")]
    [InlineData("hôm qua", "Viết ngày bằng chữ số, ví dụ 05/03/1980 hoặc 1980-03-05")]
    [InlineData("19800305T00:00", "Viết ngày bằng chữ số, ví dụ 05/03/1980 hoặc 1980-03-05")]
    public void A_date_of_a_program_is_explained(string sent, string reason)
    {
        foreach (var type in new[] { "date", "partialDate" })
        {
            var form = A.Form($$"""{"name":"born","type":"{{type}}","label":"Ngày sinh","past":true}""");
            Assert.Equal(reason, Assert.Single(FormAnswers.Validate(form, new JsonObject { ["born"] = sent }, A.Context).Problems).Message);
        }
    }

    [Fact]
    public void Rows_beyond_the_form_are_said_with_their_number()
    {
        var form = A.Form(
            """{"name":"m","type":"group","label":"Thành viên","rowTitle":"Thành viên","addText":"Thêm","maxRows":3,"fields":"""
            + """[{"name":"name","type":"personName","label":"Tên"}]}""");
        var rows = new JsonArray([.. Enumerable.Range(0, 5).Select(_ => (JsonNode)new JsonObject { ["name"] = "An" })]);
        var problem = Assert.Single(FormAnswers.Validate(form, new JsonObject { ["m"] = rows }, A.Context).Problems);
        Assert.Equal("Thành viên: tối đa 3 dòng, hiện có 5. Bỏ bớt dòng, hoặc nộp thêm một tờ khai", problem.Message);
    }

    [Theory]
    [InlineData("2,5", false)]
    [InlineData("2.5", false)]
    [InlineData("2", true)]
    public void A_number_of_things_is_whole(string typed, bool right) =>
        Assert.Equal(right, A.Read(A.Form("""{"name":"n","type":"number","whole":true,"label":"Số bản","unit":"bản"}"""), ("n", typed)).Ok);

    [Fact]
    public void Nothing_in_a_full_box_is_lost_to_line_ends()
    {
        var text = string.Concat(Enumerable.Repeat("một dòng chữ dài vừa.\r\n", 90));
        var form = A.Form("""{"name":"t","type":"longText","label":"Nội dung"}""");
        Assert.Equal(text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim(), A.Read(form, ("t", text)).Answers.TextAt("t"));
    }
}
