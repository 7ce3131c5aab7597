using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Linked;

/// <summary>Hồ sơ liên thông: what the process of one dossier has opened as another one, with a code, a clock and an authority of its own.</summary>
internal sealed class LinkedDossier
{
    public Guid ChildId { get; init; }
    public Guid ParentId { get; init; }

    /// <summary>The dossier that was filed.</summary>
    public Guid RootId { get; init; }

    /// <summary>Of the place at which the parent waits: one dossier however often it is opened.</summary>
    public Guid Token { get; init; }

    /// <summary>In the drawing of the parent.</summary>
    public required string Place { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>One of <see cref="LinkedEnd"/>; null: it goes on.</summary>
    public string? Outcome { get; private set; }

    public void End(DateTimeOffset at, string status) =>
        (EndedAt, Outcome) = (at, DossierStatus.HasResult(status) ? LinkedEnd.Done : LinkedEnd.None);

    public static void Map(ModelBuilder model) =>
        model.Entity<LinkedDossier>().ToTable("linked_dossier", "dossiers").HasKey(linked => linked.ChildId);
}
