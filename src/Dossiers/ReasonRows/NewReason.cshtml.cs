using Microsoft.AspNetCore.Mvc;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.ReasonRows;

/// <summary>Thêm lý do: what it says, from when, and where an official will find it.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class NewReasonModel(ReasonReading reading, ChangeReason change, Db db) : ReasonFormModel(reading), IComesBack
{
    public async Task OnGet()
    {
        Kind = ReasonKind.Of(List);
        Start(Today);
        await Look(null);
    }

    public async Task<IActionResult> OnPost([FromForm(Name = "viec")] string? act)
    {
        Kind = ReasonKind.Of(List);
        Take();
        try
        {
            Request.Form.RefuseBroken();
            if (act != "xem") return Redirect($"{Kind.Address(await change.Add(Kind, Wish(ReasonChange.Add)))}?xong=de-nghi");
        }
        catch (Refused refused) when (refused.Status != 404) { return await Again(refused); }
        await Look(null);
        return Page();
    }

    public async Task<IActionResult?> ComeBack(Refused why)
    {
        Kind = ReasonKind.Of(List);
        Take();
        return await Again(why);
    }

    private async Task<IActionResult> Again(Refused refused)
    {
        db.ChangeTracker.Clear();
        Refuse(refused);
        await Look(null);
        return Page();
    }
}
