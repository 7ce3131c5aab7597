using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Sheets;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Desk;

/// <summary>Đầu cột xếp được.</summary>
/// <param name="Asked">What else is asked for in the address.</param>
internal sealed record SortHead(string Words, string Column, SortOrder Now, string Asked)
{
    /// <summary>Null: the list is not sorted by this column.</summary>
    public string? Sort => Now.By != Column ? null : Now.Down ? "descending" : "ascending";

    public string Query => string.Join('&', new[] { Asked, $"xep={SortOrder.Next(Now, Column)}" }.Where(part => part.Length > 0));
}

internal static class TitleOrder
{
    private static readonly StringComparer Vietnamese = StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), ignoreCase: true);

    /// <summary>Codes of procedures in the order of the titles that a list shows.</summary>
    public static string[] Of(IReadOnlyDictionary<string, string> titles) => [.. titles.OrderBy(one => one.Value, Vietnamese).Select(one => one.Key)];
}

/// <summary>A list as a file: Excel or CSV.</summary>
internal static class SheetFile
{
    public static FileContentResult Xlsx(this PageModel page, Sheet sheet, string name, TimeProvider clock) =>
        page.File(sheet.Xlsx(), Sheet.XlsxType, $"{name}-{clock.GetUtcNow().InVietnam():yyyyMMdd-HHmm}.xlsx");

    public static FileContentResult Csv(this PageModel page, Sheet sheet, string name, TimeProvider clock) =>
        page.File(sheet.Csv(), "text/csv; charset=utf-8", $"{name}-{clock.GetUtcNow().InVietnam():yyyyMMdd-HHmm}.csv");
}
