using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Catalogue.Find;

[Face(Face.Portal), Door("Search")]
internal sealed class FindModel(ProcedureCatalogue catalogue) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    [BindProperty(SupportsGet = true)] public string? Ai { get; set; }
    [BindProperty(SupportsGet = true)] public string? LinhVuc { get; set; }
    [BindProperty(SupportsGet = true)] public string? Cap { get; set; }
    [BindProperty(SupportsGet = true)] public bool TrucTuyen { get; set; }
    [BindProperty(SupportsGet = true)] public bool KhongPhi { get; set; }
    [BindProperty(SupportsGet = true)] public string? Tiep { get; set; }

    public ProcedurePage Found { get; private set; } = new([], 0, null, null);

    public IReadOnlyList<FieldGroupCount> Groups { get; private set; } = [];

    public bool HasFilter => Ai is { Length: > 0 } || LinhVuc is { Length: > 0 } || Cap is { Length: > 0 } || TrucTuyen || KhongPhi;

    public async Task OnGet()
    {
        Groups = await catalogue.FieldGroups();
        Found = await catalogue.Find(new ProcedureQuery(Q, OneOf(Ai, "person", "organisation"), LinhVuc is { Length: > 0 } ? LinhVuc : null,
            OneOf(Cap, "commune", "province"), TrucTuyen, KhongPhi), Tiep);
    }

    public string Next(string cursor) => QueryHelpers.AddQueryString("/thu-tuc", new Dictionary<string, string?>
    {
        ["q"] = Q, ["ai"] = Ai, ["linhvuc"] = LinhVuc, ["cap"] = Cap, ["tructuyen"] = TrucTuyen ? "true" : null,
        ["khongphi"] = KhongPhi ? "true" : null, ["tiep"] = cursor,
    });

    public static string ChannelWords(IEnumerable<string> channels) => "nộp " + string.Join(", ", channels.Select(channel => channel switch
    {
        "online" => "trực tuyến", "post" => "qua bưu chính", _ => "tại quầy",
    }).Distinct());

    private static string? OneOf(string? value, params string[] allowed) => allowed.Contains(value) ? value : null;
}
