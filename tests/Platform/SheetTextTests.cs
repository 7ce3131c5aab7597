using System.Text;
using MotCua.Organisation;
using MotCua.Platform.Loading;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>A sheet as Excel of a Vietnamese computer saves it is read, or refused with the true reason.</summary>
public sealed class SheetTextTests
{
    private const string Header = "date,weekday,name,kind,swap_with,decision,confidence";
    private const string Row = "2027-01-01,thu_sau,Tết Dương lịch,holiday,,x,high";

    public static TheoryData<string, byte[]> Ways()
    {
        var data = new TheoryData<string, byte[]>();
        foreach (var sign in new[] { ",", ";", "\t" })
            foreach (var day in new[] { "2027-01-01", "1/1/2027", "01/01/2027", "01-01-2027" })
                foreach (var (end, tail) in new[] { ("\r\n", ""), ("\n", ",,,,,,\r\n"), ("\r\n", ",,,,,,\r\n,,,,,,\r\n") })
                    foreach (var (name, encoding) in Encodings())
                    {
                        var text = $"{Header}{end}{Row.Replace("2027-01-01", day, StringComparison.Ordinal)}{end}{tail}".Replace(",", sign,
                            StringComparison.Ordinal);
                        data.Add($"{name} {(sign == "\t" ? "tab" : sign)} {day} {tail.Length}", [.. encoding.Preamble, .. encoding.GetBytes(text)]);
                    }
        data.Add("sep=", Encoding.UTF8.GetBytes($"sep=;\r\n{Header}\r\n{Row}\r\n".Replace(',', ';')));
        return data;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_way_of_saving_gives_the_same_rows(string way, byte[] bytes)
    {
        var (rows, problems) = ReferenceFiles.Holidays.Read(bytes);
        Assert.True(problems.Count == 0, $"{way}: {string.Join("; ", problems)}");
        Assert.Equal(("2027-01-01", "Tết Dương lịch"), (Assert.Single(rows)["date"], rows[0]["name"]));
    }

    [Theory]
    [InlineData("31/02/2027", "không phải ngày có thật")]
    [InlineData("1/13/2027", "không phải ngày có thật")]
    [InlineData("46388", "không phải ngày có thật")]
    public void A_day_that_does_not_exist_is_named(string day, string words)
    {
        var (_, problems) = ReferenceFiles.Holidays.Read(Encoding.UTF8.GetBytes($"{Header}\n{Row.Replace("2027-01-01", day, StringComparison.Ordinal)}\n"));
        Assert.Contains(words, Assert.Single(problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_code_page_is_refused_with_its_name()
    {
        // "ngày lễ" as Windows-1258 writes it.
        byte[] bytes = [.. Encoding.ASCII.GetBytes($"{Header}\n2027-01-01,thu_sau,ng"), 0xE0, 0x79, 0x20, 0x6C, 0xEA, 0xDE, .. ",holiday,,x,high\n"u8];
        var (rows, problems) = ReferenceFiles.Holidays.Read(bytes);
        Assert.Empty(rows);
        Assert.Contains("Windows-1258", Assert.Single(problems).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9,17223", ';', "9.17223")]
    [InlineData("9.17223", ';', "9.17223")]
    [InlineData("9.17223", ',', "9.17223")]
    [InlineData("1.234", ',', "1.234")]
    [InlineData("1.234", ';', null)]
    public void A_decimal_comma_is_read_and_what_has_two_meanings_is_not(string cell, char sign, string? plain)
    {
        var read = SheetText.Plain(CellKind.Decimal, cell, sign);
        if (plain is null) Assert.Null(RowReader.Parse(CellKind.Decimal, read));
        else Assert.Equal(plain, read);
    }

    private static IEnumerable<(string, Encoding)> Encodings() =>
        [("UTF-8", new UTF8Encoding(false)), ("UTF-8 with mark", new UTF8Encoding(true)), ("UTF-16", new UnicodeEncoding(false, true)),
        ("UTF-16 without mark", new UnicodeEncoding(false, false)), ("UTF-16 BE", new UnicodeEncoding(true, true))];
}
