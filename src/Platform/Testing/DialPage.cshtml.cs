using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Configuration;
using MotCua.Platform.Security;

namespace MotCua.Platform.Testing;

[Face(Face.Portal), DemoOnly]
internal sealed class DialPageModel(IConfiguration configuration, IHttpClientFactory http) : PageModel
{
    [BindProperty]
    public string? Peer { get; set; }

    [BindProperty]
    public string? Setting { get; set; }

    public string? Answer { get; private set; }

    public bool Running => configuration["Peers:Url"] is { Length: > 0 };

    public async Task OnPostAsync()
    {
        var setting = string.IsNullOrWhiteSpace(Setting) ? null : Setting;
        var result = await TestEndpoints.Dial(setting is null ? HttpMethod.Get : HttpMethod.Put, Peer?.Trim() ?? "", setting, http, configuration);
        Answer = result is ContentHttpResult content ? $"{content.StatusCode} {content.ResponseContent}" : null;
    }
}
