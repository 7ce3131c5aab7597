namespace MotCua.Platform.Files;

/// <summary>Thư mục dữ liệu. The folder itself stays enterable, because the database's account may be another; what lies in it does not.</summary>
public static class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Made when missing, closed to other accounts of the machine: people's papers, and keys with which sessions could be forged.</summary>
    private static readonly string[] Private = ["files", "keys", "witness", "journal", "peers", "pages"];

    public static void Close(string folder)
    {
        foreach (var path in Private.Select(name => Path.Combine(folder, name)))
        {
            // A link leads to what several processes share; whoever made it sees to its rights.
            if (new DirectoryInfo(path).LinkTarget is not null) continue;
            Directory.CreateDirectory(path, OwnerOnly);
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
