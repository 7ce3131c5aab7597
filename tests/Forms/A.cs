using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using MotCua.Forms.Contracts;

namespace MotCua.Tests.Forms;

/// <summary>Forms, posts and places for tests.</summary>
internal static class A
{
    public static readonly Places Places = new("96", [new Place("96", "Tỉnh Cà Mau"), new Place("92", "Thành phố Cần Thơ")],
        [new Place("32248", "Xã Đất Mũi"), new Place("32025", "Phường Tân Thành"), new Place("32191", "Xã Năm Căn"), new Place("32192", "Xã Tân Thành")],
        [new FormerPlace("Xã Viên An, huyện Ngọc Hiển", "32248", true), new FormerPlace("Xã Chia Đôi, huyện Cũ", "32248", false),
            new FormerPlace("Xã Chia Đôi, huyện Cũ", "32191", false)]);

    public static readonly FormContext Context = new(new DateOnly(2026, 4, 28), Places);

    public static FormDefinition Form(string fields) => FormDefinition.Parse(
        $$"""{"code":"thu","title":"Thử","pages":[{"key":"mot","section":"noi-dung","title":"Một","fields":[{{fields}}]}]}""");

    public static FormPageReading Read(FormDefinition form, params (string Name, string Value)[] posted) => Read(form, form.Pages[0], [], posted);

    public static FormPageReading Read(FormDefinition form, FormPage page, JsonObject answers, params (string Name, string Value)[] posted) =>
        FormReader.Read(form, page, posted.GroupBy(pair => pair.Name)
        .Select(group => KeyValuePair.Create(group.Key, new StringValues([.. group.Select(pair => pair.Value)]))), answers, Context);

    public static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "data", "procedures.csv"))) return Path.Combine(folder.FullName, "data");
        }
        throw new InvalidOperationException("The reference data is not here.");
    }
}
