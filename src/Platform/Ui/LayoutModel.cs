using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Options;
using MotCua.Platform.Data;
using MotCua.Platform.Outside;
using MotCua.Platform.Security;

namespace MotCua.Platform.Ui;

/// <summary>What the layouts need to know; injected, so that a page only sets its title.</summary>
public sealed class LayoutModel(IHttpContextAccessor http, IOptions<Brand> brand, IEnumerable<NavigationItem> items,
    CurrentActor current, StartOptions options, Reconciliations reconciliations, Db db)
{
    public const string ContrastCookie = "tuong-phan";
    public const string ThemeCookie = "giao-dien";

    public Brand Brand => brand.Value;

    public Actor Actor => current.Value;

    /// <summary>Role and unit of an official; with several, the first and how many more.</summary>
    public string? Posts => Actor.Positions.Select(position => position.Words).OfType<string>().Distinct().ToList() switch
    {
        [] => null,
        [var only] => only,
        [var first, .. var more] => $"{first} và {more.Count} vị trí khác",
    };

    public bool Demo => options.Demo;

    /// <summary>The database is older than what is known beside it, and no administrator has closed the matter: the staff should know.</summary>
    public Task<bool> Reconciling() => Actor.IsStaff ? reconciliations.AnyOpen() : Task.FromResult(false);

    /// <summary>The page of the matter is the administrators' alone.</summary>
    public bool SeesReconciliation => Actor.Has("administrator");

    public string Path => http.HttpContext?.Request.Path.Value ?? "/";

    /// <summary>"more" or "less" when the person chose; null leaves it to the system's preference.</summary>
    public string? Contrast => http.HttpContext?.Request.Cookies[ContrastCookie] switch { "more" => "more", "no" => "less", _ => null };

    /// <summary>"light" or "dark" when chosen; null follows the system.</summary>
    public string? Theme => http.HttpContext?.Request.Cookies[ThemeCookie] is ("light" or "dark") and var theme ? theme : null;

    public IEnumerable<NavigationItem> Navigation(Face face) => items
        .Where(item => (item.Face == face || face == Face.Desk && item.Face == Face.Admin) && item.IsFor(Actor))
        .OrderBy(item => item.Order).ThenBy(item => item.Text, StringComparer.Ordinal);

    /// <summary>The numbers beside these places; none where it is zero.</summary>
    public async Task<IReadOnlyDictionary<NavigationItem, int>> Counts(IReadOnlyCollection<NavigationItem> shown)
    {
        var counts = new Dictionary<NavigationItem, int>();
        var asked = shown.Select(item => (item, Question: item.Question?.Invoke(Actor))).Where(one => one.Question is not null).ToList();
        if (asked.Count > 0)
            foreach (var (one, number) in asked.Zip(await db.Numbers([.. asked.Select(one => one.Question!)]))) counts[one.item] = number;
        foreach (var item in shown)
            if (item.Count is { } counting) counts[item] = await counting(http.HttpContext!.RequestServices);
        return counts;
    }

    /// <summary>"Lỗi: …" or "Lưu ý: …" first when the page came back with problems, so that a screen reader says it first.</summary>
    public string Title(ViewDataDictionary view) =>
        (view["HasErrors"] is true ? "Lỗi: " : view["HasNotice"] is true ? "Lưu ý: " : "")
        + (view["Title"] is string { Length: > 0 } title ? $"{title} – {Brand.ShortName}" : Brand.Name);
}
