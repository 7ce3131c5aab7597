using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using Xunit;

namespace MotCua.Tests.Forms;

public sealed class FormCopyTests
{
    [Fact]
    public void What_is_no_longer_asked_asked_otherwise_or_wrong_today_is_left_out_with_its_reason()
    {
        var before = A.Form("""
            {"name":"name","type":"text","label":"Tên"},{"name":"gone","type":"text","label":"Mục cũ"},{"name":"kind","type":"text","label":"Loại"},
            {"name":"born","type":"date","label":"Ngày sinh"},{"name":"how","type":"text","label":"Cách"},{"name":"where","type":"text","label":"Nơi"}
            """);
        var now = A.Form("""
            {"name":"name","type":"text","label":"Tên"},{"name":"kind","type":"number","label":"Loại"},
            {"name":"born","type":"date","label":"Ngày sinh","past":true},
            {"name":"how","type":"text","label":"Cách","maxLength":3},
            {"name":"where","type":"text","label":"Nơi","showWhen":{"field":"how","answered":true},"because":"Vì có"}
            """);
        var answers = JsonNode.Parse("""{"name":"An","gone":"x","kind":"hai","born":"2030-01-02","how":"dài quá","where":"Ấp"}""")!.AsObject();
        var (copied, left) = FormCopy.Of(before, answers, now, A.Context);
        Assert.Equal("""{"name":"An"}""", copied.ToJsonString());
        Assert.Equal(["Mục cũ", "Loại", "Ngày sinh", "Cách", "Nơi"], left.Select(one => one.Label));
        Assert.Contains("không hỏi", left[0].Why, StringComparison.Ordinal);
        Assert.Equal("Cách hỏi đã đổi, khai lại", left[1].Why);
    }
}
