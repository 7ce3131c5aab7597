using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Web;

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

    public string Label => LabelOf(Code, Version);

    public static string LabelOf(string code, int version) => $"{code} bản {version}";

    public RuleSetPeriod Period => new(Id, Label, ValidFrom!.Value, ValidTo);

    /// <summary>SHA-256 of the rules in one spelling, for the log: what was scheduled is what was approved.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(Rules))));

    public void Edit(RuleSet rules, Guid by)
    {
        if (State != Draft) throw Refused.WrongState($"Chỉ sửa được bản soạn thảo. Bộ này {StateWords(State).ToLowerInvariant()}");
        (Name, Body) = (rules.Name, Write(rules));
        Touch(by);
    }

    public void Schedule(DateOnly from, DateOnly? to, Guid by, string name, DateTimeOffset now)
    {
        if (State is not (Draft or Scheduled)) throw Refused.WrongState($"Bộ này {StateWords(State).ToLowerInvariant()} nên không hẹn ngày được");
        (ValidFrom, ValidTo, State, ScheduledBy, ScheduledAt) = (from, to, Scheduled, name, now);
        Touch(by);
    }

    /// <summary>Two people: who made, changed or scheduled it does not approve it.</summary>
    public void Approve(Guid by, string name, DateTimeOffset now)
    {
        if (State != Scheduled) throw Refused.WrongState($"Bộ này {StateWords(State).ToLowerInvariant()} nên không duyệt được");
        if (Hands.Contains(by)) throw new Refused(403, "Người đã soạn, sửa hoặc hẹn ngày không tự duyệt. Nhờ người khác duyệt");
        (State, ApprovedBy, ApprovedById, ApprovedAt) = (Approved, name, by, now);
        Revision++;
    }

    public void Withdraw(string name, DateTimeOffset now, DateOnly today)
    {
        if (State == Withdrawn) throw Refused.WrongState("Bộ này đã rút trước đó");
        if (State == Approved && ValidFrom <= today) throw Refused.WrongState("Bộ này đã có hiệu lực nên không rút được. Lập bộ mới để thay");
        (State, WithdrawnBy, WithdrawnAt) = (Withdrawn, name, now);
        Revision++;
    }

    private void Touch(Guid by)
    {
        if (!Hands.Contains(by)) Hands = [.. Hands, by];
        Revision++;
    }

    public static string StateWords(string state) => state switch
    {
        Draft => "Đang soạn",
        Scheduled => "Chờ duyệt",
        Approved => "Đã duyệt",
        _ => "Đã rút",
    };

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
        row.Ignore(e => e.Rules).Ignore(e => e.Label).Ignore(e => e.Period).Ignore(e => e.Checksum);
        row.Property(e => e.Body).HasColumnType("jsonb");
        row.Property(e => e.Revision).IsConcurrencyToken();
    }
}
