using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;

namespace MotCua.Platform.Ui.Help;

/// <summary>Trợ giúp, in the same place of every page.</summary>
[Face(Face.Portal)]
internal sealed class HelpModel : PageModel;
