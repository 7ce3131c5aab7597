using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Platform.Security;

namespace MotCua.Platform.Ui.Help;

/// <summary>Tuyên bố về khả năng tiếp cận (Thông tư 26/2020/TT-BTTTT), with what is still missing.</summary>
[Face(Face.Portal)]
internal sealed class AccessibilityModel : PageModel;
