using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Platform.Time;

namespace MotCua.Platform.Testing;

[Face(Face.Portal), DemoOnly]
internal sealed class ResetPageModel(IServiceProvider services) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "xong")]
    public bool Done { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        services.GetRequiredService<AdjustableClock>().Reset();
        await DemoReset.Run(services, _ => { });
        return Redirect("/thu-nghiem/dat-lai?xong=true");
    }
}
