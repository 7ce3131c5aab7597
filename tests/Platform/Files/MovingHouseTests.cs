using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MotCua.Platform;
using MotCua.Platform.Files;
using MotCua.Platform.Postgres;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform.Files;

/// <summary>A house whose files move to another place: nothing is left behind, and no start looks in the wrong place.</summary>
[Trait("Pace", "slow")]
public sealed class MovingHouseTests(S3Server server) : IClassFixture<S3Server>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("motcua-moving").FullName;

    [Fact]
    public async Task Files_move_to_an_object_storage_and_back_with_their_hashes_compared()
    {
        var (owner, application) = await (await Ground.Get()).Clone();
        await using var source = NpgsqlDataSource.Create(application);
        Assert.Equal(FilePlace.Folder, await FilePlace.Decide(owner, null, folder));
        var home = Shelves.At(null, server.Settings, folder, NullLoggerFactory.Instance);
        var stored = new List<string>();
        for (var i = 0; i < 30; i++) stored.Add((await new FileStore(home).Put([1, 2, (byte)i])).Sha256);
        var away = $"s3://{S3Server.Bucket}/chuyen-{Guid.NewGuid():n}";

        var (exit, said) = await Copy(home, away, source, alone: false);
        Assert.Equal(0, exit);
        Assert.Contains("Đã chép 30 tệp", said);
        Assert.Contains("Hệ thống đang chạy", said);
        Assert.Equal(FilePlace.Folder, await FilePlace.Decide(owner, null, folder));

        stored.Add((await new FileStore(home).Put([9, 9])).Sha256);
        (exit, said) = await Copy(home, away, source, alone: true);
        Assert.Equal(0, exit);
        Assert.Contains("Đã chép 1 tệp, 30 tệp đã có", said);
        Assert.Equal(away, await FilePlace.Decide(owner, null, folder));
        Assert.Equal(away, await FilePlace.Decide(owner, $"{away}/", folder));
        var wrong = await Assert.ThrowsAsync<GroundException>(() => FilePlace.Decide(owner, "folder", folder));
        Assert.Contains(away, wrong.Message);
        var there = Shelves.At(away, server.Settings, folder, NullLoggerFactory.Instance);
        foreach (var hash in stored) Assert.True(await new FileStore(there).IsWhole(hash));

        Directory.Delete(Path.Combine(folder, "files"), recursive: true);
        (exit, _) = await Copy(there, "folder", source, alone: true);
        Assert.Equal((0, FilePlace.Folder), (exit, await FilePlace.Decide(owner, null, folder)));
        foreach (var hash in stored) Assert.True(await new FileStore(home).IsWhole(hash));
    }

    [Fact]
    public async Task One_damaged_file_keeps_the_house_where_it_is()
    {
        var (owner, application) = await (await Ground.Get()).Clone();
        await using var source = NpgsqlDataSource.Create(application);
        await FilePlace.Decide(owner, null, folder);
        var home = new FolderShelf(Path.Combine(folder, "files"));
        var stored = await new FileStore(home).Put([1, 2, 3]);
        await File.WriteAllBytesAsync(home.PathOf(stored.Sha256), [4], TestContext.Current.CancellationToken);
        var away = $"s3://{S3Server.Bucket}/hong-{Guid.NewGuid():n}";
        var (exit, said) = await Copy(home, away, source, alone: true);
        Assert.Equal(1, exit);
        Assert.Contains(stored.Sha256, said);
        Assert.Equal(FilePlace.Folder, await FilePlace.Decide(owner, null, folder));
    }

    [Fact]
    public async Task A_house_that_has_files_is_not_begun_again_elsewhere()
    {
        var (owner, _) = await (await Ground.Get()).Clone();
        await new FileStore(new FolderShelf(Path.Combine(folder, "files"))).Put([5]);
        await Assert.ThrowsAsync<GroundException>(() => FilePlace.Decide(owner, $"s3://{S3Server.Bucket}/khac", folder));
        Assert.Equal(FilePlace.Folder, await FilePlace.Decide(owner, null, folder));
    }

    [Theory]
    [InlineData("s3://", "s3://THÙNG")]
    [InlineData("s3://ab/c", "s3://THÙNG")]
    [InlineData("http://kho.example/c", "s3://THÙNG")]
    public void A_wrong_address_is_told(string place, string words) =>
        Assert.Contains(words, Assert.Throws<GroundException>(() => Shelves.At(place, server.Settings, folder, NullLoggerFactory.Instance)).Message);

    private async Task<(int Exit, string Said)> Copy(IShelf from, string to, NpgsqlDataSource source, bool alone)
    {
        await using var services = new ServiceCollection().AddSingleton(new StartOptions("", folder, Demo: true, Alone: alone))
            .AddSingleton(server.Settings).AddSingleton(from).AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(source)
            .BuildServiceProvider();
        var said = new StringWriter();
        return (await CopyFiles.Command.Run(services, ["copy", "--to", to], said), said.ToString());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
