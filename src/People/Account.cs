using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Evidence;

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

    /// <summary>Who may come in, and with what: a password exchanged past the acts is another's key to somebody's signature.</summary>
    public static readonly Watched<Account> Watched = new("people.account/1", "Tài khoản")
    {
        Key = account => account.Id.ToString(), Stream = account => $"account/{account.Id}", Title = account => account.Username,
        Secret = account => account.PasswordHash,
        Fields =
        [
            new("tên đăng nhập", a => [a.Username, a.Kind]), new("người, tổ chức", a => [a.PersonId, a.OrganisationId]),
                new("tên hiển thị", a => [a.DisplayName]),
            new("mật khẩu", a => [a.PasswordHash, a.MustChange]), new("điện thoại", a => [a.Phone]), new("khóa, chấm dứt", a => [a.BlockedAt, a.DisabledAt]),
        ],
        RowsOf = (db, owners) => db.Set<Account>().Where(a => owners.Contains(a.Id)),
        OwnersAfter = (db, after) => db.Set<Account>().Where(a => a.Id > after).OrderBy(a => a.Id).Select(a => a.Id),
    };

    public static void Map(ModelBuilder model)
    {
        var account = model.Entity<Account>().ToTable("account", "people");
        account.Property(a => a.Version).IsConcurrencyToken();
        account.Ignore(a => a.IsOpen);
    }
}
