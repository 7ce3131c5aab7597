using System.Text.RegularExpressions;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Architecture;

/// <summary>One paper has one name: what the dictionary does not use is used nowhere a person reads.</summary>
public sealed class PaperNamesTests
{
    private static readonly IReadOnlyList<(string Paper, string Wrong)> Names = Read(File.ReadAllText(Building.InRepository("docs/glossary.md")));

    [Fact]
    public void The_dictionary_names_papers() => Assert.True(Names.Count > 20, $"{Names.Count} names");

    /// <summary>Sentences and pages of every room: pages are compiled into them.</summary>
    [Fact]
    public void Pages_and_sentences_call_a_paper_by_its_name() => Assert.Empty(Building.Modules.All.Select(module => module.GetType().Assembly).Distinct()
        .SelectMany(room => Building.Literals(room).SelectMany(text => Wrong(room.GetName().Name!, text))));

    [Fact]
    public void Forms_and_templates_call_a_paper_by_its_name() => Assert.Empty(Building.Files("data", "*.json")
        .SelectMany(file => Wrong(Building.Name(file), Everyday.Replace(File.ReadAllText(file), ""))));

    [Theory]
    [InlineData("In giấy hẹn cho ông/bà", 1)]
    [InlineData("GIẤY  TIẾP NHẬN VÀ HẸN TRẢ", 1)]
    [InlineData("Giấy tiếp nhận hồ sơ và hẹn trả kết quả, gọi là phiếu hẹn", 0)]
    [InlineData("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", 0)]
    public void A_wrong_name_is_found(string text, int found) => Assert.Equal(found, Wrong("x", text).Count());

    internal static IEnumerable<string> Wrong(string where, string text)
    {
        var plain = Space.Replace(text, " ");
        return Names.Where(name => plain.Contains(name.Wrong, StringComparison.OrdinalIgnoreCase))
            .Select(name => $"{where}: “{name.Wrong}” for {name.Paper} in “{plain[..Math.Min(plain.Length, 80)]}”");
    }

    private static List<(string, string)> Read(string glossary) =>
        [.. glossary[glossary.IndexOf("## Papers and their names", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Split('|')).Where(cells => cells.Length == 6)
            .SelectMany(cells => cells[4].Split(';').Select(name => (cells[1].Trim(), name.Trim())).Where(name => name.Item2.Length > 0))];

    private static readonly Regex Space = new(@"\s+");

    /// <summary>Words by which people search: theirs.</summary>
    private static readonly Regex Everyday = new("\"everydayWords\"\\s*:\\s*\\[[^\\]]*\\]");
}

/// <summary>The same of what is sent to people.</summary>
public sealed class PaperNamesInMessagesTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Messages_call_a_paper_by_its_name()
    {
        var texts = await house.Scalar<string[]>("select array_agg(event || ': ' || coalesce(subject, '') || ' ' || text) from messages.template");
        Assert.NotEmpty(texts);
        Assert.Empty(texts.SelectMany(text => PaperNamesTests.Wrong("messages.template", text)));
    }
}
