using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;

namespace MotCua.Operations.Watch;

internal sealed record Shown(TroubleGroup Group, string Words, IReadOnlyList<Trouble> Lines);

/// <summary>Vận hành: three lists, each counted where it is opened.</summary>
[Face(Face.Admin, Roles.Administrator)]
internal sealed class WorkModel(Outages outages, TroubleList troubles, TryAgain again) : PageModel
{
    public const int PerGroup = 50;

    public static readonly IReadOnlyList<(string Value, TroubleState State, string Text, string Help, string None)> Lists =
    [
        ("de-rieng", TroubleState.SetAside, "Bị để riêng",
            "Đã thử năm lần không được nên chờ người quyết định. Việc khác vẫn chạy; việc sau của cùng hồ sơ chờ phía sau để giữ thứ tự.",
            "Không có việc nào bị để riêng."),
        ("khong-duoc", TroubleState.Failed, "Không làm được", "Tin mà cổng tin nhắn không nhận, và việc định kỳ đang lỗi (tự chạy lại).",
            "Không có việc nào không làm được."),
        ("tre", TroubleState.Late, "Trễ", "Đã đến lúc mà chưa làm, lâu hơn bình thường. Tự làm tiếp khi nguyên nhân hết, không cần bấm gì.",
            "Không có việc nào trễ."),
    ];

    [BindProperty(SupportsGet = true, Name = "loai")]
    public string? List { get; set; }

    public (string Value, TroubleState State, string Text, string Help, string None) Chosen { get; private set; }

    public IReadOnlyDictionary<TroubleState, long> Counts { get; private set; } = new Dictionary<TroubleState, long>();

    public IReadOnlyList<Shown> Groups { get; private set; } = [];

    public DateTimeOffset? LastBeat { get; private set; }

    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> Silences { get; private set; } = [];

    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync()
    {
        var all = await troubles.Groups();
        Counts = all.GroupBy(group => group.State).ToDictionary(group => group.Key, group => group.Sum(one => one.Count));
        // Without a choice: the first list in which there is something.
        Chosen = Lists.FirstOrDefault(list => list.Value == List);
        if (Chosen.Value is null) Chosen = Lists.FirstOrDefault(list => Counts.GetValueOrDefault(list.State) > 0);
        if (Chosen.Value is null) Chosen = Lists[0];
        var shown = new List<Shown>();
        foreach (var group in all.Where(group => group.State == Chosen.State).OrderBy(group => group.Since))
            shown.Add(new Shown(group, WorkWords.Of(group.What, group.Name), await troubles.Lines(group, PerGroup)));
        Groups = shown;
        (LastBeat, Silences) = (await outages.LastBeat(), await outages.Latest(5));
    }

    public async Task<IActionResult> OnPostAsync(string? what, string? name, string? key)
    {
        var count = await again.Execute(what ?? "", name ?? "", string.IsNullOrEmpty(key) ? null : key);
        Done = count == 0 ? "Việc này đang được thử lại, hoặc đã xong."
            : $"Đã cho thử lại {Platform.Ui.Vi.Number(count)} việc. Tải lại trang sau ít phút để xem kết quả.";
        return Redirect($"{OperationsModule.Page}?loai={Lists.FirstOrDefault(list => list.Value == List).Value ?? Lists[0].Value}");
    }
}
