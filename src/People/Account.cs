using Microsoft.EntityFrameworkCore;

namespace MotCua.People;

/// <summary>Tài khoản: one way in for a citizen, an organisation or a member of staff.</summary>
internal sealed class Account
{
    public Guid Id { get; init; }
    public required string Username { get; init; }
    public required string PasswordHash { get; set; }
    public required string Kind { get; init; }
    public Guid? PersonId { get; init; }
    public Guid? OrganisationId { get; init; }
    public required string DisplayName { get; set; }
    public string? Phone { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DisabledAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Account>().ToTable("account", "people");
}
