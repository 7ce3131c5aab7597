using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Consult;

/// <summary>How a request stands.</summary>
internal static class ConsultationState
{
    public const string Open = "open";
    public const string Answered = "answered";
    public const string Withdrawn = "withdrawn";
    public const string PassedOver = "passedOver";

    /// <summary>How it may have ended; each is a line of its ledger.</summary>
    public static readonly string[] Ends = [Answered, Withdrawn, PassedOver];

    public static string Words(string state) => state switch
    {
        Open => "Chờ trả lời",
        Answered => "Đã trả lời",
        Withdrawn => "Đã rút yêu cầu",
        PassedOver => "Bỏ qua, không chờ nữa",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}

/// <summary>What the asked agency thinks of it.</summary>
internal static class Stance
{
    public const string Agree = "agree";
    public const string Disagree = "disagree";
    public const string Opinion = "opinion";
    public static readonly IReadOnlyList<string> All = [Agree, Disagree, Opinion];

    public static string Words(string stance) => stance switch
    {
        Agree => "Đồng ý",
        Disagree => "Không đồng ý",
        Opinion => "Có ý kiến khác",
        _ => throw new ArgumentOutOfRangeException(nameof(stance), stance, null),
    };
}

/// <summary>
/// Một lần lấy ý kiến: one question to one agency, with its own clock. The rules of its life, as methods that refuse. The
/// clock of the dossier does not hear of it.
/// </summary>
internal sealed class Consultation
{
    private const string Calendar = "calendar";
    private const string Moved = "moved";

    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public int No { get; init; }
    public Guid TaskId { get; init; }
    public required string StepName { get; init; }
    public required string Agency { get; set; }
    public required string AgencyName { get; set; }
    public string? Office { get; set; }
    public required string Question { get; init; }
    public required string LegalBasis { get; init; }
    public TermUnit TermUnit { get; init; }
    public decimal TermValue { get; init; }
    public Guid RuleSetId { get; init; }
    public string[] Papers { get; init; } = [];
    public bool ShowsForm { get; init; }
    public Guid? AskedById { get; init; }
    public required string AskedBy { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset DueAt { get; set; }
    public string State { get; set; } = ConsultationState.Open;
    public DateTimeOffset? ClosedAt { get; set; }
    public int Version { get; set; }
    public List<ConsultationEntry> Entries { get; init; } = [];

    public Term Term => new(TermUnit, TermValue);

    public bool IsOpen => ClosedAt is null;

    /// <summary>Who else was asked before a reorganisation, line by line.</summary>
    public IEnumerable<ConsultationEntry> Moves => Entries.Where(entry => entry.Kind == Moved).OrderBy(entry => entry.Seq);

    /// <summary>The line that ended it.</summary>
    public ConsultationEntry? Outcome => IsOpen ? null : Entries.MaxBy(entry => entry.Seq);

    public void Begin(int calendarVersion) => Entries.Add(new ConsultationEntry
    {
        ConsultationId = Id, DossierId = DossierId, Seq = 1, Kind = "asked", At = AskedAt, DueAt = DueAt, CalendarVersion = calendarVersion,
            ActorId = AskedById, ActorName = AskedBy,
    });

    /// <summary>Trả lời; after the term too: late is better than never.</summary>
    public void Answer(DateTimeOffset at, string? stance, string? text, Guid? actorId, string actor)
    {
        RequireOpen();
        if (stance is null || !Stance.All.Contains(stance)) throw new Refused(400, "Chọn đồng ý, không đồng ý hoặc có ý kiến khác", "stance");
        if (stance != Stance.Agree && string.IsNullOrWhiteSpace(text)) throw new Refused(400, "Nhập ý kiến để cơ quan hỏi biết cần sửa gì", "text");
        Close(ConsultationState.Answered, at, actorId, actor, text, stance);
    }

    /// <summary>Rút yêu cầu: the answer is no longer needed.</summary>
    public void Withdraw(DateTimeOffset at, string? reason, Guid? actorId, string actor)
    {
        RequireOpen();
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do rút yêu cầu", "reason");
        Close(ConsultationState.Withdrawn, at, actorId, actor, reason);
    }

    /// <summary>Bỏ qua, không chờ nữa: only after the term, with a reason. That silence means agreement needs the rule that says so.</summary>
    public void PassOver(DateTimeOffset at, bool? silenceAgrees, string? legalBasis, string? reason, Guid? actorId, string actor)
    {
        RequireOpen();
        if (at <= DueAt) throw Refused.WrongState("Cơ quan được hỏi còn thời gian trả lời. Chờ, hoặc rút yêu cầu nếu không cần nữa");
        if (silenceAgrees is not { } agrees) throw new Refused(400, "Chọn coi im lặng là đồng ý, hoặc giải quyết không có ý kiến này", "silence");
        if (agrees && string.IsNullOrWhiteSpace(legalBasis)) throw new Refused(400, "Nhập căn cứ nói rằng quá hạn không trả lời là đồng ý", "basis");
        if (string.IsNullOrWhiteSpace(reason)) throw new Refused(400, "Nhập lý do không chờ ý kiến này", "reason");
        Close(ConsultationState.PassedOver, at, actorId, actor, reason, silence: agrees, legalBasis: legalBasis);
    }

    /// <summary>The official calendar changed.</summary>
    public void Recount(DateTimeOffset at, DateTimeOffset due, int calendarVersion, string actor)
    {
        DueAt = due;
        Version++;
        Entries.Add(new ConsultationEntry
        {
            ConsultationId = Id, DossierId = DossierId, Seq = Next, Kind = Calendar, At = at, DueAt = due, CalendarVersion = calendarVersion, ActorName = actor
        });
    }

    /// <summary>Chuyển theo sắp xếp đơn vị: another agency answers. The term that it was given runs on.</summary>
    public void MoveTo(DateTimeOffset at, string agency, string name, string? office, string by, string words)
    {
        RequireOpen();
        (Agency, AgencyName, Office) = (agency, name, office);
        Version++;
        Entries.Add(new ConsultationEntry
        {
            ConsultationId = Id, DossierId = DossierId, Seq = Next, Kind = Moved, At = at, DueAt = DueAt, Text = words, ActorName = by,
        });
    }

    private int Next => Entries.Max(entry => entry.Seq) + 1;

    private void RequireOpen()
    {
        if (!IsOpen) throw Refused.WrongState($"Yêu cầu này không còn chờ trả lời: {ConsultationState.Words(State).ToLowerInvariant()}");
    }

    private void Close(string state, DateTimeOffset at, Guid? actorId, string actor, string? text, string? stance = null, bool? silence = null,
        string? legalBasis = null)
    {
        (State, ClosedAt) = (state, at);
        Version++;
        Entries.Add(new ConsultationEntry
        {
            ConsultationId = Id, DossierId = DossierId, Seq = Next, Kind = state, At = at, DueAt = DueAt, Stance = stance, SilenceAgrees = silence,
            Text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), LegalBasis = string.IsNullOrWhiteSpace(legalBasis) ? null : legalBasis.Trim(),
                ActorId = actorId, ActorName = actor,
        });
    }

    public static void Map(ModelBuilder model)
    {
        var consultation = model.Entity<Consultation>().ToTable("consultation", "dossiers");
        consultation.Property(c => c.Id).ValueGeneratedNever();
        consultation.Property(c => c.Version).IsConcurrencyToken();
        consultation.Property(c => c.TermUnit).HasConversion(unit => JsonNamingPolicy.CamelCase.ConvertName(unit.ToString()),
            text => Enum.Parse<TermUnit>(text, true));
        consultation.Ignore(c => c.Term).Ignore(c => c.IsOpen).Ignore(c => c.Moves).Ignore(c => c.Outcome);
        consultation.HasMany(c => c.Entries).WithOne().HasForeignKey(e => e.ConsultationId);
        model.Entity<ConsultationEntry>().ToTable("consultation_entry", "dossiers").HasKey(e => new { e.ConsultationId, e.Seq });
    }
}

/// <summary>Một dòng của sổ lấy ý kiến: append-only.</summary>
internal sealed class ConsultationEntry
{
    public Guid ConsultationId { get; init; }
    public int Seq { get; init; }
    public Guid DossierId { get; init; }
    /// <summary>asked, calendar, moved, or the state it ended in.</summary>
    public required string Kind { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public int? CalendarVersion { get; init; }
    public string? Stance { get; init; }
    public bool? SilenceAgrees { get; init; }
    public string? Text { get; init; }
    public string? LegalBasis { get; init; }
    public Guid? ActorId { get; init; }
    public required string ActorName { get; init; }
}
