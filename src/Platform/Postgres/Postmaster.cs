using System.Diagnostics;
using System.Globalization;

namespace MotCua.Platform.Postgres;

/// <summary>What postmaster.pid says, checked against the process it names.</summary>
internal sealed record Postmaster(int ProcessId, string SocketFolder, bool Ready)
{
    /// <summary>The live server of this cluster; null when there is no file or the file is left over.</summary>
    public static Postmaster? Find(string cluster)
    {
        string[] lines;
        try { lines = File.ReadAllLines(FileOf(cluster)); }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException) { return null; }
        if (lines.Length == 0 || !int.TryParse(lines[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var id)) return null;
        // Lines: process, cluster, start, port, socket folder, address, shared memory, status.
        return IsServerOf(Math.Abs(id), cluster)
            ? new Postmaster(Math.Abs(id), lines.ElementAtOrDefault(4)?.Trim() ?? "", lines.ElementAtOrDefault(7)?.Trim() == "ready")
            : null;
    }

    public static string FileOf(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>
    /// After kill -9 the number in the file may belong to a zombie nobody waits for (containers without an init), or to
    /// another program that got the same number. Only a living postgres inside this cluster's folder counts.
    /// </summary>
    private static bool IsServerOf(int id, string cluster)
    {
        if (!OperatingSystem.IsLinux())
        {
            try
            {
                using var process = Process.GetProcessById(id);
                return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal);
            }
            catch (ArgumentException) { return false; }
        }
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
            var state = stat[stat.LastIndexOf(')') + 2];
            if (name != "postgres" || state is 'Z' or 'X') return false;
            var folder = new FileInfo($"/proc/{id}/cwd").LinkTarget;
            return folder is null || folder == Path.GetFullPath(cluster) || folder == RealPath(cluster);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException) { return false; }
        catch (UnauthorizedAccessException) { return true; } // somebody's postgres: let pg_ctl decide
        catch (IOException) { return false; } // ended while it was being read
    }

    /// <summary>The kernel's own spelling of the folder, through any link above it.</summary>
    private static string? RealPath(string cluster)
    {
        using var handle = File.OpenHandle(Path.Combine(cluster, "PG_VERSION"));
        return Path.GetDirectoryName(new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget);
    }
}
