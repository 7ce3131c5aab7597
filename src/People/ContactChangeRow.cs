using Microsoft.EntityFrameworkCore;

namespace MotCua.People;

/// <summary>Một lần xin đổi số điện thoại, thư điện tử. Only the hash of the code is kept.</summary>
internal sealed class ContactChangeRow
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public required string Channel { get; init; }
    public required string Value { get; init; }
    public required string CodeHash { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public int Tries { get; init; }
    public DateTimeOffset? UsedAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<ContactChangeRow>().ToTable("contact_change", "people");
}
