using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Events;

namespace MotCua.Catalogue.Rules;

/// <summary>Bộ quy định as it is kept. The law's content stands in <see cref="Body"/>; who did what when, and the period, beside it.</summary>
internal sealed class RuleSetRow
{
    public const string Draft = "draft";
    public const string Scheduled = "scheduled";
    public const string Approved = "approved";
    public const string Withdrawn = "withdrawn";

    private static readonly string[] Columns = ["id", "code", "version", "name", "validFrom", "validTo"];

    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public required int Version { get; init; }
    public required string Name { get; set; }
    public DateOnly? ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
    public required string Body { get; set; }
    public string State { get; set; } = Draft;
    public int Revision { get; set; } = 1;
    public Guid? BasedOn { get; init; }
    public Guid[] Hands { get; set; } = [];
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public string? ScheduledBy { get; set; }
    public DateTimeOffset? ScheduledAt { get; set; }
    public string? ApprovedBy { get; set; }
    public Guid? ApprovedById { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>A draft without a day has <see cref="DateOnly.MinValue"/>: only what is approved is ever applied.</summary>
    public RuleSet Rules => Read(Body, Id, Code, Version, Name, ValidFrom ?? default, ValidTo);

    public static RuleSet Read(string body, Guid id, string code, int version, string name, DateOnly from, DateOnly? to) =>
        JsonSerializer.Deserialize<RuleSet>(body, EventLog.Json)! with { Id = id, Code = code, Version = version, Name = name, ValidFrom = from, ValidTo = to };

    public static string Write(RuleSet rules)
    {
        var body = JsonSerializer.SerializeToNode(rules, EventLog.Json)!.AsObject();
        foreach (var column in Columns) body.Remove(column);
        return body.ToJsonString(EventLog.Json);
    }

    public static void Map(ModelBuilder model)
    {
        var row = model.Entity<RuleSetRow>().ToTable("rule_set", "catalogue");
        row.HasKey(e => e.Id);
        row.Ignore(e => e.Rules);
        row.Property(e => e.Body).HasColumnType("jsonb");
        row.Property(e => e.Revision).IsConcurrencyToken();
    }
}
