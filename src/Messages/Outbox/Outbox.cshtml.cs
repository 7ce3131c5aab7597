using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Configuration;
using MotCua.Platform.Data;
using MotCua.Platform.Security;

namespace MotCua.Messages.Outbox;

[Face(Face.Portal), DemoOnly]
internal sealed class OutboxModel(Db db, IHttpClientFactory http, IConfiguration configuration) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Dossier { get; set; }

    public IReadOnlyList<OutboxRow> Rows { get; private set; } = [];

    public async Task OnGetAsync() => Rows = await OutboxRow.Find(db, http, configuration, Blank(To), Blank(Dossier));

    private static string? Blank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
