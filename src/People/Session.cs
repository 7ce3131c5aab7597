using Microsoft.EntityFrameworkCore;

namespace MotCua.People;

/// <summary>Phiên đăng nhập. The token itself is never stored, only its hash.</summary>
internal sealed class Session
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(60);

    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public Guid Id { get; init; }
    public required byte[] TokenHash { get; init; }
    public Guid AccountId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? Device { get; init; }
    public string? Positions { get; init; }
    public int AccountVersion { get; init; }
    public DateTimeOffset? ProvedAt { get; set; }
    public Guid? DelegationId { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<Session>().ToTable("session", "people");
}
