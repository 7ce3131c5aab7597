namespace MotCua.Platform.Files;

/// <summary>A file as it lies on a shelf.</summary>
/// <param name="Size">Bytes.</param>
public sealed record ShelvedFile(string Sha256, DateTimeOffset PutAt, long Size);

/// <summary>
/// Nơi để tệp: where the bytes of the store lie, a folder or an object storage. A name is the SHA-256 of what lies under it. A shelf
/// keeps and gives; whether the bytes still fit their name, <see cref="FileStore"/> asks. Nobody else knows paths or keys.
/// </summary>
public interface IShelf
{
    /// <summary>Its address as an administrator writes it: a folder, or s3://bucket/prefix.</summary>
    string Address { get; }

    /// <summary>A file of one's own to be written to, readable by this account only. Who asked for it deletes it, if it is still there.</summary>
    FileStream Receive();

    /// <summary>Durable when it returns. Dated anew also when the same bytes are there, so that a sweep leaves them to the row that will come.</summary>
    Task Keep(FileStream received, string sha256);

    /// <returns>From the beginning, seekable; null: not there.</returns>
    Task<Stream?> Open(string sha256);

    /// <returns>When these bytes were last put; null: not there.</returns>
    Task<DateTimeOffset?> PutAt(string sha256);

    /// <summary>Takes bytes away for good, unless somebody puts the same bytes meanwhile; what is in doubt stays until a later call.</summary>
    /// <param name="before">Bytes that were put later than this stay.</param>
    /// <returns>Whether they are gone.</returns>
    Task<bool> Remove(string sha256, DateTimeOffset before);

    /// <summary>What a crash left: bytes that were being received, and bytes on their way out whose last check is not known.</summary>
    /// <param name="before">What was received later stays; with the beginning of time only what is on its way out comes back.</param>
    Task Settle(DateTimeOffset before);

    /// <summary>Everything that is kept, each once.</summary>
    IAsyncEnumerable<ShelvedFile> All();

    /// <returns>Nothing was put later; null: nothing was ever put.</returns>
    Task<DateTimeOffset?> LastPut();

    /// <returns>Why nothing can be put now: "disk-full", "files-away"; null: it can.</returns>
    Task<string?> Lack();
}
