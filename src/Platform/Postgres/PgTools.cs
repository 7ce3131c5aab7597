using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace MotCua.Platform.Postgres;

/// <summary>Runs pg_dump and its relatives. What they must know goes through their environment: a command line is read by everybody on the machine.</summary>
internal static class PgTools
{
    /// <summary>The oldest version that fits the server: an older one refuses to read it, a much newer one writes what it does not understand.</summary>
    public static async Task<string> Find(string program, int serverMajor)
    {
        string[] folders =
        [
            Environment.GetEnvironmentVariable("MOTCUA_PG_BIN") ?? "",
            .. Below("/usr/lib/postgresql"), .. Below("/usr", "pgsql-*"), .. Below("/opt/homebrew/opt", "postgresql@*"),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'),
        ];
        var found = new List<(int Major, string Path)>();
        foreach (var path in folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).Where(File.Exists))
            if (await Major(path) is { } major && major >= serverMajor) found.Add((major, path));
        return found.Count > 0 ? found.MinBy(tool => tool.Major).Path
            : throw new GroundException($"Không tìm thấy {program} từ bản {serverMajor} trở lên. "
                + $"Hãy cài gói postgresql-client-{serverMajor}, hoặc chỉ ra thư mục bằng MOTCUA_PG_BIN.");
    }

    public static async Task<int> ServerMajor(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("select current_setting('server_version_num')::int / 10000");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <param name="output">Takes what the program writes; null: nothing is expected.</param>
    public static async Task Run(string program, string connection, IEnumerable<string> arguments, Stream? output = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in Settings(new NpgsqlConnectionStringBuilder(connection)))
            if (!string.IsNullOrEmpty(value)) start.Environment[name] = value;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new GroundException($"Không chạy được {program}.");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output ?? Stream.Null);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new GroundException($"{Path.GetFileName(program)} dừng với mã {process.ExitCode}: {(await errors).Trim()}");
    }

    private static IEnumerable<(string Name, string? Value)> Settings(NpgsqlConnectionStringBuilder connection) =>
    [
        ("PGHOST", connection.Host), ("PGPORT", connection.Port.ToString(CultureInfo.InvariantCulture)), ("PGDATABASE", connection.Database),
        ("PGUSER", connection.Username), ("PGPASSWORD", connection.Password), ("PGPASSFILE", connection.Passfile), ("PGOPTIONS", connection.Options),
        ("PGSSLMODE", Mode(connection.SslMode)),
        ("PGSSLROOTCERT", connection.RootCertificate), ("PGSSLCERT", connection.SslCertificate), ("PGSSLKEY", connection.SslKey),
    ];

    private static string Mode(SslMode mode) =>
        mode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", _ => mode.ToString().ToLowerInvariant() };

    private static IEnumerable<string> Below(string parent, string pattern = "*") =>
        Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern).Select(folder => Path.Combine(folder, "bin")) : [];

    /// <summary>"pg_dump (PostgreSQL) 15.18 (Debian …)".</summary>
    private static async Task<int?> Major(string path)
    {
        var words = (await ServerAccount.Own.Run(path, ["--version"])).Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var digits = new string([.. (words.ElementAtOrDefault(2) ?? "").TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
    }
}
