using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;

namespace MotCua.People.Staff;

/// <summary>Cán bộ: who has an account, with search.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class StaffListModel(StaffReading reading) : PageModel
{
    public static readonly (string Value, string Text)[] States = [("", "Tất cả"), ("open", "Đang dùng"), ("blocked", "Đang khóa"), ("ended", "Đã chấm dứt")];

    public string Words { get; private set; } = "";

    public string State { get; private set; } = "";

    public IReadOnlyList<StaffLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGet([FromQuery(Name = "q")] string? words, [FromQuery(Name = "trang-thai")] string? state,
        [FromQuery(Name = "sau")] string? name, [FromQuery(Name = "ma")] string? id)
    {
        (Words, State) = (words?.Trim() ?? "", state ?? "");
        var rows = await reading.List(Words, State, name is not null && Guid.TryParse(id, out var last) ? (name, last) : null);
        Lines = [.. rows.Take(StaffReading.PageSize)];
        string Word(string text) => Uri.EscapeDataString(text);
        if (rows.Count > StaffReading.PageSize)
            Next = $"/quan-tri/can-bo?q={Word(Words)}&trang-thai={Word(State)}&sau={Word(Lines[^1].DisplayName)}&ma={Lines[^1].Id}";
    }
}
