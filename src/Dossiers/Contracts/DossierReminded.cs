using MotCua.Platform.Events;

namespace MotCua.Dossiers.Contracts;

/// <summary>Đã nhắc: a thing about the dossier was said, once, to the unit, its head and the applicant.</summary>
/// <param name="Kind">One of <see cref="ReminderKind"/>.</param>
/// <param name="About">What it was for: step, due time or last movement. Kind and About name the reminder of a dossier.</param>
/// <param name="Unit">Who is chased.</param>
/// <param name="Name">The official who holds the step; null when nobody has taken it.</param>
/// <param name="Officials">How many officials were told. 0: nobody holds the role there, and the administrators were told instead.</param>
[Fact("dossier.reminded/1")]
public sealed record DossierReminded(Guid DossierId, string Code, string Kind, string About, string Unit, string? Name, int Officials);

/// <summary>Loại nhắc việc, as stored.</summary>
public static class ReminderKind
{
    /// <summary>A filing without an answer: the unit and its head.</summary>
    public const string Unanswered = "unanswered";
    /// <summary>The answer is overdue: the applicant.</summary>
    public const string UnansweredLong = "unansweredLong";
    /// <summary>A large part of the step's time has gone by without any act.</summary>
    public const string StepSilent = "stepSilent";
    public const string StepLate = "stepLate";
    /// <summary>Sắp đến hạn, as the chip says it: a fifth of the time, or one working day, is left.</summary>
    public const string DueSoon = "dueSoon";
    public const string DueToday = "dueToday";
    public const string Overdue = "overdue";
    /// <summary>Working hours without any movement.</summary>
    public const string Still = "still";
    /// <summary>No date was promised; a fifth of the statutory maximum, or one working day, is left.</summary>
    public const string StatutorySoon = "statutorySoon";
    /// <summary>The statutory maximum has passed.</summary>
    public const string StatutoryOver = "statutoryOver";
    /// <summary>Another agency has not answered in its term: its officials, its head, who asked.</summary>
    public const string ConsultationLate = "consultationLate";

    /// <summary>What the applicant is told that somebody was chased for, in the title of the message.</summary>
    public static string Title(string kind) => kind switch
    {
        UnansweredLong => "Chưa được trả lời",
        StepSilent => "Đang đôn đốc",
        StepLate => "Một bước bị chậm",
        Overdue => "Quá hẹn trả",
        Still => "Hồ sơ đứng yên",
        StatutoryOver => "Quá thời hạn tối đa",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
