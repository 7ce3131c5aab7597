using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;

namespace MotCua.Platform.Testing;

[Face(Face.Portal), DemoOnly]
internal sealed class IndexModel : PageModel;
