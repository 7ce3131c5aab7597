using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Platform.Files;

/// <summary>
/// Kho tệp của hệ thống này: the database remembers where its files lie, so that a start with a forgotten or mistyped address does not
/// tell everybody that their papers are gone.
/// </summary>
public static class FilePlace
{
    /// <summary>The folder of the data folder, wherever that is moved to.</summary>
    public const string Folder = "folder";

    private const string Name = "files";

    /// <param name="asked">From --files or Files:Place; null: where they are.</param>
    /// <returns>Where they are.</returns>
    /// <exception cref="GroundException">They are somewhere else than asked.</exception>
    public static async Task<string> Decide(string owner, string? asked, string dataFolder)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        var place = Short(asked, dataFolder);
        await using (var begun = source.CreateCommand("select to_regclass('platform.setting') is not null"))
            if (await begun.ExecuteScalarAsync() is not true) return place;
        var known = await Known(source);
        if (known is null)
        {
            // Begun before places were remembered: where there are files already, there they are.
            if (place != Folder && await Any(new FolderShelf(Shelves.Normal(null, dataFolder)))) known = Folder;
            await Remember(source, known ??= place);
        }
        if (asked is null or "" || known == place) return known;
        throw new GroundException($"Tệp của hệ thống này nằm ở {Shelves.Normal(known, dataFolder)}, không phải {Shelves.Normal(place, dataFolder)}. "
            + $"Chuyển trước bằng ./motcua files copy --to {place}, hoặc bỏ --files và Files__Place.");
    }

    public static async Task Remember(NpgsqlDataSource source, string place)
    {
        await using var write = source.CreateCommand("insert into platform.setting (name, value) values ($1, to_jsonb($2)) on conflict (name) do update set "
            + "value = excluded.value");
        write.Parameters.Add(new() { Value = Name });
        write.Parameters.Add(new() { Value = place });
        await write.ExecuteNonQueryAsync();
    }

    /// <summary>As it is remembered: the house's own folder may lie elsewhere tomorrow.</summary>
    public static string Short(string? place, string dataFolder) =>
        Shelves.Normal(place, dataFolder) is var address && address == Shelves.Normal(null, dataFolder) ? Folder : address;

    private static async Task<string?> Known(NpgsqlDataSource source)
    {
        await using var read = source.CreateCommand("select value #>> '{}' from platform.setting where name = $1");
        read.Parameters.Add(new() { Value = Name });
        return await read.ExecuteScalarAsync() as string;
    }

    private static async Task<bool> Any(IShelf shelf)
    {
        await foreach (var _ in shelf.All()) return true;
        return false;
    }
}
