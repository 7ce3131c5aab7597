using Microsoft.AspNetCore.Mvc;
using MotCua.Dossiers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Api;

/// <summary>The filters of a list of dossiers, as they stand in the address.</summary>
internal sealed record DossierQuery
{
    /// <summary>National code of the procedure.</summary>
    [FromQuery]
    public string? Procedure { get; init; }

    /// <summary>Personal number (12 digits) or tax code (10, 13 or 14 signs) of the owner.</summary>
    [FromQuery]
    public string? Owner { get; init; }

    /// <summary>Code of the status.</summary>
    [FromQuery]
    public string? Status { get; init; }

    /// <summary>Time with its zone, for example 2026-11-29T08:00:00+07:00.</summary>
    [FromQuery]
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>With <see cref="ForeignId"/>: what another system calls it.</summary>
    [FromQuery]
    public string? System { get; init; }

    [FromQuery]
    public string? ForeignId { get; init; }

    [FromQuery]
    public string? After { get; init; }

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
