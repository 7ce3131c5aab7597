using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Host;

/// <summary>The database under the product, given or embedded, and what kind of system lives in it.</summary>
internal sealed record Ground(string Owner, string App, EmbeddedPostgres? Embedded)
{
    /// <param name="modules">Whose scripts this version knows: a database with others is refused. Null: it is only read.</param>
    public static async Task<Ground> Open(StartArguments arguments, IConfiguration configuration, ModuleSet? modules, Action<string> say,
        CancellationToken cancellation)
    {
        var connection = arguments.Connection
            ?? Environment.GetEnvironmentVariable("MOTCUA_CONNECTION")
            ?? configuration.GetConnectionString("MotCua");
        if (string.IsNullOrWhiteSpace(connection))
        {
            var embedded = await EmbeddedPostgres.Start(arguments.Data, say, cancellation);
            try { await Refuse(embedded.OwnerConnectionString); }
            catch (GroundException) when (!embedded.Adopted)
            {
                await embedded.Stop();
                throw;
            }
            return new Ground(embedded.OwnerConnectionString, embedded.AppConnectionString, embedded);
        }
        var owner = Environment.GetEnvironmentVariable("MOTCUA_OWNER_CONNECTION") ?? configuration.GetConnectionString("MotCuaOwner");
        var given = await GivenDatabase.Open(connection, string.IsNullOrWhiteSpace(owner) ? null : owner, say, cancellation, Refuse);
        return new Ground(given.OwnerConnectionString, given.AppConnectionString, null);

        Task Refuse(string own) => modules is null ? Task.CompletedTask : SchemaAge.RefuseNewer(own, modules);
    }

    /// <summary>Whether this database was begun as a demonstration; null when it has never been used.</summary>
    public async Task<bool?> WasDemo()
    {
        await using var source = NpgsqlDataSource.Create(Owner);
        await using var exists = source.CreateCommand("select to_regclass('platform.setting') is not null");
        if (await exists.ExecuteScalarAsync() is not true) return null;
        await using var read = source.CreateCommand("select value = 'true' from platform.setting where name = 'demo'");
        return await read.ExecuteScalarAsync() as bool?;
    }

    /// <summary>True once: this database has never been filled, and nobody has filed anything yet.</summary>
    public async Task<bool> FillsFirst()
    {
        await using var source = NpgsqlDataSource.Create(Owner);
        await using var write = source.CreateCommand("""
            insert into platform.setting (name, value) select 'filled', 'true' where not exists (select from platform.event where stream like 'dossier/%')
            on conflict do nothing
            """);
        return await write.ExecuteNonQueryAsync() == 1;
    }

    /// <summary>Settles where the files lie, for this process.</summary>
    public async Task FindFiles(StartArguments arguments, IConfiguration configuration) =>
        configuration[Shelves.Setting] = await FilePlace.Decide(Owner, arguments.Files ?? configuration[Shelves.Setting], arguments.Data);

    /// <summary>
    /// Demo accounts have printed passwords: they must never get into a real database, and a database that has them must
    /// never be put to real use. What the first start decided stays.
    /// </summary>
    public async Task Claim(bool demo)
    {
        await using var source = NpgsqlDataSource.Create(Owner);
        await using var write = source.CreateCommand("insert into platform.setting (name, value) values ('demo', to_jsonb($1)) on conflict do nothing");
        write.Parameters.Add(new() { Value = demo });
        await write.ExecuteNonQueryAsync();
        if (await WasDemo() == demo) return;
        throw new GroundException(demo
            ? "Cơ sở dữ liệu này của hệ thống thật; không chạy bản dùng thử trên nó. Hãy đặt ASPNETCORE_ENVIRONMENT=Production, hoặc chọn thư mục khác bằng "
                + "--data."
            : "Cơ sở dữ liệu này của bản dùng thử, có tài khoản với mật khẩu công khai; không chạy thật trên nó. Hãy dùng cơ sở dữ liệu mới.");
    }
}
