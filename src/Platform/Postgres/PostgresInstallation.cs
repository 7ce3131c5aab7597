using System.Diagnostics;

namespace MotCua.Platform.Postgres;

/// <summary>Installs the server programs where the product may do that by itself: Debian and Ubuntu, as root or through sudo.</summary>
internal static class PostgresInstallation
{
    /// <summary>The exact line to type on this machine.</summary>
    public static string Line(int? major)
    {
        if (OperatingSystem.IsMacOS())
        {
            return $"brew install postgresql@{major ?? 17}";
        }
        if (File.Exists("/etc/debian_version"))
        {
            return major is null && !OldUbuntu
                ? "sudo apt-get update && sudo apt-get install -y postgresql"
                : "sudo apt-get update && sudo apt-get install -y postgresql-common && " +
                  $"sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && sudo apt-get install -y postgresql-{major ?? 17}";
        }
        return File.Exists("/etc/alpine-release")
            ? $"apk add postgresql{major ?? 17} postgresql{major ?? 17}-contrib"
            : "sudo dnf install -y postgresql-server postgresql-contrib";
    }

    // Ubuntu 22.04 offers PostgreSQL 14, which is too old.
    private static bool OldUbuntu =>
        File.Exists("/etc/os-release") && File.ReadAllText("/etc/os-release").Contains("VERSION_ID=\"22.04\"", StringComparison.Ordinal);

    public static async Task<bool> Try(Action<string> say)
    {
        if (!File.Exists("/etc/debian_version") || !File.Exists("/usr/bin/apt-get") || OldUbuntu)
        {
            return false;
        }
        var root = Environment.IsPrivilegedProcess;
        if (!root && !File.Exists("/usr/bin/sudo"))
        {
            return false;
        }
        say(root
            ? "Máy chưa có PostgreSQL. Đang cài bằng: apt-get install postgresql"
            : "Máy chưa có PostgreSQL. Đang cài bằng: sudo apt-get install postgresql (sudo có thể hỏi mật khẩu)");
        // The distribution would otherwise create and start a cluster of its own, on the usual port, that nobody asked for.
        const string script = """
            set -e
            export DEBIAN_FRONTEND=noninteractive
            apt-get update -qq
            apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
            sed -ri 's/^#? *(create_main_cluster) *=.*$/\1 = false/' /etc/postgresql-common/createcluster.conf
            apt-get install -y -qq --no-install-recommends postgresql >/dev/null
            """;
        string[] shell = ["/bin/sh", "-c", script];
        string[] line = root ? shell : Console.IsInputRedirected ? ["/usr/bin/sudo", "-n", .. shell] : ["/usr/bin/sudo", .. shell];
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..]));
        if (process is null)
        {
            return false;
        }
        await process.WaitForExitAsync();
        say(process.ExitCode == 0 ? "Đã cài PostgreSQL." : "Cài PostgreSQL không thành công.");
        return process.ExitCode == 0;
    }
}
