using MotCua.Platform.Events;

namespace MotCua.Organisation.Contracts;

/// <summary>Lịch làm việc có phiên bản mới: whoever promised dates counts them again.</summary>
/// <param name="From">First date that differs from the version before; null when only office hours do.</param>
/// <param name="Offices">Offices whose hours differ.</param>
[Fact("calendar.published/1")]
public sealed record CalendarPublished(int Version, DateOnly? From, IReadOnlyList<string> Offices);
