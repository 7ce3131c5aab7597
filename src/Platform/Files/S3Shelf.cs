using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Web;

namespace MotCua.Platform.Files;

/// <summary>
/// Kho tệp trên kho đối tượng S3: one object a file. The server compares what arrives with an MD5 of its own before it says that it has it.
/// There is no rename there, so what leaves is copied to leaving/ first and looked for there as long as it may still be wanted.
/// </summary>
/// <param name="spool">Folder of this machine for what is on its way in or out.</param>
public sealed class S3Shelf(IAmazonS3 client, string bucket, string prefix, string spool, ILogger logger) : IShelf, IDisposable
{
    private const string Leaving = "leaving/";
    private const string Mark = "last-put";

    /// <summary>How old the mark of the last put may be before the next put renews it.</summary>
    private static readonly TimeSpan MarkAge = TimeSpan.FromMinutes(1);

    private DateTimeOffset marked = DateTimeOffset.MinValue;

    public string Address => $"s3://{bucket}/{prefix}".TrimEnd('/');

    public FileStream Receive() => Spool(FileOptions.None);

    private FileStream Spool(FileOptions options)
    {
        Directory.CreateDirectory(spool);
        var mine = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16, Options = options
        };
        if (!OperatingSystem.IsWindows()) mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(spool, Guid.NewGuid().ToString("n")), mine);
    }

    public Task Keep(FileStream received, string sha256) => Ask(async () =>
    {
        // Before the file, so that nothing was ever put later than the mark and its age.
        if (TimeProvider.System.GetUtcNow() - marked > MarkAge)
        {
            await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = prefix + Mark, ContentBody = "", UseChunkEncoding = false });
            marked = TimeProvider.System.GetUtcNow();
        }
        received.Position = 0;
        // What the protocol compares; the name is the proof.
#pragma warning disable CA5351
        var md5 = Convert.ToBase64String(await MD5.HashDataAsync(received));
#pragma warning restore CA5351
        received.Position = 0;
        return await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = bucket, Key = KeyOf(sha256), InputStream = received, AutoCloseStream = false, MD5Digest = md5, UseChunkEncoding = false,
            ContentType = "application/octet-stream",
        });
    });

    public async Task<Stream?> Open(string sha256)
    {
        if (await Get(KeyOf(sha256)) is { } file) return file;
        // On its way out, or put back in this moment.
        return await Get(prefix + Leaving + sha256) ?? await Get(KeyOf(sha256));
    }

    private async Task<Stream?> Get(string key)
    {
        // Gone when whoever reads it closes it.
        var local = Spool(FileOptions.DeleteOnClose);
        var there = false;
        try
        {
            there = await Ask(() => Download(key, local));
            local.Position = 0;
            return there ? local : null;
        }
        finally
        {
            if (!there) await local.DisposeAsync();
        }
    }

    private async Task<bool> Download(string key, FileStream target)
    {
        try
        {
            using var answer = await client.GetObjectAsync(bucket, key);
            target.SetLength(0);
            await answer.ResponseStream.CopyToAsync(target);
            return true;
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound) { return false; }
    }

    public Task<DateTimeOffset?> PutAt(string sha256) => Ask(async () => await At(KeyOf(sha256)) ?? await At(prefix + Leaving + sha256));

    private async Task<DateTimeOffset?> At(string key)
    {
        try { return Utc((await client.GetObjectMetadataAsync(bucket, key)).LastModified); }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound) { return null; }
    }

    /// <summary>
    /// Two sweeps: the first copies to leaving/ and takes the file away, a later one, when still nobody refers to it, the copy too. Who
    /// puts the same bytes in between has put them; who was given a row in between finds them through the copy.
    /// </summary>
    public Task<bool> Remove(string sha256, DateTimeOffset before) => Ask(async () =>
    {
        var (file, copy) = (await At(KeyOf(sha256)), await At(prefix + Leaving + sha256));
        if (file >= before) return false;
        if (file is not null)
        {
            await client.CopyObjectAsync(bucket, KeyOf(sha256), bucket, prefix + Leaving + sha256);
            await client.DeleteObjectAsync(bucket, KeyOf(sha256));
            return false;
        }
        if (copy >= before) return false;
        if (copy is not null) await client.DeleteObjectAsync(bucket, prefix + Leaving + sha256);
        return true;
    });

    /// <summary>A copy that nobody asked about for a long time belongs to a row after all: it is put back.</summary>
    public async Task Settle(DateTimeOffset before)
    {
        if (Directory.Exists(spool))
            foreach (var cut in new DirectoryInfo(spool).GetFiles().Where(file => file.LastWriteTimeUtc < before.UtcDateTime)) cut.Delete();
        await foreach (var left in List(prefix + Leaving))
        {
            if (Utc(left.LastModified) + TimeSpan.FromDays(1) > before) continue;
            var sha256 = left.Key[(prefix + Leaving).Length..];
            await Ask(async () =>
            {
                if (await At(KeyOf(sha256)) is null) await client.CopyObjectAsync(bucket, left.Key, bucket, KeyOf(sha256));
                return await client.DeleteObjectAsync(bucket, left.Key);
            });
        }
    }

    public async IAsyncEnumerable<ShelvedFile> All()
    {
        await foreach (var one in List(prefix))
            if (FolderShelf.IsName(one.Key[prefix.Length..])) yield return Shelved(one, prefix);
        await foreach (var one in List(prefix + Leaving))
            if (one.Key[(prefix + Leaving).Length..] is var left && FolderShelf.IsName(left) && await Ask(() => At(KeyOf(left))) is null)
                yield return Shelved(one, prefix + Leaving);

        static ShelvedFile Shelved(S3Object one, string under) => new(one.Key[under.Length..], Utc(one.LastModified) ?? DateTimeOffset.MinValue, one.Size ?? 0);
    }

    private async IAsyncEnumerable<S3Object> List(string under)
    {
        string? next = null;
        do
        {
            var page = await Ask(() => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = under, ContinuationToken = next }));
            foreach (var one in page.S3Objects ?? []) yield return one;
            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    public async Task<DateTimeOffset?> LastPut() => await Ask(() => At(prefix + Mark)) + MarkAge;

    public async Task<string?> Lack()
    {
        try
        {
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = prefix + Mark, MaxKeys = 1 });
            return null;
        }
        catch (Exception problem) when (IsAway(problem))
        {
            Tell(problem);
            return "files-away";
        }
    }

    private string KeyOf(string sha256) => FolderShelf.IsName(sha256) ? prefix + sha256
        : throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(sha256));

    private static DateTimeOffset? Utc(DateTime? at) =>
        at is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known.ToUniversalTime(), DateTimeKind.Utc)) : null;

    private async Task<T> Ask<T>(Func<Task<T>> question)
    {
        try { return await question(); }
        catch (Exception problem) when (IsAway(problem))
        {
            Tell(problem);
            throw new Refused(503, "Kho tệp tạm thời không trả lời, chưa có gì được lưu. Đợi nửa phút rồi thử lại") { RetryAfter = TimeSpan.FromSeconds(30) };
        }
    }

    private void Tell(Exception problem) => logger.LogError("The file store {Address} does not answer: {Problem}", Address,
        (problem as AmazonServiceException)?.ErrorCode is { Length: > 0 } code ? code : problem.GetType().Name);

    private static bool IsAway(Exception problem) =>
        problem is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
        or OperationCanceledException;

    public void Dispose() => client.Dispose();
}
