using Npgsql;

namespace MotCua.Platform.Postgres;

/// <summary>
/// PostgreSQL riêng của hệ thống: a private cluster inside the data folder, reached through a socket that only its account
/// may open. Found running it is adopted; found dead it is healed and started. The caller decides who stops it.
/// </summary>
public sealed class EmbeddedPostgres
{
    /// <summary>Owner of the database: runs the schema scripts. The application itself never uses it to serve requests.</summary>
    public const string Owner = "motcua";

    private const string Database = "motcua";

    private readonly string dataFolder;
    private readonly ClusterFolder folder;
    private readonly ServerAccount account;
    private readonly PostgresBinaries binaries;
    private readonly string ownerSecret;
    private readonly string appSecret;

    private EmbeddedPostgres(string dataFolder, ClusterFolder folder, ServerAccount account, PostgresBinaries binaries, string ownerSecret, string appSecret) =>
        (this.dataFolder, this.folder, this.account, this.binaries, this.ownerSecret, this.appSecret) =
        (dataFolder, folder, account, binaries, ownerSecret, appSecret);

    public string OwnerConnectionString => Connection(Owner, ownerSecret, Database);

    public string AppConnectionString => Connection(AppRole.Name, appSecret, Database);

    /// <summary>The cluster was already running when <see cref="Start"/> came: a command then leaves it running.</summary>
    public bool Adopted { get; private set; }

    /// <summary>Process number of the running server; null when it does not run.</summary>
    public int? ProcessId => Postmaster.Find(folder.Cluster)?.ProcessId;

    /// <param name="dataFolder">Made when missing. Two starts at once on one folder follow each other.</param>
    /// <param name="say">Progress in Vietnamese, one sentence a call; silent when all is as it was.</param>
    /// <exception cref="GroundException">With what to do, in Vietnamese.</exception>
    public static async Task<EmbeddedPostgres> Start(string dataFolder, Action<string> say, CancellationToken cancellation)
    {
        dataFolder = Path.GetFullPath(dataFolder);
        Directory.CreateDirectory(dataFolder);
        await using var turn = await Turn(dataFolder, cancellation);
        var (folder, account) = await ClusterFolder.Open(dataFolder, say);
        var binaries = await PostgresBinaries.Find(folder.Major, say);
        if (account.Name is not null && await MovedToPostgres(folder, account)) (folder, account) = await ClusterFolder.Open(dataFolder, say);
        var secrets = Path.Combine(dataFolder, "secrets");
        var postgres = new EmbeddedPostgres(dataFolder, folder, account, binaries,
            await Secret.Keep(secrets, "database-owner"), await Secret.Keep(secrets, "database-app"));
        if (folder.Major is null) await postgres.Create(say);
        postgres.Adopted = await postgres.AdoptOrLaunch(say, cancellation);
        await postgres.EnsureDatabase();
        return postgres;
    }

    /// <summary>Starts the server again when it has gone away under a running product. Safe to call at any time.</summary>
    public async Task Heal(Action<string> say, CancellationToken cancellation)
    {
        await using var turn = await Turn(dataFolder, cancellation);
        await AdoptOrLaunch(say, cancellation);
    }

    /// <summary>True while somebody besides this process has a session in the database.</summary>
    public async Task<bool> UsedByOthers()
    {
        NpgsqlConnection.ClearAllPools();
        await using var source = NpgsqlDataSource.Create(Connection(Owner, ownerSecret, "postgres"));
        await using var others = source.CreateCommand(
            "select exists (select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())");
        // Sessions that this process has just closed take a moment to leave the list.
        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (await others.ExecuteScalarAsync() is not true) return false;
            await Task.Delay(100);
        }
        return true;
    }

    private static Task<FolderLock> Turn(string dataFolder, CancellationToken cancellation) =>
        FolderLock.Wait(Path.Combine(dataFolder, "postgres.lock"), TimeSpan.FromMinutes(5), cancellation);

    private async Task<bool> AdoptOrLaunch(Action<string> say, CancellationToken cancellation)
    {
        var deadline = Environment.TickCount64 + 120_000;
        var told = false;
        while (Postmaster.Find(folder.Cluster) is { } running)
        {
            if (running.Ready && await Answers(cancellation)) return true;
            if (!told) say("PostgreSQL đang khởi động hoặc phục hồi, vui lòng chờ…");
            told = true;
            if (Environment.TickCount64 > deadline) throw new GroundException($"PostgreSQL đang chạy nhưng không trả lời. Xem {folder.Log}.");
            await Task.Delay(100, cancellation);
        }
        await Launch(deadline, cancellation);
        return false;
    }

    /// <summary>Stops the server: open transactions are rolled back, acknowledged ones are on disk.</summary>
    public async Task Stop()
    {
        NpgsqlConnection.ClearAllPools();
        if (Postmaster.Find(folder.Cluster) is null) return;
        var outcome = await account.Run(binaries.PgCtl, ["stop", "-D", folder.Cluster, "-m", "fast", "-w", "-t", "60", "-s"]);
        if (outcome.ExitCode != 0 && Postmaster.Find(folder.Cluster) is not null)
            await account.Run(binaries.PgCtl, ["stop", "-D", folder.Cluster, "-m", "immediate", "-w", "-t", "30", "-s"]);
    }

    private async Task Create(Action<string> say)
    {
        say($"Tạo cơ sở dữ liệu PostgreSQL {binaries.Major} trong {folder.Home}");
        // A cluster whose making was interrupted never takes the final name.
        await account.Shell("rm -rf \"$1\"", folder.Unfinished);
        var password = Path.Combine(folder.Home, "password");
        await account.Write(password, ownerSecret);
        try
        {
            string[] fixedPart =
            [
                "-D", folder.Unfinished, "-U", Owner, "--pwfile", password, "--auth=scram-sha-256", "--encoding=UTF8",
                "--data-checksums", "--locale-provider=icu", "--icu-locale=vi-VN", "--no-instructions",
            ];
            // Under plain C the trigram index would not know Vietnamese letters as letters; not every system has C.UTF-8.
            var outcome = await account.Run(binaries.InitDb, [.. fixedPart, "--locale=C.UTF-8"]);
            if (outcome.ExitCode != 0 && outcome.Output.Contains("locale", StringComparison.Ordinal))
            {
                await account.Shell("rm -rf \"$1\"", folder.Unfinished);
                outcome = await account.Run(binaries.InitDb, [.. fixedPart, "--locale=en_US.UTF-8"]);
            }
            if (outcome.ExitCode != 0) throw new GroundException($"Không tạo được cơ sở dữ liệu: {outcome.Output}");
            if (!await account.Shell($"printf \"\\ninclude_if_exists '{ClusterSettings.FileName}'\\ninclude_if_exists '{ClusterSettings.LocalFileName}'\\n\" "
                + $">> \"$1/postgresql.conf\" && sync && mv \"$1\" \"$2\"", folder.Unfinished, folder.Cluster))
                throw new GroundException($"Không ghi được vào {folder.Home}.");
        }
        finally
        {
            await account.Shell("rm -f \"$1\"", password);
        }
    }

    private async Task Launch(long deadline, CancellationToken cancellation)
    {
        await account.Write(Path.Combine(folder.Cluster, ClusterSettings.FileName), ClusterSettings.Text(folder.Socket));
        while (true)
        {
            // Left over by a server that was killed; PostgreSQL itself would take a zombie or a reused number for a rival.
            await account.Shell("rm -f \"$1\" \"$2/.s.PGSQL.5432\" \"$2/.s.PGSQL.5432.lock\"", Postmaster.FileOf(folder.Cluster), folder.Socket);
            await account.Shell("test ! -s \"$1\" || test $(wc -c < \"$1\") -lt 20000000 || mv -f \"$1\" \"$1.old\"", folder.Log);
            var outcome = await account.Run(binaries.PgCtl, ["start", "-D", folder.Cluster, "-l", folder.Log, "-w", "-t", "100", "-s"],
                cancellation: cancellation);
            // A server that reads an archive back says that it has started before it answers.
            while (outcome.ExitCode == 0 && Postmaster.Find(folder.Cluster) is not null)
            {
                if (await Answers(cancellation)) return;
                if (Environment.TickCount64 >= deadline) break;
                await Task.Delay(200, cancellation);
            }
            var tail = await account.Run("/usr/bin/tail", ["-n", "8", folder.Log], cancellation: cancellation);
            // Workers of a killed server need a moment to notice and let go of the shared memory.
            var mayPass = tail.Output.Contains("still in use", StringComparison.Ordinal) && Environment.TickCount64 < deadline;
            if (!mayPass || Postmaster.Find(folder.Cluster) is not null)
                throw new GroundException($"PostgreSQL không khởi động được.\n{outcome.Output}\n{tail.Output}\nXem đầy đủ ở {folder.Log}.");
            await Task.Delay(200, cancellation);
        }
    }

    private async Task EnsureDatabase()
    {
        await using (var source = NpgsqlDataSource.Create(Connection(Owner, ownerSecret, "postgres")))
        {
            await using var exists = source.CreateCommand("select exists (select from pg_database where datname = 'motcua')");
            if (await exists.ExecuteScalarAsync() is not true)
            {
                // Not in a transaction: an interrupted creation leaves nothing behind under this name.
                await using var create = source.CreateCommand("create database motcua");
                await create.ExecuteNonQueryAsync();
            }
        }
        await AppRole.Ensure(OwnerConnectionString, appSecret);
    }

    private async Task<bool> Answers(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Connection(Owner, ownerSecret, "postgres") + ";Pooling=false;Timeout=5");
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (Npgsql.PostgresException problem) when (problem.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new GroundException("Mật khẩu lưu trong thư mục secrets không khớp với cơ sở dữ liệu. Hãy khôi phục thư mục secrets từ bản sao lưu.",
                problem);
        }
        catch (NpgsqlException)
        {
            return false; // starting up, recovering or going down
        }
    }

    private string Connection(string user, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = folder.Socket,
        Username = user,
        Password = password,
        Database = database,
        IncludeErrorDetail = false,
        MaxPoolSize = 60,
    }.ConnectionString;

    /// <summary>Installing the server just made the account that an empty folder, prepared before for "nobody", should belong to.</summary>
    private static async Task<bool> MovedToPostgres(ClusterFolder folder, ServerAccount account) =>
        folder.Major is null && account.Name != "postgres" && ServerAccount.Choose(null).Name == "postgres"
        && await ServerAccount.Own.Shell("rm -rf \"$1\" \"$2\"", folder.Home, folder.Socket);
}
