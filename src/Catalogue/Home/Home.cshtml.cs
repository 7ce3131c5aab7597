using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Catalogue.Home;

[Face(Face.Portal)]
internal sealed class HomeModel(IEnumerable<HomeSlot> slots) : PageModel
{
    public static readonly IReadOnlyList<(string Title, string Words, string Icon)> LifeEvents =
    [
        ("Sinh con", "khai sinh", "baby"), ("Kết hôn", "kết hôn", "ring"), ("Nhà đất", "biến động đất đai", "house"),
        ("Mở quán, hộ kinh doanh", "hộ kinh doanh", "shop"), ("Trợ cấp", "trợ giúp xã hội", "heart"), ("Người mất", "khai tử", "leaf"),
    ];

    public IEnumerable<HomeSlot> Slots => slots.OrderBy(slot => slot.Order);

    public void OnGet() { }
}
