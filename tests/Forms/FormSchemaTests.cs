using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using MotCua.Forms;
using MotCua.Forms.Contracts;
using Xunit;

namespace MotCua.Tests.Forms;

/// <summary>The schema of a form and the reader of its answers agree: what the reader keeps fits the schema, what is wrong is wrong for both.</summary>
public sealed class FormSchemaTests
{
    private const int DocumentsOfAForm = 150;

    public static TheoryData<string> Codes => [.. FormFiles.Read(A.Folder()).Select(form => form.Code), "THU"];

    private static readonly string[] Texts = ["Ấp Rạch Tàu", "a", "H'Hen Niê – số 5/2", "Đường Lý Văn Lâm, khóm 6"];

    [Theory, MemberData(nameof(Codes))]
    public void What_the_reader_keeps_fits_the_schema_and_a_wrong_value_fits_neither(string code)
    {
        var form = Form(code);
        var (schema, dice, whole, wrongs) = (Schema(form), new Random(7), 0, 0);
        for (var i = 0; i < DocumentsOfAForm; i++)
        {
            var kept = FormAnswers.Validate(form, Document(form, dice), A.Context).Answers;
            if (FormAnswers.Validate(form, kept, A.Context) is not { Problems.Count: 0 } reading || !JsonNode.DeepEquals(reading.Answers, kept)) continue;
            whole++;
            var judged = schema.Evaluate(Element(kept), new EvaluationOptions { OutputFormat = OutputFormat.List });
            Assert.True(judged.IsValid, $"{kept.ToJsonString()}\n{Reasons(judged)}");
            foreach (var (what, wrong) in Wrongs(form, kept))
            {
                wrongs++;
                Assert.True(FormAnswers.Validate(form, wrong, A.Context).Problems.Count > 0, $"The reader took {what}: {wrong.ToJsonString()}");
                Assert.False(schema.Evaluate(Element(wrong)).IsValid, $"The schema took {what}: {wrong.ToJsonString()}");
            }
        }
        Assert.True(whole >= DocumentsOfAForm / 5 && wrongs > whole * 5, $"{form.Code}: only {whole} documents were right, {wrongs} wrong ones were made.");
    }

    [Fact]
    public void What_cannot_be_said_as_a_schema_is_said_beside_it()
    {
        var schema = FormSchema.Of(Form("THU"));
        var properties = schema["properties"]!;
        Assert.Equal("/from", properties["to"]!["x-after"]!.GetValue<string>());
        Assert.True(properties["from"]!["x-past"]!.GetValue<bool>());
        Assert.Equal("/id", properties["other"]!["x-differsFrom"]!.GetValue<string>());
        Assert.NotNull(properties["place"]!["x-check"]);
        Assert.Equal(["/id", "/other", "/from", "/to"], schema["x-pages"]![0]!["fields"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("Có", properties["kind"]!["oneOf"]![0]!["title"]!.GetValue<string>());
    }

    [Fact]
    public void Each_schema_is_one() => Assert.All(FormFiles.Read(A.Folder()).Append(Form("THU")), form =>
        Assert.True(MetaSchemas.Draft202012.Evaluate(Element(FormSchema.Of(form))).IsValid));

    /// <summary>One of every kind of field and of condition.</summary>
    private static FormDefinition Form(string code) => code != "THU" ? FormFiles.Read(A.Folder()).Single(form => form.Code == code) : FormDefinition.Parse("""
        {"code":"THU","title":"Thử","pages":[
          {"key":"mot","section":"nguoi-nop","title":"Một","fields":[
            {"name":"id","type":"personalId","label":"Số"},{"name":"other","type":"personalId","label":"Số khác","optional":true,"differsFrom":"id"},
            {"name":"from","type":"date","label":"Từ ngày","past":true},{"name":"to","type":"date","label":"Đến ngày","after":"from"}]},
          {"key":"hai","section":"noi-dung","title":"Hai","fields":[
            {"name":"kind","type":"choice","label":"Loại","options":[{"value":"co","text":"Có"},{"value":"khong","text":"Không"}]},
            {"name":"more","type":"multiChoice","label":"Thêm","optional":true,"options":[{"value":"a","text":"A"},{"value":"b","text":"B"}]},
            {"name":"sure","type":"yesNo","label":"Chắc"},
            {"name":"a.tax","type":"taxCode","label":"Mã số thuế","showWhen":{"field":"more","equals":"a"}},
            {"name":"a.note","type":"longText","label":"Ghi chú","showWhen":{"all":[{"field":"sure","equals":true},{"not":{"field":"kind","in":["co"]}}]}}]},
          {"key":"ba","section":"noi-dung","title":"Ba","because":"Vì có","showWhen":{"any":[{"field":"kind","equals":"co"},{"field":"other","answered":true}]},
           "fields":[
            {"name":"b.time","type":"time","label":"Giờ"},{"name":"b.fee","type":"money","label":"Tiền","min":1000,"max":90000},
            {"name":"b.area","type":"number","label":"Diện tích","max":100},{"name":"b.count","type":"number","label":"Số người","whole":true,"optional":true},
            {"name":"b.mail","type":"email","label":"Thư","showWhen":{"field":"more","answered":false}}]},
          {"key":"bon","section":"noi-dung","title":"Bốn","fields":[
            {"name":"place","type":"address","label":"Nơi ở"},{"name":"old","type":"oldIdentityNumber","label":"CMND","optional":true},
            {"name":"rows","type":"group","label":"Người","rowTitle":"Người","addText":"Thêm","minRows":1,"maxRows":3,
             "fields":[{"name":"name","type":"personName","label":"Tên"},{"name":"born","type":"partialDate","label":"Sinh","optional":true}]}]}]}
        """);

    private static JsonSchema Schema(FormDefinition form) => JsonSchema.FromText(FormSchema.Of(form).ToJsonString());

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static string Reasons(EvaluationResults judged) => string.Join('\n', (judged.Details ?? []).Where(part => part.Errors is { Count: > 0 })
        .Select(part => $"{part.InstanceLocation} {part.EvaluationPath}: {string.Join("; ", part.Errors!.Values)}"));

    private static JsonObject Document(FormDefinition form, Random dice)
    {
        var answers = new JsonObject();
        foreach (var field in form.Pages.SelectMany(page => page.Fields))
            if (!field.Optional && dice.Next(40) > 0 || dice.Next(2) == 0) answers.Put(field.Name, Value(field, dice));
        return answers;
    }

    private static JsonNode? Value(FormField field, Random dice) => field.Type switch
    {
        FieldType.PersonName => new[] { "Nguyễn Thị Bé Năm", "H'Hen Niê", "Danh Sà-Rích" }[dice.Next(3)],
        FieldType.PersonalId => $"096{dice.Next(1_000_000_000):000000000}",
        FieldType.OldIdentityNumber => $"{dice.Next(1_000_000_000):000000000}",
        FieldType.TaxCode => new[] { "0100233488", "096167001234" }[dice.Next(2)],
        FieldType.Phone => new[] { "0912345678", "02903831234", "0290383123" }[dice.Next(3)],
        FieldType.Email => new[] { "an@example.vn", "a.b+c@mail.gov.vn" }[dice.Next(2)],
        FieldType.Date => Day(dice),
        FieldType.PartialDate => dice.Next(2) == 0 ? $"{dice.Next(1920, 2026)}" : Day(dice),
        FieldType.Time => $"{dice.Next(24):00}:{dice.Next(60):00}",
        FieldType.Money => (long)(field.Min ?? 0) + dice.Next(1000),
        FieldType.Number => field.Whole
            ? Math.Min(dice.Next(1, 60), field.Max ?? 60)
            : Math.Max(field.Min ?? 0, Math.Min(dice.Next(1, 9000) / 100m, field.Max ?? 90)),
        FieldType.Choice => field.Options[dice.Next(field.Options.Count)].Value,
        FieldType.MultiChoice => new JsonArray([.. field.Options.Where((_, i) => i == 0 || dice.Next(2) == 0)
            .Select(option => JsonValue.Create(option.Value))]),
        FieldType.YesNo => dice.Next(2) == 0,
        FieldType.Address => dice.Next(2) == 0 ? new JsonObject { ["province"] = "96", ["commune"] = "32248", ["detail"] = Texts[dice.Next(4)] }
            : new JsonObject { ["province"] = "92", ["communeName"] = "Phường Cái Khế", ["detail"] = Texts[dice.Next(4)] },
        FieldType.Group => new JsonArray([.. Enumerable.Range(0, dice.Next(1, Math.Min(3, field.RowLimit) + 1)).Select(_ => Row(field, dice))]),
        _ => Texts[dice.Next(4)],
    };

    private static string Day(Random dice) => $"{dice.Next(1920, 2026)}-{dice.Next(1, 13):00}-{dice.Next(1, 29):00}";

    private static JsonNode Row(FormField group, Random dice)
    {
        var row = new JsonObject();
        foreach (var inner in group.Fields)
            if (!inner.Optional || dice.Next(2) == 0) row.Put(inner.Name, Value(inner, dice));
        return row;
    }

    /// <summary>The right document with one thing wrong in it.</summary>
    private static IEnumerable<(string What, JsonObject Wrong)> Wrongs(FormDefinition form, JsonObject right)
    {
        JsonObject With(string path, JsonNode? value)
        {
            var wrong = (JsonObject)right.DeepClone();
            wrong.Put(path, value);
            return wrong;
        }
        yield return ("an unknown answer", With("khongHoi", "x"));
        foreach (var page in form.VisiblePages(right))
        {
            foreach (var field in page.Fields.Where(field => right.At(field.Name).IsAnswered()))
            {
                foreach (var value in WrongValues(field)) yield return ($"{field.Name} of type {field.Type}", With(field.Name, value));
                if (!field.Optional) yield return ($"no {field.Name}", With(field.Name, null));
            }
        }
    }

    private static IEnumerable<JsonNode?> WrongValues(FormField field) => field.Type switch
    {
        FieldType.PersonName => ["Nguyễn 2", new string('a', 201), "..."],
        FieldType.PersonalId => ["09616700123", "0961670012345", "khong"],
        FieldType.OldIdentityNumber => ["12345678", "0123456789"],
        FieldType.TaxCode => ["01002334", "x"],
        FieldType.Phone => ["12345", "0112345678", "091234567"],
        FieldType.Email => ["a b@example.vn", "a@", "khong-co", "a@b"],
        FieldType.Date => ["1990", "5 tháng 3", "1990-03", ""],
        FieldType.PartialDate => ["19900", "1990-03", "x"],
        FieldType.Time => ["25:00", "8:99", "sáng"],
        FieldType.Money or FieldType.Number => ["mười", (field.Min ?? 0) - 1, .. field.Max is { } most ? new JsonNode[] { most + 1 } : [],
            .. field.Whole || field.Type == FieldType.Money ? new JsonNode[] { 1.5m + (field.Min ?? 0) } : []],
        FieldType.Choice => ["khong-co", 5],
        FieldType.MultiChoice => [new JsonArray("khong-co"), "khong-co"],
        FieldType.YesNo => ["co", 2],
        FieldType.Address => [new JsonObject { ["detail"] = "Ấp Mũi" }, .. field.Optional ? Array.Empty<JsonNode>() : [new JsonObject()],
            new JsonObject { ["commune"] = "32248", ["detail"] = new string('a', field.Limit + 1) }],
        FieldType.Group => ["x", new JsonArray([.. Enumerable.Range(0, field.RowLimit + 1).Select(_ => Row(field, new Random(3)))])],
        _ => [new string('a', field.Limit + 1)],
    };
}
