using System.Globalization;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;

namespace MotCua.Catalogue;

/// <summary>
/// From published rows to what people may be told. Doubt is shown as doubt: a "free" the source does not put in words is
/// "chưa xác định", a missing time is "theo quy định" and never a promise.
/// </summary>
internal static class VersionBuilder
{
    public const string GenericForm = "generic";
    private const string OwnProcess = "Quy trình của thủ tục";
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    /// <param name="agency">Who does the work of the sector today; null when unknown.</param>
    public static ProcedureVersionView Build(SourceProcedure source, SourceCatalogue all, string? agency, ProcedureOverlay? overlay, Guid id,
        DateOnly validFrom)
    {
        var term = overlay?.Term ?? TermOf(source);
        var level = overlay?.CompetentLevel ?? LevelOf(source);
        var (steps, origin) = overlay?.Drawing is not null ? ([], OwnProcess) : overlay?.Process is { Count: > 0 } own ? (own, OwnProcess)
            : ProcessBuilder.Build(all.Steps[source.Code], term);
        return new ProcedureVersionView(id, source.Code, overlay?.Alias, source.Name, overlay?.PlainTitle ?? Plain(source.Name), source.Field,
            Withdrawn: false, WithdrawnReason: null, FilingDoor.Both, level, level == "commune" ? null : agency ?? "UBNDTINH",
            overlay?.NonTerritorial ?? false, overlay?.SiteVisit ?? false, overlay?.HomeService ?? false,
            term, overlay?.TermWords ?? term?.Words ?? "theo quy định", overlay?.SameDayCutOff,
            overlay?.Fee ?? FeeOf(source), overlay?.Papers is { Count: > 0 } papers ? papers : PapersOf(source, all),
            overlay?.FormCode ?? GenericForm, overlay?.FormVersion ?? 1, steps, overlay?.Result ?? ResultOf(source),
            overlay?.Who ?? source.Applicants, overlay?.EstimatedMinutes,
            overlay?.LegalBasis is { Count: > 0 } basis ? basis : LegalBasisOf(source), validFrom, origin)
        {
            MayPause = overlay?.MayPause ?? [], StatutoryMax = overlay?.StatutoryMax is { Count: > 0 } most ? most : null,
            Drawing = overlay?.Drawing,
        };
    }

    internal static Term? TermOf(SourceProcedure source) => (source.TimeUnit, source.TimeValue) switch
    {
        ("same_day", _) => new Term(TermUnit.SameDay, 0),
        (_, null or <= 0) => null,
        ("working_day", { } value) => new Term(TermUnit.WorkingDay, value),
        ("day", { } value) => new Term(TermUnit.Day, value),
        ("hour", { } value) => new Term(TermUnit.Hour, value),
        ("month", { } value) => new Term(TermUnit.Month, value),
        _ => null,
    };

    internal static FeeView FeeOf(SourceProcedure source) => (source.FeeKind, source.FeeConfidence) switch
    {
        ("mien_phi", "high") => new FeeView("Không thu phí", 0, false, null),
        ("co_dinh", "high" or "medium") when source.FeeVnd is > 0 and var amount =>
            new FeeView($"{amount.ToString("N0", Vietnamese)} đ", (long)amount, false,
            source.FeeConfidence == "medium" ? "Mức thấp nhất đã công bố; đối chiếu tại bộ phận một cửa" : null),
        ("nhieu_muc", _) => new FeeView("có nhiều mức, tùy trường hợp", null, false, null),
        ("theo_hdnd", _) => new FeeView("theo nghị quyết của Hội đồng nhân dân tỉnh", null, false, null),
        ("theo_thong_tu", _) => new FeeView("theo thông tư của bộ quản lý ngành", null, false, null),
        ("theo_quy_dinh", _) => new FeeView("theo quy định", null, false, null),
        _ => new FeeView("chưa xác định", null, false, null),
    };

    /// <summary>Both named: the executing agency as published decides, else the province.</summary>
    internal static string LevelOf(SourceProcedure source)
    {
        var levels = (source.Level2026 ?? "").Split('|');
        if (!levels.Contains("commune")) return "province";
        if (!levels.Contains("province")) return "commune";
        var executing = source.ExecutingAgency?.ToLowerInvariant() ?? "";
        return executing.Contains("xã", StringComparison.Ordinal) && !executing.Contains("tỉnh", StringComparison.Ordinal) ? "commune" : "province";
    }

    /// <summary>"Thủ tục đăng ký khai sinh" is listed as "Đăng ký khai sinh".</summary>
    internal static string Plain(string name)
    {
        var plain = name.StartsWith("Thủ tục ", StringComparison.OrdinalIgnoreCase) ? name["Thủ tục ".Length..].TrimStart() : name;
        return plain.Length == 0 ? name : char.ToUpper(plain[0], Vietnamese) + plain[1..];
    }

    private static List<PaperView> PapersOf(SourceProcedure source, SourceCatalogue all)
    {
        var published = all.Papers[source.Code].ToList();
        var newest = published.Max(paper => paper.AsOf);
        var replacements = all.Replacements[source.Code].ToList();
        var papers = published.Where(paper => paper.AsOf == newest)
            .OrderBy(paper => paper.CaseName.Length > 0).ThenBy(paper => paper.CaseName, StringComparer.Ordinal).ThenBy(paper => paper.Seq)
            .Select((paper, index) => PaperOf(paper, index, replacements)).ToList();
        if (papers.Count == 0)
        {
            papers.Add(new PaperView("p1", "Giấy tờ kèm theo (nguồn công bố chưa có danh sách, hỏi bộ phận một cửa nếu cần)", null, false, "copy", 0, 1,
                null, null, false, null, null));
        }
        return papers;
    }

    private static PaperView PaperOf(SourcePaper paper, int index, List<SourceReplacement> replacements)
    {
        var replaced = replacements.Find(r => r.PaperReplaced is { Length: > 5 }
            && paper.PaperName.Contains(r.PaperReplaced, StringComparison.OrdinalIgnoreCase));
        var kind = paper.Kind == "form" ? "form"
            : paper.PaperName.Contains("chứng thực", StringComparison.OrdinalIgnoreCase) ? "certified"
            : paper.Originals is > 0 ? "original" : "copy";
        var condition = paper.CaseName.Length == 0 || paper.CaseName.StartsWith("snapshot:", StringComparison.Ordinal) ? null : paper.CaseName;
        return new PaperView($"p{index + 1}", paper.PaperName, null, condition is null && replaced is null, kind, paper.Originals ?? 0, paper.Copies ?? 0,
            paper.FormReference, null, false, condition, replaced?.Database);
    }

    private static ResultView ResultOf(SourceProcedure source)
    {
        var code = source.ResultPaperCode?.Split('|')[0].Trim();
        var name = source.ResultName is { Length: > 0 } published ? published.Length <= 200
            ? published : published[..199] + "…" : $"Kết quả giải quyết: {Plain(source.Name)}";
        return new ResultView(name, code is { Length: > 0 } ? code : "KQGQ", code is { Length: > 0 } ? code : null, "{seq}/KQ-GQTTHC",
            "Thông báo kết quả giải quyết thủ tục hành chính",
            [
                "Căn cứ hồ sơ mã số {{dossier.code}} về thủ tục: " + source.Name + ".",
                "Sau khi xem xét hồ sơ của {{dossier.ownerName}}, cơ quan giải quyết thông báo kết quả như sau: hồ sơ đủ điều kiện và được giải quyết theo đề "
                    + "nghị.",
            ], null);
    }

    private static List<string> LegalBasisOf(SourceProcedure source) =>
        source.PublishDecision is { Length: > 0 } decision ? [$"Quyết định công bố thủ tục số {decision}"] : [];
}
