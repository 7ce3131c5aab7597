using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Logging.Abstractions;
using MotCua.Platform.Files;
using MotCua.Platform.Web;
using Xunit;

namespace MotCua.Tests.Platform.Files;

/// <summary>What the store relies on, asked of each place where files may lie.</summary>
public abstract class ShelfTests
{
    private static readonly DateTimeOffset Tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);

    protected abstract IShelf Shelf { get; }

    private FileStore Store => new(Shelf);

    /// <summary>Somebody writes other bytes under the name of these.</summary>
    protected abstract Task Damage(string sha256, byte[] bytes);

    private static byte[] Bytes(int size = 5_000) => RandomNumberGenerator.GetBytes(size);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(9_000_001)]
    public async Task What_was_put_is_there_and_listed(int size)
    {
        var bytes = Bytes(size);
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        var stored = await Store.Put(bytes);
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(bytes)), size), (stored.Sha256, stored.Size));
        Assert.Equal(bytes, await Store.Read(stored.Sha256));
        await using (var open = await Store.Open(stored.Sha256)) Assert.Equal(size, open.Length);
        Assert.InRange((await Shelf.PutAt(stored.Sha256))!.Value, before, Tomorrow);
        Assert.True(await Shelf.LastPut() >= before);
        var listed = Assert.Single(await Listed(), file => file.Sha256 == stored.Sha256);
        Assert.Equal(size, listed.Size);
        Assert.Null(await Shelf.Lack());
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_missing()
    {
        var name = Convert.ToHexStringLower(Bytes(32));
        Assert.Null(await Shelf.Open(name));
        Assert.Null(await Shelf.PutAt(name));
        Assert.False(await Store.Exists(name));
        Assert.Equal(409, (await Assert.ThrowsAsync<Refused>(() => Store.Read(name))).Status);
        Assert.True(await Shelf.Remove(name, Tomorrow));
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    public async Task A_name_that_is_none_opens_nothing(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Shelf.Open(name));
        Assert.False(await Store.IsWhole(name));
    }

    [Fact]
    public async Task Bytes_that_were_exchanged_are_handed_to_nobody()
    {
        var stored = await Store.Put(Bytes());
        await Damage(stored.Sha256, Bytes());
        Assert.False(await Store.IsWhole(stored.Sha256));
        Assert.Equal(409, (await Assert.ThrowsAsync<Refused>(() => Store.Read(stored.Sha256))).Status);
        Assert.Equal(409, (await Assert.ThrowsAsync<Refused>(() => Store.Open(stored.Sha256))).Status);
        Assert.Equal(409, (await Assert.ThrowsAsync<Refused>(() => Store.Require([stored.Sha256]))).Status);
    }

    [Fact]
    public async Task Many_at_once_each_get_their_own()
    {
        var same = Bytes();
        byte[][] all = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? same : Bytes(1_000 + i))];
        var stored = await Task.WhenAll(all.Select(bytes => Task.Run(() => Store.Put(bytes))));
        foreach (var (bytes, one) in all.Zip(stored)) Assert.Equal(bytes, await Store.Read(one.Sha256));
        Assert.Single(await Listed(), file => file.Sha256 == stored[0].Sha256);
    }

    [Fact]
    public async Task What_is_old_goes_and_what_is_new_stays()
    {
        var stored = await Store.Put(Bytes());
        Assert.False(await Shelf.Remove(stored.Sha256, TimeProvider.System.GetUtcNow().AddDays(-1)));
        Assert.True(await Store.IsWhole(stored.Sha256));
        await Gone(stored.Sha256);
        Assert.False(await Store.Exists(stored.Sha256));
        Assert.DoesNotContain(await Listed(), file => file.Sha256 == stored.Sha256);
    }

    [Fact]
    public async Task Bytes_put_again_between_two_sweeps_stay()
    {
        var bytes = Bytes();
        var stored = await Store.Put(bytes);
        await Shelf.Remove(stored.Sha256, Tomorrow);
        await Store.Put(bytes);
        Assert.False(await Shelf.Remove(stored.Sha256, TimeProvider.System.GetUtcNow().AddMinutes(-5)));
        Assert.Equal(bytes, await Store.Read(stored.Sha256));
    }

    [Fact]
    public async Task What_is_received_and_never_kept_is_cleared_away()
    {
        string name;
        await using (var cut = Shelf.Receive())
        {
            name = cut.Name;
            await cut.WriteAsync(Bytes(), TestContext.Current.CancellationToken);
        }
        if (!OperatingSystem.IsWindows()) Assert.Equal(default, File.GetUnixFileMode(name) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        await Shelf.Settle(TimeProvider.System.GetUtcNow().AddDays(-1));
        Assert.True(File.Exists(name));
        await Shelf.Settle(TimeProvider.System.GetUtcNow().AddSeconds(5));
        Assert.False(File.Exists(name));
    }

    protected async Task<List<ShelvedFile>> Listed()
    {
        var all = new List<ShelvedFile>();
        await foreach (var file in Shelf.All()) all.Add(file);
        return all;
    }

    private async Task Gone(string sha256)
    {
        for (var sweeps = 0; !await Shelf.Remove(sha256, Tomorrow); sweeps++) Assert.True(sweeps < 2, "Two sweeps are enough.");
    }
}

public sealed class FolderShelfTests : ShelfTests, IDisposable
{
    private readonly FolderShelf shelf = new(Directory.CreateTempSubdirectory("motcua-shelf").FullName);

    protected override IShelf Shelf => shelf;

    protected override Task Damage(string sha256, byte[] bytes) => File.WriteAllBytesAsync(shelf.PathOf(sha256), bytes);

    public void Dispose() => Directory.Delete(shelf.Address, recursive: true);
}

[Trait("Pace", "slow")]
public sealed class S3ShelfTests(S3Server server) : ShelfTests, IClassFixture<S3Server>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("motcua-spool").FullName;
    private readonly string prefix = $"nha-{Guid.NewGuid():n}";
    private IShelf? shelf;

    protected override IShelf Shelf => shelf ??= Shelves.At($"s3://{S3Server.Bucket}/{prefix}", server.Settings, folder, NullLoggerFactory.Instance);

    protected override async Task Damage(string sha256, byte[] bytes)
    {
        using var client = server.Client();
        await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = S3Server.Bucket, Key = $"{prefix}/{sha256}", InputStream = new MemoryStream(bytes), UseChunkEncoding = false,
        });
    }

    [Fact]
    public async Task Whoever_was_given_a_row_between_two_sweeps_still_finds_the_bytes()
    {
        var bytes = RandomNumberGenerator.GetBytes(3_000);
        var store = new FileStore(Shelf);
        var stored = await store.Put(bytes);
        Assert.False(await Shelf.Remove(stored.Sha256, TimeProvider.System.GetUtcNow().AddDays(1)));
        Assert.Equal(bytes, await store.Read(stored.Sha256));
        Assert.True(await store.Exists(stored.Sha256));
        Assert.Single(await Listed(), file => file.Sha256 == stored.Sha256);
        // Nobody swept it again, so it belongs to somebody: it is put back.
        await Shelf.Settle(TimeProvider.System.GetUtcNow().AddDays(2));
        using var client = server.Client();
        await client.GetObjectMetadataAsync(S3Server.Bucket, $"{prefix}/{stored.Sha256}", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            client.GetObjectMetadataAsync(S3Server.Bucket, $"{prefix}/leaving/{stored.Sha256}", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task More_than_one_page_is_listed()
    {
        using var client = server.Client();
        await Parallel.ForAsync(0, 1_003, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, stop) => await client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = S3Server.Bucket, Key = $"{prefix}/{i:x64}", ContentBody = "", UseChunkEncoding = false,
        }, stop));
        Assert.Equal(1_003, (await Listed()).Select(file => file.Sha256).Distinct().Count());
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_and_nothing_is_lost()
    {
        var store = new FileStore(Shelf);
        var bytes = RandomNumberGenerator.GetBytes(3_000);
        var stored = await store.Put(bytes);
        server.Stop();
        try
        {
            var no = await Assert.ThrowsAsync<Refused>(() => store.Put(RandomNumberGenerator.GetBytes(10)));
            Assert.Equal((503, 30.0), (no.Status, no.RetryAfter!.Value.TotalSeconds));
            Assert.Equal(503, (await Assert.ThrowsAsync<Refused>(() => store.Read(stored.Sha256))).Status);
            Assert.Equal("files-away", await Shelf.Lack());
            Assert.Empty(Directory.GetFiles(Path.Combine(folder, "files", "incoming")));
        }
        finally { await server.Start(); }
        Assert.Equal(bytes, await store.Read(stored.Sha256));
    }

    public void Dispose()
    {
        (shelf as IDisposable)?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
