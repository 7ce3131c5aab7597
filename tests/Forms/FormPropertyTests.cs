using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;
using MotCua.Forms;
using MotCua.Forms.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Forms;

public sealed class FormPropertyTests
{
    private static readonly IReadOnlyList<FormDefinition> Forms = FormFiles.Read(A.Folder());

    private static readonly string[] Parts = ["", ".day", ".month", ".year", ".yearOnly", ".province", ".commune", ".detail", ".rows", "[0].name",
        "[1].born.day", "[99].x"];

    private static readonly string[] Nasty = ["", " ", "\0", "\ud800", "30", "2", "1990", "096167001234", "NaN", "1e999", "-1", "٣", "5/3/1980", "true",
        "{{answers.x}}",
        "<script>", new string('9', 10_000), new string('ễ', 10_000), "'; drop table", "members[1]", "e\u0301\u0301\u0301"];

    [Fact]
    public void Reading_never_throws_whatever_is_posted_and_what_it_keeps_reads_back_the_same()
    {
        var value = Gen.OneOf(Gen.Elements(Nasty), ArbMap.Default.ArbFor<string>().Generator.Select(text => text ?? ""));
        var posts = from form in Gen.Elements(Forms.ToArray())
                    from page in Gen.Elements(form.Pages.ToArray())
                    from names in Gen.Elements(page.Fields.SelectMany(field => Parts.Select(part => field.Name + part)).Concat(["add", "remove"]).ToArray())
                    .ListOf()
                    from values in value.ListOf(names.Count)
                    select (form, page, posted: names.Zip(values).GroupBy(pair => pair.First)
                    .Select(same => KeyValuePair.Create(same.Key, new StringValues([.. same.Select(pair => pair.Second)]))).ToList());
        Check.One(Cases.Of(600), Prop.ForAll(posts.ToArbitrary(), post =>
        {
            var reading = FormReader.Read(post.form, post.page, post.posted, [], A.Context);
            var stored = reading.Answers.ToJsonString();
            Assert.DoesNotContain("\\u0000", stored, StringComparison.Ordinal);
            if (reading.RowsChanged) return;
            var merged = FormAnswers.Merge([], post.page, reading.Answers);
            FormSummary.Of(post.form, merged);
            FormMerge.Of(post.form, merged);
            if (reading.Problems.Count > 0) return;
            var again = FormReader.Page(post.form, post.page, RawAnswers.Of(post.page, merged), merged, A.Context);
            Assert.Empty(again.Reader.Problems);
            Assert.True(JsonNode.DeepEquals(reading.Answers, again.Fragment), $"{reading.Answers.ToJsonString()} ≠ {again.Fragment.ToJsonString()}");
        }));
    }

    [Fact]
    public void Judging_a_whole_document_never_throws()
    {
        JsonNode?[] strange = [null, JsonValue.Create(5), JsonValue.Create("x"), new JsonArray(1, "a", new JsonObject()),
            new JsonObject { ["name"] = new JsonArray() }, JsonValue.Create(true)];
        foreach (var form in Forms)
        {
            foreach (var field in form.Pages.SelectMany(page => page.Fields))
            {
                foreach (var value in strange)
                {
                    var answers = new JsonObject();
                    answers.Put(field.Name, value?.DeepClone());
                    var reading = FormAnswers.Validate(form, answers, A.Context);
                    Assert.NotEmpty(reading.Problems);
                    FormSummary.Of(form, answers);
                    FormMerge.Of(form, answers);
                }
            }
        }
    }
}
