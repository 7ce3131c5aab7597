using Microsoft.EntityFrameworkCore;

namespace MotCua.People;

/// <summary>Một lần xin lấy lại mật khẩu. Only the hash of the code is kept.</summary>
internal sealed class ResetRow
{
    public Guid Id { get; init; }
    public Guid? AccountId { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public string? CodeHash { get; set; }
    public int Tries { get; init; }
    public DateTimeOffset? UsedAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<ResetRow>().ToTable("password_reset", "people");
}
