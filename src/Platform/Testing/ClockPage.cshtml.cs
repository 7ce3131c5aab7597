using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Platform.Testing;

[Face(Face.Portal), DemoOnly]
internal sealed class ClockPageModel(IServiceProvider services) : PageModel
{
    // Asked for late: outside the demonstration there is no such clock, and the page must be a 404 and not an accident.
    private AdjustableClock Clock => services.GetRequiredService<AdjustableClock>();

    [BindProperty]
    public string? Now { get; set; }

    public ClockAnswer Shown => new(Clock.GetUtcNow(), Clock.IsAdjusted);

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public IActionResult OnPost()
    {
        try
        {
            var typed = Now?.Trim();
            // Without an offset Vietnamese time is meant.
            TestEndpoints.Turn(Clock, typed is { Length: > 0 and <= 19 } ? typed + "+07:00" : typed);
            return Redirect("/thu-nghiem/dong-ho");
        }
        catch (Refused refused)
        {
            Problems = refused.Problems;
            return Page();
        }
    }
}
