using Microsoft.EntityFrameworkCore;

namespace MotCua.Papers.Templates;

/// <summary>Mẫu giấy tờ. A draft is replaced by the next upload; a published version stays as it is (the database refuses).</summary>
internal sealed class PaperTemplate
{
    public Guid Id { get; init; }
    public required string FormSet { get; init; }
    public required string Kind { get; init; }
    /// <summary>As printed, "01"; the numbers change with each circular. Null: not a form of a circular.</summary>
    public string? Number { get; init; }
    public required string Title { get; init; }
    public required string LegalBasis { get; init; }
    public DateOnly ValidFrom { get; set; }
    public int Version { get; init; }
    public required string State { get; set; }
    public required string Origin { get; init; }
    public required string Sha256 { get; init; }
    public required byte[] Content { get; init; }
    public required string MadeBy { get; init; }
    public Guid? MadeById { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public string? PublishedBy { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<PaperTemplate>().ToTable("paper_template", "papers");
}
