using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Api;

/// <summary>The filters of a list of dossiers, as they stand in the address.</summary>
/// <param name="Procedure">National code of the procedure.</param>
/// <param name="Owner">Personal number (12 digits) or tax code (10, 13 or 14 signs) of the owner.</param>
/// <param name="Status">Code of the status.</param>
/// <param name="ChangedSince">Time with its zone, for example 2026-11-29T08:00:00+07:00.</param>
/// <param name="System">With <paramref name="ForeignId"/>: what another system calls it.</param>
internal sealed record DossierQuery([FromQuery] string? Procedure, [FromQuery] string? Owner, [FromQuery] string? Status,
    [FromQuery] DateTimeOffset? ChangedSince, [FromQuery] string? System, [FromQuery] string? ForeignId, [FromQuery] string? After)
{
    public DossierFilter Filter()
    {
        if (Status is { } status && !DossierStatus.IsKnown(status)) throw new Refused(400, "Trạng thái này không có trong danh mục", "status");
        if (System is null != ForeignId is null) throw new Refused(400, "Mã tham chiếu cần cả system và foreignId", System is null ? "system" : "foreignId");
        return new DossierFilter(Procedure, Owner is null ? null : OwnerOf(Owner), Status, ChangedSince, ForeignReference.Of(System, ForeignId));
    }

    /// <summary>For officials, whose agencies hold millions: the cost must not grow with history.</summary>
    /// <exception cref="Refused">400: nothing names few enough of them.</exception>
    public DossierFilter Narrow(DateTimeOffset now) => Owner is null && System is null && !(ChangedSince >= now.AddDays(-31))
        ? throw new Refused(400, "Thêm ít nhất một bộ lọc: owner, changedSince (trong 31 ngày gần đây), hoặc system và foreignId", "changedSince") : Filter();

    private static OwnerIdentity OwnerOf(string number) => number.Length == 12 && number.All(char.IsAsciiDigit)
        ? OwnerIdentity.OfPerson(number) : new OwnerIdentity(OwnerIdentity.Organisation, number);
}
