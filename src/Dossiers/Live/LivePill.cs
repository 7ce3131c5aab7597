using MotCua.Platform.Events;

namespace MotCua.Dossiers.Live;

/// <summary>"3 hồ sơ mới" above a list.</summary>
/// <param name="List">can-lam, don-vi, tiep-nhan.</param>
/// <param name="From">Where the log stood when the page was drawn.</param>
/// <param name="Address">Of the same list, drawn anew.</param>
/// <param name="Filtered">What came may not be what the page asks for; the pill says so and leads to the whole list.</param>
internal sealed record LivePill(string List, LogPlace From, string Address, bool Filtered = false);
