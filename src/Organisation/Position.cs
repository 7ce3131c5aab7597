using Microsoft.EntityFrameworkCore;

namespace MotCua.Organisation;

/// <summary>Vị trí công tác: an account's role in an agency or office, for a time.</summary>
internal sealed class Position
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required string AgencyCode { get; init; }
    public string? OfficeCode { get; init; }
    public required string Role { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; set; }

    public static void Map(ModelBuilder model) =>
        model.Entity<Position>().ToTable("position", "organisation").HasKey(position => position.Id);
}
