using MotCua.Organisation.Calendar;
using Xunit;

namespace MotCua.Tests.Organisation;

public sealed class NoticeLinesTests
{
    private const string Header = "date,weekday,name,kind,swap_with,decision,confidence\n";

    [Fact]
    public void Lines_are_read_with_or_without_marks_year_and_blank_lines()
    {
        var (days, problems) = NoticeLines.Read("""
            # dịp Quốc khánh
            02/09/2027; nghỉ lễ; Quốc khánh

            31/8; Nghi hoan doi; Nghỉ dịp Quốc khánh; 28/08/2027
            2027-08-28	làm bù	Làm bù cho ngày 31/8	31/8
            """.ReplaceLineEndings("\r\n"), 2027);
        Assert.Empty(problems);
        Assert.Equal(
        [
            new CalendarDay(new(2027, 8, 28), "Làm bù cho ngày 31/8", DayKind.MakeUp, new(2027, 8, 31)),
                new CalendarDay(new(2027, 8, 31), "Nghỉ dịp Quốc khánh", DayKind.Swapped, new(2027, 8, 28)),
            new CalendarDay(new(2027, 9, 2), "Quốc khánh", DayKind.Holiday, null),
        ], days);
    }

    [Theory]
    [InlineData("31/02/2027; nghỉ lễ; Tết", "Dòng 2: “31/02/2027” không phải ngày có trong lịch")]
    [InlineData("02/09/2027, nghỉ lễ, Quốc khánh", "Dòng 2: cần ngày, loại và tên, cách nhau bằng dấu chấm phẩy")]
    [InlineData("02/09/2027; nghỉ mát; Quốc khánh", "Dòng 2: “nghỉ mát” không phải loại ngày")]
    [InlineData("02/09/2027; nghỉ lễ; ; 03/09/2027", "Dòng 2: chưa có tên ngày")]
    [InlineData("02/09/2027; nghỉ lễ; Quốc khánh; 03/09/2027", "Dòng 2: ngày nghỉ lễ không đổi với ngày nào")]
    [InlineData("31/08/2027; nghỉ hoán đổi; Nghỉ", "Dòng 2: ngày nghỉ hoán đổi cần ghi ngày đổi")]
    [InlineData("31/08/2027; nghỉ hoán đổi; Nghỉ; 40/08/2027", "Dòng 2: ngày đổi “40/08/2027” không có trong lịch")]
    [InlineData("02/09/2028; nghỉ lễ; Quốc khánh", "Dòng 2: ngày 02/09/2028 không thuộc năm 2027")]
    [InlineData("01/01/2027; nghỉ lễ; Tết", "Dòng 2: ngày 01/01/2027 đã có ở dòng 1")]
    [InlineData("31/08/2027; làm bù; Làm bù; 28/08/2027", "Dòng 2: ngày làm bù 31/08/2027 là Thứ Ba. Ngày làm bù phải là Thứ Bảy hoặc Chủ Nhật")]
    [InlineData("28/08/2027; nghỉ bù; Nghỉ bù", "Dòng 2: ngày nghỉ bù 28/08/2027 là Thứ Bảy")]
    [InlineData("28/08/2027; làm bù; Làm bù; 31/08/2027", "Dòng 2: đổi với 31/08/2027, nhưng danh sách không có ngày nghỉ hoán đổi 31/08/2027")]
    public void A_wrong_line_is_answered_with_its_number_and_how_to_mend_it(string line, string words)
    {
        var (_, problems) = NoticeLines.Read("01/01/2027; nghỉ lễ; Tết Dương lịch\n" + line, 2027);
        Assert.Contains(words, Assert.Single(problems).Message.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_line_is_named_in_the_order_of_the_lines()
    {
        var (_, problems) = NoticeLines.Read("x\n02/09/2027; nghỉ lễ; Quốc khánh\n02/09/2026; nghỉ lễ; Quốc khánh\ny; z; a", 2027);
        Assert.Equal(["Dòng 1", "Dòng 3", "Dòng 4"], problems.Select(problem => problem.Message[..6]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n# không có gì\n")]
    public void A_year_without_a_day_off_is_no_notice(string text) =>
        Assert.Contains("mỗi ngày một dòng", Assert.Single(NoticeLines.Read(text, 2027).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void The_table_of_the_loader_is_read_by_the_rules_of_the_loader()
    {
        var (days, problems) = NoticeLines.Read("\uFEFF" + Header + "2027-01-01,thu_sau,Tết Dương lịch,holiday,,Thông báo,high\n", 2027);
        Assert.Empty(problems);
        Assert.Equal([new CalendarDay(new(2027, 1, 1), "Tết Dương lịch", DayKind.Holiday, null)], days);
        (_, problems) = NoticeLines.Read(Header
            + "2027-01-01,thu_hai,Tết Dương lịch,holiday,,Thông báo,high\n2026-01-01,thu_nam,Tết Dương lịch,holiday,,Thông báo,high\n", 2027);
        Assert.Contains("Dòng 2: cột weekday: Ngày 01/01/2027 là thu_sau", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("Dòng 3: ngày 01/01/2026 không thuộc năm 2027", problems[1].Message, StringComparison.Ordinal);
        Assert.Contains("Dòng 1: Thiếu cột", Assert.Single(NoticeLines.Read("date,kind\n2027-01-01,holiday\n", 2027).Problems).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        CalendarDay[] days = [new(new(2027, 1, 1), "Tết", DayKind.Holiday, null), new(new(2027, 8, 28), "Bù", DayKind.MakeUp, new(2027, 8, 31)),
            new(new(2027, 8, 31), "Nghỉ", DayKind.Swapped, new(2027, 8, 28))];
        Assert.Equal(days, NoticeLines.Read(NoticeLines.Write(days), 2027).Days);
    }

    [Fact]
    public void The_difference_says_each_day_and_whether_it_counts()
    {
        CalendarDay[] before = [new(new(2026, 1, 1), "Tết", DayKind.Holiday, null), new(new(2026, 4, 26), "Giỗ Tổ", DayKind.Holiday, null),
            new(new(2026, 9, 2), "Quốc khánh", DayKind.Holiday, null)];
        CalendarDay[] after = [new(new(2026, 4, 26), "Giỗ Tổ Hùng Vương", DayKind.Holiday, null), new(new(2026, 4, 29), "Nghỉ bão", DayKind.Holiday, null),
            new(new(2026, 9, 2), "Quốc khánh", DayKind.Holiday, null)];
        var changes = CalendarDifference.Between(before, after);
        Assert.Equal(["Bỏ ngày nghỉ lễ Thứ Năm, 01/01/2026: Tết; ngày này lại là ngày làm việc",
            "Đổi tên Chủ Nhật, 26/04/2026: từ “Giỗ Tổ” thành “Giỗ Tổ Hùng Vương”", "Thêm ngày nghỉ lễ Thứ Tư, 29/04/2026: Nghỉ bão"],
            changes.Select(change => change.Words.Replace('\u00a0', ' ')));
        Assert.Equal([true, false, true], changes.Select(change => change.Counts));
        Assert.Single(CalendarDifference.Past(before, after, new(2026, 4, 29)));
        Assert.Empty(CalendarDifference.Past(before, after, new(2026, 1, 1)));
    }

    [Fact]
    public void A_missing_year_is_named_with_what_to_do()
    {
        Assert.Empty(NoticedYears.Missing([2025, 2026], new(2026, 4, 28)));
        Assert.Empty(NoticedYears.Missing([2026, 2027], new(2026, 4, 28)));
        Assert.Contains("Thiếu lịch năm 2027", Assert.Single(NoticedYears.Missing([2026, 2028], new(2026, 4, 28))), StringComparison.Ordinal);
        Assert.Contains("Thiếu lịch năm 2026", Assert.Single(NoticedYears.Missing([2024, 2025], new(2026, 4, 28))), StringComparison.Ordinal);
        Assert.Contains("Thiếu lịch năm 2026", Assert.Single(NoticedYears.Missing([], new(2026, 4, 28))), StringComparison.Ordinal);
    }
}
