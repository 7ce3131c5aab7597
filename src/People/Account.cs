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
    public DateTimeOffset? BlockedAt { get; set; }
    public bool MustChange { get; set; }
    public DateTimeOffset? PasswordSetAt { get; set; }

    /// <summary>Raised by every act on the password or the power of the account: what was opened before it is over.</summary>
    public int Version { get; set; } = 1;

    public bool IsOpen => DisabledAt is null && BlockedAt is null;

    public static void Map(ModelBuilder model)
    {
        var account = model.Entity<Account>().ToTable("account", "people");
        account.Property(a => a.Version).IsConcurrencyToken();
        account.Ignore(a => a.IsOpen);
    }
}
