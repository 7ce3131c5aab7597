using System.Globalization;

namespace MotCua.Platform.Postgres;

/// <summary>The server programs of one PostgreSQL installation.</summary>
internal sealed record PostgresBinaries(string Folder, int Major)
{
    /// <summary>ICU as the locale provider of a whole cluster exists from version 15 on.</summary>
    private const int Oldest = 15;

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>Explicit setting, then the cluster's own major version, then versioned folders newest first, then PATH.</summary>
    public static async Task<PostgresBinaries> Find(int? clusterMajor, Action<string> say)
    {
        if (Environment.GetEnvironmentVariable("MOTCUA_PG_BIN") is { Length: > 0 } setting)
        {
            var chosen = await Look(setting)
                ?? throw new GroundException($"MOTCUA_PG_BIN trỏ tới “{setting}” nhưng ở đó không có postgres, initdb và pg_ctl.");
            return Fit(chosen, clusterMajor)
                ? chosen
                : throw new GroundException(Misfit(clusterMajor, [chosen]));
        }
        var found = await All();
        if (found.FirstOrDefault(binaries => Fit(binaries, clusterMajor)) is { } first)
        {
            return first;
        }
        if (clusterMajor is null && await PostgresInstallation.Try(say))
        {
            found = await All();
            if (found.FirstOrDefault(binaries => Fit(binaries, null)) is { } installed)
            {
                return installed;
            }
        }
        throw new GroundException(Misfit(clusterMajor, found));
    }

    private static bool Fit(PostgresBinaries binaries, int? clusterMajor) =>
        clusterMajor is { } major ? binaries.Major == major : binaries.Major >= Oldest;

    private static string Misfit(int? clusterMajor, IReadOnlyCollection<PostgresBinaries> found)
    {
        var present = found.Count == 0 ? "" : $" (đang có: {string.Join(", ", found.Select(binaries => binaries.Major))})";
        return clusterMajor is { } major
            ? $"Cơ sở dữ liệu trong thư mục này do PostgreSQL {major} tạo nhưng máy không có phiên bản đó{present}. Hãy gõ: {PostgresInstallation.Line(major)}"
            : $"Máy này chưa có chương trình máy chủ PostgreSQL từ bản {Oldest} trở lên{present}. Hãy gõ: {PostgresInstallation.Line(null)}";
    }

    private static async Task<List<PostgresBinaries>> All()
    {
        string[] versioned =
        [
            .. Versions("/usr/lib/postgresql", "*", "bin"), // Debian, Ubuntu
            .. Versions("/usr", "pgsql-*", "bin"), // PostgreSQL's own packages on Red Hat
            .. Versions("/opt/homebrew/opt", "postgresql@*", "bin"),
            .. Versions("/usr/local/opt", "postgresql@*", "bin"),
        ];
        var found = new List<PostgresBinaries>();
        foreach (var folder in versioned)
        {
            if (await Look(folder) is { } binaries)
            {
                found.Add(binaries);
            }
        }
        found.Sort((a, b) => b.Major.CompareTo(a.Major));
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (await Look(folder) is { } binaries)
            {
                found.Add(binaries);
            }
        }
        return found;
    }

    private static IEnumerable<string> Versions(string parent, string pattern, string below) =>
        Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern).Select(folder => Path.Combine(folder, below)) : [];

    private static async Task<PostgresBinaries?> Look(string folder)
    {
        if (!Programs.All(program => File.Exists(Path.Combine(folder, program))))
        {
            return null;
        }
        // A link on PATH may lead to one program only: the folder it points to holds its relatives and its share files.
        var link = new FileInfo(Path.Combine(folder, "postgres")).ResolveLinkTarget(returnFinalTarget: true);
        var real = link is null ? folder : Path.GetDirectoryName(link.FullName)!;
        if (!Programs.All(program => File.Exists(Path.Combine(real, program))))
        {
            return null;
        }
        try
        {
            var answer = await ServerAccount.Own.Run(Path.Combine(real, "postgres"), ["--version"]);
            var number = answer.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(2) ?? "";
            var digits = new string([.. number.TakeWhile(char.IsAsciiDigit)]);
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                ? new PostgresBinaries(real, major)
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
