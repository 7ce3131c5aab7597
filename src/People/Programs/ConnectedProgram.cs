using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Evidence;
using MotCua.Platform.Time;

namespace MotCua.People.Programs;

/// <summary>
/// Chương trình kết nối: what an account of a program may do. Proposed by one administrator and approved by another; once approved its power only shrinks.
/// </summary>
internal sealed class ConnectedProgram
{
    /// <summary>Nộp hồ sơ cho người dân của chính chương trình: it reads what it filed and nothing else.</summary>
    public const string File = "file";

    /// <summary>Làm việc ở vị trí được giao, as an official does.</summary>
    public const string Desk = "desk";

    public required Guid AccountId { get; init; }
    public required string AgencyCode { get; init; }
    public required string Scope { get; init; }
    public required DateOnly ValidTo { get; init; }
    public required Guid ProposedBy { get; set; }
    public Guid? ApprovedBy { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }

    public static readonly Watched<ConnectedProgram> Watched = new("people.program/1", "Chương trình kết nối")
    {
        Key = program => program.AccountId.ToString(), Stream = program => $"account/{program.AccountId}",
        Title = program => $"tài khoản {program.AccountId}",
        Fields =
        [
            new("cơ quan", p => [p.AgencyCode]), new("phạm vi", p => [p.Scope]), new("đến ngày", p => [p.ValidTo]), new("người đề nghị", p => [p.ProposedBy]),
            new("người duyệt", p => [p.ApprovedBy, p.ApprovedAt]),
        ],
        RowsOf = (db, owners) => db.Set<ConnectedProgram>().Where(p => owners.Contains(p.AccountId)),
        OwnersAfter = (db, after) => db.Set<ConnectedProgram>().Where(p => p.AccountId > after).OrderBy(p => p.AccountId).Select(p => p.AccountId),
    };

    public static void Map(ModelBuilder model) =>
        model.Entity<ConnectedProgram>().ToTable("program", "people").HasKey(program => program.AccountId);
}

/// <summary>Khóa của chương trình: shown once, kept as a hash. Two may be alive, so that one can take the place of the other without a gap.</summary>
internal sealed class ProgramSecret
{
    public const int MostAlive = 2;

    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public required string Hash { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    /// <summary>May lie ahead: an old key opens until its program has taken the new one.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; init; }

    public static DateTimeOffset After(DateOnly lastDay) => VietnamTime.At(lastDay.AddDays(1), TimeOnly.MinValue);

    public static readonly Watched<ProgramSecret> Watched = new("people.program-secret/1", "Khóa của chương trình")
    {
        Key = secret => $"{secret.AccountId}:{secret.Id}", Stream = secret => $"account/{secret.AccountId}",
        Title = secret => $"cấp {secret.MadeAt:dd/MM/yyyy} cho tài khoản {secret.AccountId}",
        Fields = [new("khóa", s => [s.Hash]), new("lúc cấp", s => [s.MadeAt]), new("thu hồi", s => [s.EndedAt])],
        RowsOf = (db, owners) => db.Set<ProgramSecret>().Where(s => owners.Contains(s.AccountId)),
        OwnersAfter = (db, after) => db.Set<ProgramSecret>().Where(s => s.AccountId > after).Select(s => s.AccountId).Distinct().OrderBy(id => id),
    };

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<ProgramSecret>().ToTable("program_secret", "people");
        row.HasOne<ConnectedProgram>().WithMany().HasForeignKey(s => s.AccountId);
    }
}
