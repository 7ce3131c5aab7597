namespace MotCua.Dossiers.Sign;

/// <summary>Dự thảo đã đọc và đồng ý ký, of one leader.</summary>
internal sealed class AgreedDraft
{
    public required Guid AccountId { get; init; }

    public required Guid DossierId { get; init; }

    /// <summary>Version of the dossier that was read.</summary>
    public int Seen { get; set; }

    public DateTimeOffset At { get; set; }
}
