using System.Text.Json.Nodes;
using MotCua.Forms;
using MotCua.Forms.Contracts;
using Xunit;

namespace MotCua.Tests.Forms;

public sealed class ProcedureFileTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(A.Folder(), "procedures"), "*.json").Select(file => Path.GetFileName(file)!)];

    /// <summary>Those with a form and a result of their own; the others change but a few words of what is published.</summary>
    public static TheoryData<string> Complete =>
        [.. Directory.GetFiles(Path.Combine(A.Folder(), "procedures"), "*.json").Select(file => Path.GetFileName(file)!)
            .Where(file => Read(file)["form"] is not null)];

    [Fact]
    public void Nine_procedures_are_complete_and_the_rest_has_a_generic_form() =>
        Assert.Equal(["BTXH01", "CT01", "DD01", "HKD01", "KS01", "KT01", "LT01", "LT02", "XD01", "generic"],
        FormFiles.Read(A.Folder()).Select(form => form.Code).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public void A_procedure_is_bound_to_a_national_code(string file) =>
        Assert.Contains(File.ReadLines(Path.Combine(A.Folder(), "procedures.csv")),
        line => line.StartsWith(Read(file)["code"]!.GetValue<string>() + ",", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Complete))]
    public void The_hours_of_the_steps_are_those_of_the_term(string file)
    {
        var procedure = Read(file);
        // What only opens the dossiers of other procedures has their hours.
        if (procedure["process"] is null)
        {
            Assert.NotNull(procedure["drawing"]);
            return;
        }
        var term = procedure["term"]!;
        var hours = term["unit"]!.GetValue<string>() == "sameDay" ? 8 : term["value"]!.GetValue<decimal>() * 8;
        var steps = procedure["process"]!.AsArray();
        Assert.Equal(hours, steps.Sum(step => step!["hours"]!.GetValue<decimal>()));
        Assert.Equal(("receive", "return"), (steps[0]!["kind"]!.GetValue<string>(), steps[^1]!["kind"]!.GetValue<string>()));
    }

    [Theory, MemberData(nameof(Complete))]
    public void Its_form_has_few_pages_of_few_fields(string file)
    {
        var form = FormDefinition.Parse(Read(file)["form"]!);
        // Whoever files for another has one page more than everybody else.
        Assert.InRange(form.Pages.Count(page => page.Key != "nguoi-nop-thay"), 3, 8);
        Assert.All(form.Pages, page => Assert.InRange(page.Fields.Count, 1, 5));
        Assert.Equal(form.Code, Read(file)["alias"]!.GetValue<string>());
    }

    [Theory, MemberData(nameof(Complete))]
    public void Its_result_names_only_fields_that_exist(string file)
    {
        var procedure = Read(file);
        var known = FormMerge.Of(FormDefinition.Parse(procedure["form"]!), []);
        var names = procedure["result"]!["paragraphs"]!.AsArray().SelectMany(text => FormMerge.Names(text!.GetValue<string>()));
        Assert.All(names, name => Assert.True(name == "dossier.code" || known.ContainsKey(name), name));
        var national = procedure["result"]!["resultPaperCode"]?.GetValue<string>();
        if (national is not null) Assert.Contains(File.ReadLines(Path.Combine(A.Folder(), "result-paper-codes.csv")),
            line => line.StartsWith(national + ",", StringComparison.Ordinal));
    }

    [Fact]
    public void What_one_procedure_gives_another_takes_from_the_vault()
    {
        var given = Read("ks01-dang-ky-khai-sinh.json")["result"]!["paperType"]!.GetValue<string>();
        var asked = Read("btxh01-tro-cap-xa-hoi.json")["papers"]!.AsArray().Single(paper => paper!["paperType"]!.GetValue<string>() == given)!;
        Assert.True(asked["required"]!.GetValue<bool>() && asked["reusableFromVault"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"code":"x","title":"x","pages":[],"colour":"red"}""", "colour")]
    [InlineData("""{"code":"x","title":"x","pages":[]}""", "at least one page")]
    [InlineData("""{"code":"x","title":"x","pages":[{"key":"a","section":"noi-dung","title":"A","fields":"""
        + """[{"name":"b","type":"magic","label":"B"}]}]}""", "type")]
    [InlineData("""{"code":"x","title":"x","pages":[{"key":"a","section":"noi-dung","title":"A","fields":[{"name":"b","type":"choice","label":"B"}]}]}""",
        "options")]
    [InlineData("""{"code":"x","title":"x","pages":[{"key":"a","section":"noi-dung","title":"A","fields":"""
        + """[{"name":"b","type":"text","label":"B","showWhen":{"field":"c","equals":1}}]}]}""", "unknown field c")]
    public void A_wrong_form_says_what_is_wrong(string json, string words) =>
        Assert.Contains(words, Assert.Throws<FormDefinitionException>(() => FormDefinition.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_form_survives_being_written_and_read() =>
        Assert.All(FormFiles.Read(A.Folder()), form => Assert.Equal(form.ToJson(), FormDefinition.Parse(form.ToJson()).ToJson()));

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(A.Folder(), "procedures", file)))!;
}
