using Npgsql;

namespace MotCua.Platform.Postgres;

/// <summary>A PostgreSQL that somebody else runs: checked once at start, never started or stopped by the product.</summary>
/// <param name="OwnerConnectionString">Owns the schemas and runs their scripts.</param>
/// <param name="AppConnectionString">Serves requests with the rights of <see cref="AppRole"/>.</param>
public sealed record GivenDatabase(string OwnerConnectionString, string AppConnectionString)
{
    private const int OldestVersion = 150000;

    /// <param name="connection">The application's own login; with <paramref name="owner"/> null, one login for everything.</param>
    /// <param name="refuse">Looks at the owner's database before anything is written there.</param>
    /// <exception cref="GroundException">Not reachable, too old, wrong encoding, too few rights, or a pooler that does not keep sessions.</exception>
    public static async Task<GivenDatabase> Open(string connection, string? owner, Action<string> say, CancellationToken cancellation,
        Func<string, Task>? refuse = null)
    {
        var app = Parse(connection);
        var ownerConnection = owner is null ? app.ConnectionString : Parse(owner).ConnectionString;
        await Check(ownerConnection, say, cancellation);
        await PoolerCheck.Refuse(ownerConnection, cancellation);
        if (refuse is not null) await refuse(ownerConnection);
        try
        {
            await AppRole.Ensure(ownerConnection, secret: null);
            await Grant(ownerConnection, owner is null ? null : app.Username);
        }
        catch (Npgsql.PostgresException problem) when (problem.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new GroundException(
                $"Tài khoản cơ sở dữ liệu không tạo được vai trò {AppRole.Name}. Hãy nhờ người quản trị chạy: " +
                $"create role {AppRole.Name} nologin; grant {AppRole.Name} to {app.Username};", problem);
        }
        if (owner is null)
        {
            // One login only: each session still works with the narrow rights, so that ledgers stay append-only for it.
            app.Options = $"{app.Options} -c role={AppRole.Name}".Trim();
            await CheckRole(app.ConnectionString, cancellation);
        }
        else await PoolerCheck.Refuse(app.ConnectionString, cancellation);
        return new GivenDatabase(ownerConnection, app.ConnectionString);
    }

    private static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException problem)
        {
            throw new GroundException("Chuỗi kết nối không đúng dạng. Ví dụ: Host=127.0.0.1;Port=5432;Database=motcua;Username=motcua;Password=…", problem);
        }
    }

    private static async Task Check(string connection, Action<string> say, CancellationToken cancellation)
    {
        var deadline = Environment.TickCount64 + 30_000;
        var told = false;
        await using var source = NpgsqlDataSource.Create(connection);
        while (true)
        {
            try
            {
                await using var command = source.CreateCommand("select current_setting('server_version_num')::int, current_setting('server_encoding')");
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                await reader.ReadAsync(cancellation);
                if (reader.GetInt32(0) < OldestVersion)
                    throw new GroundException($"Cần PostgreSQL từ bản 15 trở lên; máy chủ này là bản {reader.GetInt32(0) / 10000}.");
                if (reader.GetString(1) != "UTF8")
                    throw new GroundException($"Cơ sở dữ liệu phải dùng bảng mã UTF8; cơ sở dữ liệu này dùng {reader.GetString(1)}.");
                return;
            }
            catch (NpgsqlException problem) when (problem is not Npgsql.PostgresException || problem.IsTransient)
            {
                if (Environment.TickCount64 > deadline) throw new GroundException($"Không kết nối được cơ sở dữ liệu: {problem.Message}", problem);
                if (!told) say("Đang chờ cơ sở dữ liệu trả lời…");
                told = true;
                await Task.Delay(1000, cancellation);
            }
            catch (Npgsql.PostgresException problem)
            {
                throw new GroundException($"Cơ sở dữ liệu từ chối kết nối: {problem.MessageText}", problem);
            }
        }
    }

    /// <summary>A pooler may refuse the start-up option, or leave it out in silence, and the ledgers would then stand open.</summary>
    private static async Task CheckRole(string connection, CancellationToken cancellation)
    {
        const string Words = "Bộ gộp kết nối đứng trước PostgreSQL không chuyển vai trò của phiên. Hãy dùng hai tài khoản (thêm MOTCUA_OWNER_CONNECTION); xem "
            + "docs/operations.md.";
        await using var source = NpgsqlDataSource.Create(connection);
        try
        {
            await using var command = source.CreateCommand("select current_user");
            if (await command.ExecuteScalarAsync(cancellation) as string != AppRole.Name) throw new GroundException(Words);
        }
        catch (Npgsql.PostgresException problem) when (problem.SqlState == PostgresErrorCodes.ProtocolViolation)
        {
            throw new GroundException(Words, problem);
        }
    }

    /// <summary>Lets the login become the narrow role; silent when it already may.</summary>
    private static async Task Grant(string ownerConnection, string? login)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        await using var member = source.CreateCommand(
            $"select pg_has_role(coalesce($1, current_user)::name, '{AppRole.Name}', 'member'), format('grant {AppRole.Name} to %I', coalesce($1, "
                + $"current_user))");
        member.Parameters.Add(new() { Value = (object?)login ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        string grant;
        await using (var reader = await member.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            if (reader.GetBoolean(0)) return;
            grant = reader.GetString(1);
        }
        await using var command = source.CreateCommand(grant);
        await command.ExecuteNonQueryAsync();
    }
}
