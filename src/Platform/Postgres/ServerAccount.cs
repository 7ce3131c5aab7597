using System.Diagnostics;

namespace MotCua.Platform.Postgres;

/// <summary>
/// The operating-system account that the cluster belongs to. PostgreSQL refuses root, so a product started by root runs
/// the server, and touches the server's folders, under an account without rights.
/// </summary>
internal sealed class ServerAccount
{
    private ServerAccount(string? name) => Name = name;

    /// <summary>Null: the account of this process.</summary>
    public string? Name { get; }

    public static ServerAccount Own { get; } = new(null);

    public static ServerAccount Choose(string? ownerOfExistingCluster)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            if (ownerOfExistingCluster is { } owner && owner != Environment.UserName)
            {
                throw new GroundException(
                    $"Cơ sở dữ liệu trong thư mục này thuộc tài khoản “{owner}”, không phải “{Environment.UserName}”. " +
                    $"Hãy chạy bằng tài khoản đã tạo ra nó (hoặc root), hoặc chọn thư mục khác bằng --data.");
            }
            return Own;
        }
        if (ownerOfExistingCluster is not null and not "root")
        {
            return new ServerAccount(ownerOfExistingCluster);
        }
        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        var name = new[] { "postgres", "nobody" }.FirstOrDefault(known.Contains)
            ?? throw new GroundException("PostgreSQL không chạy được bằng root và máy này không có tài khoản “postgres” hay “nobody”. Hãy chạy bằng một tài "
                + "khoản thường.");
        return new ServerAccount(name);
    }

    /// <summary>Runs a program to its end under this account with a clean environment; both output streams are joined.</summary>
    public async Task<Outcome> Run(string program, IEnumerable<string> arguments, string? input = null, CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // PGDATA, PGPORT, PGOPTIONS, LC_* of the caller would silently change what the server does.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        if (Name is { } name && !OperatingSystem.IsWindows())
        {
            start.UserName = name;
        }
        using var process = Process.Start(start) ?? throw new GroundException($"Không chạy được {program}.");
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Outcome(process.ExitCode, (await output + await errors).Trim());
    }

    /// <summary>A line of shell with positional arguments ($1…); true when it ended with 0.</summary>
    public async Task<bool> Shell(string line, params string[] arguments) =>
        (await Run("/bin/sh", ["-c", line, "sh", .. arguments])).ExitCode == 0;

    /// <summary>Writes a file as this account: root never writes into a folder that somebody else could fill with links.</summary>
    public async Task Write(string path, string content)
    {
        var outcome = await Run("/bin/sh", ["-c", "umask 077 && cat > \"$1.part\" && mv -f \"$1.part\" \"$1\"", "sh", path], content);
        if (outcome.ExitCode != 0)
        {
            throw new GroundException($"Không ghi được {path}: {outcome.Output}");
        }
    }

    public sealed record Outcome(int ExitCode, string Output);
}
