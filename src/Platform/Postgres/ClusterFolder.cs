using System.Security.Cryptography;
using System.Text;

namespace MotCua.Platform.Postgres;

/// <summary>Where one cluster lives: a folder of the server's account with the cluster, the socket and the log in it.</summary>
internal sealed record ClusterFolder(string Home, string Socket)
{
    /// <summary>A socket path has room for 107 bytes; ".s.PGSQL.5432.lock" and a margin are taken off.</summary>
    private const int LongestSocketFolder = 80;

    public string Cluster => Path.Combine(Home, "cluster");

    public string Unfinished => Path.Combine(Home, "cluster.unfinished");

    public string Log => Path.Combine(Home, "server.log");

    public int? Major => File.Exists(Path.Combine(Cluster, "PG_VERSION"))
        ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")).Trim().Split('.')[0], System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>
    /// Inside the data folder when the server's account can get there; otherwise (root's own home is closed to others) in a
    /// state folder of the machine. The choice is written down, so that a later change of rights never hides a cluster.
    /// </summary>
    public static async Task<(ClusterFolder Folder, ServerAccount Account)> Open(string dataFolder, Action<string> say)
    {
        var note = Path.Combine(dataFolder, "postgres.location");
        var home = File.Exists(note) ? (await File.ReadAllTextAsync(note)).Trim() : Path.Combine(dataFolder, "postgres");
        var account = ServerAccount.Choose(await OwnerOf(Path.Combine(home, "cluster")));
        if (!await Prepare(home, account))
        {
            if (account.Name is null || File.Exists(note))
                throw new GroundException($"Tài khoản “{account.Name ?? Environment.UserName}” không vào được thư mục {home}. Hãy sửa quyền của thư mục hoặc "
                    + $"chọn thư mục khác bằng --data.");
            home = Path.Combine("/var/lib/motcua", Mark(dataFolder));
            say($"Tài khoản “{account.Name}” không vào được {dataFolder}; cơ sở dữ liệu được đặt ở {home}.");
            account = ServerAccount.Choose(await OwnerOf(Path.Combine(home, "cluster")));
            if (!await Prepare(home, account))
                throw new GroundException($"Tài khoản “{account.Name}” không vào được thư mục {home}. Hãy chọn thư mục khác bằng --data.");
            await File.WriteAllTextAsync(note, home + "\n");
        }
        var socket = Path.Combine(home, "socket");
        if (Encoding.UTF8.GetByteCount(socket) > LongestSocketFolder)
        {
            var parent = Environment.IsPrivilegedProcess && Directory.Exists("/run") ? "/run" : "/tmp";
            socket = Path.Combine(parent, "motcua-" + Mark(dataFolder));
        }
        if (!await Prepare(socket, account))
            throw new GroundException($"Không dùng được thư mục {socket} cho kết nối nội bộ: nó thuộc tài khoản khác.");
        return (new ClusterFolder(home, socket), account);
    }

    private static string Mark(string dataFolder) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataFolder))))[..12];

    /// <summary>The folder exists, belongs to the account, is closed to others, and the account can really enter and write it.</summary>
    private static async Task<bool> Prepare(string folder, ServerAccount account)
    {
        if (new DirectoryInfo(folder).LinkTarget is not null) return false;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (account.Name is { } name && !await ServerAccount.Own.Shell("chown \"$1:\" \"$2\"", name, folder)) return false;
        }
        return await account.Shell("cd \"$1\" && test -O . && chmod 700 . && test -w .", folder);
    }

    private static async Task<string?> OwnerOf(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var outcome = await ServerAccount.Own.Run("/bin/ls", ["-ld", folder]);
        return outcome.ExitCode == 0 ? outcome.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2] : null;
    }
}
