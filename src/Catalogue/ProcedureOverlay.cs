using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;

namespace MotCua.Catalogue;

/// <summary>What people wrote for a complete procedure (data/procedures/*.json); anything left out stays as published.</summary>
internal sealed record ProcedureOverlay
{
    public required string Code { get; init; }
    public required string Alias { get; init; }
    public string? PlainTitle { get; init; }
    public IReadOnlyList<string> EverydayWords { get; init; } = [];
    public string? Who { get; init; }
    public int? EstimatedMinutes { get; init; }
    public string? CompetentLevel { get; init; }
    public bool? NonTerritorial { get; init; }
    public bool? SiteVisit { get; init; }
    public bool? HomeService { get; init; }
    public Term? Term { get; init; }
    public string? TermWords { get; init; }
    public TimeOnly? SameDayCutOff { get; init; }
    public IReadOnlyList<StatutoryMaximum>? StatutoryMax { get; init; }
    public FeeView? Fee { get; init; }
    public IReadOnlyList<PaperView>? Papers { get; init; }
    public string? FormCode { get; init; }
    public int? FormVersion { get; init; }
    public IReadOnlyList<ProcessStepView>? Process { get; init; }
    /// <summary>In the file the name of one in data/processes, once it is loaded the drawing itself; instead of <see cref="Process"/>.</summary>
    public string? Drawing { get; init; }
    public ResultView? Result { get; init; }
    public IReadOnlyList<string>? LegalBasis { get; init; }
    public IReadOnlyList<string> MayPause { get; init; } = [];
}
