using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Agencies;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Ui.Components;
using MotCua.Platform.Ui.Fields;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Reorganise;

/// <summary>Sắp xếp đơn vị: every plan, and the beginning of a new one.</summary>
[Face(Face.Admin, Roles.Administrator, Roles.ProcedureOfficer)]
internal sealed class ReorganisationListModel(Db db, ReorganisationReading reading, DraftReorganisation draft, AgencyDesk desk, OrganisationDirectory directory)
    : PageModel, IComesBack
{
    public static readonly IReadOnlyList<ChoiceView> Kinds =
    [
        new(Reorganisation.Merge, "Hợp nhất, sáp nhập", "Hai đơn vị trở lên thành một."),
        new(Reorganisation.Split, "Chia, tách", "Một phần người, bộ phận thành đơn vị mới; đơn vị cũ còn lại."),
        new(Reorganisation.Rename, "Đổi tên", "Cùng đơn vị, cùng mã, tên khác."),
        new(Reorganisation.Transfer, "Chuyển giao", "Sang cơ quan cấp trên khác, hoặc trụ sở khác."),
    ];

    public IReadOnlyList<Reorganisation> Rows { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyList<ChoiceView> Units { get; private set; } = [];

    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public string Kind { get; private set; } = "";

    public string[] Chosen { get; private set; } = [];

    /// <summary>The first four stand open; more are unfolded.</summary>
    public int Boxes => DraftReorganisation.MostUnits;

    public bool MayChange => desk.MayChange;

    public async Task OnGet([FromQuery(Name = "don-vi")] string? unit)
    {
        Chosen = unit is null ? [] : [unit];
        await Show();
    }

    public async Task<IActionResult> OnPost()
    {
        Take();
        try { return Redirect($"/quan-tri/to-chuc/sap-xep/{await draft.Make(Kind, Chosen)}"); }
        catch (Refused refused) when (refused.Status != 404) { return await Again(refused); }
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        Take();
        return await Again(why);
    }

    public static string StateKind(string state) => state switch
    {
        Reorganisation.Draft => nameof(ChipKind.Soon), Reorganisation.Approved => nameof(ChipKind.Info), Reorganisation.Applied => nameof(ChipKind.Done),
        _ => nameof(ChipKind.Neutral),
    };

    private void Take() => (Kind, Chosen) = (Request.Form["kind"].ToString(),
        [.. Enumerable.Range(1, Boxes).Select(number => Request.Form[$"unit{number}"].ToString())]);

    private async Task<PageResult> Again(Refused refused)
    {
        db.ChangeTracker.Clear();
        Problems = refused.Problems.Count > 0 ? refused.Problems : [new FieldProblem("", refused.Message)];
        Response.StatusCode = refused.Status;
        await Show();
        return Page();
    }

    private async Task Show()
    {
        Rows = await reading.All();
        var agencies = await directory.Agencies(desk.Today);
        Units = [.. agencies.Select(agency => new ChoiceView(agency.Code, agency.Name))];
        var names = agencies.ToDictionary(agency => agency.Code, agency => agency.ShortName, StringComparer.Ordinal);
        foreach (var code in Rows.SelectMany(row => row.Units).Distinct().Where(code => !names.ContainsKey(code)).ToList())
            names[code] = (await directory.Agency(code))?.ShortName ?? code;
        Names = names;
    }
}
