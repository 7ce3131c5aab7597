namespace MotCua.Platform.Postgres;

/// <summary>A lock of the operating system on a file: it goes away with the process, however that ends.</summary>
public sealed class FolderLock : IAsyncDisposable, IDisposable
{
    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>Null when another process holds it.</summary>
    public static FolderLock? Try(string path)
    {
        try
        {
            return new FolderLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new GroundException($"Không có quyền ghi vào {Path.GetDirectoryName(path)}. Hãy chọn thư mục khác bằng --data.", problem);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public static async Task<FolderLock> Wait(string path, TimeSpan atMost, CancellationToken cancellation)
    {
        var deadline = Environment.TickCount64 + (long)atMost.TotalMilliseconds;
        while (true)
        {
            if (Try(path) is { } taken) return taken;
            if (Environment.TickCount64 > deadline) throw new GroundException($"Một tiến trình khác giữ {path} quá lâu.");
            await Task.Delay(50, cancellation);
        }
    }

    public void Dispose() => file.Dispose();

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
