using MotCua.Platform.Events;

namespace MotCua.Proof.Contracts;

/// <summary>Cơ sở dữ liệu cũ hơn những gì được biết bên ngoài nó.</summary>
/// <param name="Position">Of the newest fact that is left.</param>
/// <param name="Batch">The newest seal that is left.</param>
/// <param name="WitnessBatch">The newest seal that the witness knows, with its hash.</param>
/// <param name="LostFacts">How many facts the journal knows and the log does not.</param>
/// <param name="LostSha256">Of their lines in the journal.</param>
/// <param name="LastWritten">When the last of them was written.</param>
/// <param name="NewerFiles">Files that nobody refers to, newer than the database.</param>
[Fact("log.gap-found/1", Outlives = true)]
public sealed record GapFound(long Position, long Batch, long? WitnessBatch, string? WitnessHash, int LostFacts, string LostSha256,
    DateTimeOffset? LastWritten, IReadOnlyList<string> NewerFiles);

/// <summary>Người quản trị đã đối chiếu xong.</summary>
/// <param name="Log">The name under which the log goes on when seals were lost.</param>
/// <param name="KeptWitnesses">SHA-256 of the witness files that know the lost ones, by name; they are kept.</param>
[Fact("log.gap-closed/1", Outlives = true)]
public sealed record GapClosed(long Reconciliation, Guid? Log, IReadOnlyDictionary<string, string> KeptWitnesses);
