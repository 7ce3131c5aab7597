using System.Text;
using System.Threading.Channels;
using MotCua.Platform.Postgres;

namespace MotCua.Platform.Vitals;

/// <summary>Lines appended to a file by one writer, behind the requests. Moved away by a rotation, it is begun anew.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly Channel<string> lines =
        Channel.CreateBounded<string>(new BoundedChannelOptions(20_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly string path;
    private readonly Task writing;

    /// <exception cref="GroundException">The file cannot be written.</exception>
    public LogFile(string path)
    {
        this.path = Path.GetFullPath(path);
        try { Open().Dispose(); }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new GroundException($"Không ghi được nhật ký yêu cầu vào {this.path} (Log__Requests). Tạo thư mục và cấp quyền ghi, hoặc đặt "
                + $"Log__Requests=stdout.", problem);
        }
        writing = Task.Run(WriteAll);
    }

    /// <summary>A disk that does not keep up loses lines, never requests.</summary>
    public void Write(string line) => lines.Writer.TryWrite(line);

    public void Dispose()
    {
        lines.Writer.TryComplete();
        writing.Wait(TimeSpan.FromSeconds(5));
    }

    private FileStream Open() => new(path, new FileStreamOptions
    {
        Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
            UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private async Task WriteAll()
    {
        var many = new StringBuilder();
        while (await lines.Reader.WaitToReadAsync())
        {
            many.Clear();
            while (many.Length < 1 << 16 && lines.Reader.TryRead(out var line)) many.Append(line);
            try
            {
                await using var file = Open();
                await file.WriteAsync(Encoding.UTF8.GetBytes(many.ToString()));
            }
            catch (Exception lost) when (lost is IOException or UnauthorizedAccessException) { /* full or taken away; readiness watches the disk */ }
        }
    }
}
