using MotCua.Platform.Events;

namespace MotCua.Dossiers.Contracts;

/// <summary>Đã thêm hồ sơ giả lập: rows of invented dossiers have no facts of their own, so the log counts them.</summary>
[Fact(Name)]
public sealed record DossiersGenerated(int Count)
{
    public const string Name = "dossiers.generated/1";
}
