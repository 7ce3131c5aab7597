using System.Globalization;
using MotCua.Dossiers.Consult;

namespace MotCua.Dossiers.Contracts;

/// <summary>Một tệp xem được từng trang.</summary>
/// <param name="Key">Names it in addresses of the window.</param>
/// <param name="PaperKey">The line of the checklist it belongs to.</param>
/// <param name="Images">Address of page images but for the number; <paramref name="Windows"/>: of pages that show one.</param>
/// <param name="Original">Address of the file itself.</param>
public sealed record ViewedFile(string Key, string PaperKey, string PaperName, string FileName, int Pages, string Images, string Windows, string Original)
{
    public string Image(int no) => Images + no.ToString(CultureInfo.InvariantCulture);

    public string Window(int no) => Windows + no.ToString(CultureInfo.InvariantCulture);

    /// <summary>"Trang 2/5 của Giấy chứng sinh (chung-sinh.pdf)".</summary>
    public string Words(int no) => $"Trang {no}/{Pages} của {PaperName} ({FileName})";
}

/// <summary>Xem giấy tờ: files page by page, in the order of the papers, beside what is decided or in a window of its own.</summary>
public sealed record Viewer(IReadOnlyList<ViewedFile> Files)
{
    public const string Result = "ket-qua";

    /// <summary>So many small pages of one file stand in the strip; the others are reached by turning and by the window.</summary>
    public const int Strip = 20;

    /// <summary>The page that is shown first, and all there is in a window.</summary>
    public (ViewedFile File, int No) At { get; init; } = (Files is [var first, ..] ? first : null!, 1);

    /// <summary>A window of its own: no strip, no link to another.</summary>
    public bool IsWindow { get; init; }

    /// <summary>Degrees to the right, by a link where there is no script.</summary>
    public int Turned { get; init; }

    /// <summary>The pages stand in a strip already, which does more than show them.</summary>
    public bool HasStrip { get; init; } = true;

    /// <summary>Beside a strip of another kind it is opened where something is read from the page.</summary>
    public bool IsOpen { get; init; } = true;

    public int Pages => Files.Sum(file => file.Pages);

    public (ViewedFile File, int No)? Before => Turn(-1);

    public (ViewedFile File, int No)? After => Turn(1);

    /// <param name="lent">Papers that the owner's vault lends to this dossier.</param>
    internal static Viewer Of(Dossier dossier, IReadOnlyList<Attachment> files, IReadOnlyList<ViewedFile> lent)
    {
        var own = Of(dossier.Components, files, $"/noi-bo/ho-so/{dossier.Code}");
        var order = dossier.Components.OrderBy(paper => paper.Seq).Select(paper => paper.PaperKey).ToList();
        return lent.Count == 0 ? own : new([.. own.Files.Concat(lent).OrderBy(file => order.IndexOf(file.PaperKey))]);
    }

    internal static Viewer Of(Consultation asked, IEnumerable<Component> papers, IReadOnlyList<Attachment> files) =>
        Of(papers, files, $"/noi-bo/phoi-hop/{asked.Id}");

    /// <summary>With the result, drafted or signed, before the papers.</summary>
    internal Viewer With(Dossier dossier, string title, int pages)
    {
        var place = $"/noi-bo/ho-so/{dossier.Code}";
        return new(
            [new ViewedFile(Result, "", title, "ket-qua.pdf", pages, $"{place}/ket-qua/trang/", $"{place}/xem/{Result}/",
            $"{place}/ket-qua.pdf"), .. Files]);
    }

    /// <returns>null: there is no such page.</returns>
    public Viewer? Open(string key, int no, int turned = 0) => Files.FirstOrDefault(file => file.Key == key) is { } file && no >= 1 && no <= file.Pages
        ? this with { At = (file, no), IsWindow = true, Turned = turned is 90 or 180 or 270 ? turned : 0 } : null;

    private static Viewer Of(IEnumerable<Component> papers, IReadOnlyList<Attachment> files, string place) =>
        new([.. papers.OrderBy(paper => paper.Seq).SelectMany(paper => files.Where(file => file.PaperKey == paper.PaperKey).Select(file =>
            new ViewedFile(file.Id.ToString(), paper.PaperKey, paper.Name, file.FileName, file.Pages, $"{place}/tep/{file.Id}/trang/",
                $"{place}/xem/{file.Id}/", $"{place}/tep/{file.Id}")))]);

    private (ViewedFile, int)? Turn(int step)
    {
        var (file, no) = (At.File, At.No + step);
        if (no >= 1 && no <= file.Pages) return (file, no);
        var next = Files.ToList().IndexOf(file) + step;
        return next < 0 || next >= Files.Count ? null : (Files[next], step > 0 ? 1 : Files[next].Pages);
    }
}
