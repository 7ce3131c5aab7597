using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MotCua.Benchmarks.Demo;
using Npgsql;

namespace MotCua.Benchmarks.Bench;

/// <summary>PostgreSQL's own load program, found beside the server; it costs a tenth of what a client of ours would.</summary>
internal sealed partial class Pgbench
{
    public const int Clients = 16;

    public const string NotThere = "pgbench is not installed (package postgresql-contrib or postgresql-client)";

    private readonly string program;

    private Pgbench(string program) => this.program = program;

    /// <returns>Null: <see cref="NotThere"/>.</returns>
    public static Pgbench? Find() => Directory.Exists("/usr/lib/postgresql")
        && Directory.EnumerateFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal).FirstOrDefault()
            is { } found ? new(found) : null;

    /// <returns>Transactions a second.</returns>
    /// <param name="more">How much: <c>-T seconds</c> or <c>-t each</c>; variables as <c>-D name=value</c>.</param>
    public async Task<double> Run(string connection, string file, params string[] more)
    {
        var given = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(program, ["-n", "-M", "prepared", "-c", $"{Clients}", "-j", "2", .. more, "-f", file, "-h", given.Host!,
            "-p", $"{given.Port}", "-U", given.Username!, given.Database!]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = given.Password;
        using var process = Process.Start(start)!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || !Tps().IsMatch(await said)) throw new Unexpected($"pgbench: {await wrong}{await said}");
        return double.Parse(Tps().Match(await said).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Tps();
}
