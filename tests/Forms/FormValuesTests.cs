using System.Text.Json.Nodes;
using MotCua.Forms;
using MotCua.Forms.Contracts;
using MotCua.Platform.Expressions;
using Xunit;

namespace MotCua.Tests.Forms;

/// <summary>What conditions may look at in a form, and what they find in answers.</summary>
public sealed class FormValuesTests
{
    public static TheoryData<string> Codes => [.. FormFiles.Read(A.Folder()).Select(form => form.Code)];

    [Theory, MemberData(nameof(Codes))]
    public void Every_name_can_stand_in_a_condition_and_its_answer_has_the_type_that_was_promised(string code)
    {
        var form = FormFiles.Read(A.Folder()).Single(one => one.Code == code);
        var (known, answers) = (FormValues.Known(form), Answered(form));
        Assert.NotEmpty(known);
        var value = FormValues.Of(form, answers);
        foreach (var one in known)
        {
            var asked = one.Type == AnswerType.Texts ? $"\"{one.Choices!.Keys.First()}\" in {one.Name}" : $"{one.Name} != null";
            var (condition, faults) = Expression.Read(asked, known);
            Assert.True(condition is not null, $"{one.Name}: {string.Join("; ", faults.Select(fault => fault.Words))}");
            Assert.True(condition.Holds(value, new(2026, 4, 28)), one.Name);
            Assert.IsType(one.Type switch
            {
                AnswerType.Number => typeof(decimal), AnswerType.Date => typeof(DateOnly), AnswerType.Truth => typeof(bool),
                AnswerType.Texts => typeof(List<string>), _ => typeof(string),
            }, value(one.Name));
        }
    }

    [Theory, MemberData(nameof(Codes))]
    public void What_is_not_there_or_of_another_kind_is_not_given(string code)
    {
        var form = FormFiles.Read(A.Folder()).Single(one => one.Code == code);
        JsonNode?[] strange = [null, new JsonArray(), new JsonObject(), JsonValue.Create("")];
        foreach (var one in FormValues.Known(form))
        {
            foreach (var value in strange)
            {
                var answers = new JsonObject();
                answers.Put(one.Name, value?.DeepClone());
                Assert.Null(FormValues.Of(form, answers)(one.Name));
            }
        }
        Assert.Null(FormValues.Of(form, [])("khong.co"));
    }

    [Fact]
    public void Of_a_date_only_its_year_is_no_date_and_numbers_are_the_same_however_they_are_kept()
    {
        var form = FormDefinition.Parse("""
            { "code": "T", "title": "T", "pages": [ { "key": "a", "section": "noi-dung", "title": "A", "fields": [
                { "name": "born", "type": "partialDate", "label": "Ngày sinh" }, { "name": "area", "type": "number", "label": "Diện tích" },
                { "name": "price", "type": "money", "label": "Giá" } ] } ] }
            """);
        Assert.Null(FormValues.Of(form, new() { ["born"] = "1980" })("born"));
        Assert.Null(FormValues.Of(form, new() { ["born"] = "không rõ" })("born"));
        Assert.Equal(new DateOnly(1980, 3, 5), FormValues.Of(form, new() { ["born"] = "1980-03-05" })("born"));
        foreach (var kept in new[] { JsonValue.Create(4.5m), JsonNode.Parse("4.5")!, JsonNode.Parse("4.50")! })
            Assert.Equal(4.5m, FormValues.Of(form, new() { ["area"] = kept.DeepClone() })("area"));
        foreach (var kept in new[] { JsonValue.Create(1_000_000L), JsonNode.Parse("1000000")! })
            Assert.Equal(1_000_000m, FormValues.Of(form, new() { ["price"] = kept.DeepClone() })("price"));
    }

    private static JsonObject Answered(FormDefinition form)
    {
        var answers = new JsonObject();
        foreach (var field in form.Pages.SelectMany(page => page.Fields)) answers.Put(field.Name, Some(field));
        // As they come out of the database.
        return JsonNode.Parse(answers.ToJsonString())!.AsObject();
    }

    private static JsonNode Some(FormField field) => field.Type switch
    {
        FieldType.Group => new JsonArray(new JsonObject()), FieldType.Address => new JsonObject { ["province"] = "96", ["commune"] = "32248" },
        FieldType.Date or FieldType.PartialDate => "2020-02-29", FieldType.Money => 20_000L, FieldType.Number => 2.5m, FieldType.YesNo => true,
        FieldType.MultiChoice => new JsonArray(field.Options[0].Value), FieldType.Choice => field.Options[^1].Value, _ => "chữ",
    };
}
