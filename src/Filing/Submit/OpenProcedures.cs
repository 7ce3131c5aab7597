using System.Collections.Concurrent;
using System.Diagnostics;
using MotCua.Catalogue.Contracts;
using MotCua.Filing.Fill;

namespace MotCua.Filing.Submit;

/// <summary>
/// Whether a procedure can still be filed here. Asked by every submission, so an answer serves for two seconds: a rush on
/// one procedure costs one question, and a withdrawal holds almost at once.
/// </summary>
internal sealed class OpenProcedures
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, long> open = new(StringComparer.Ordinal);

    /// <exception cref="Platform.Web.Refused">410: withdrawn, or filed elsewhere.</exception>
    public async ValueTask Require(string code, ProcedureCatalogue catalogue)
    {
        if (open.TryGetValue(code, out var at) && Stopwatch.GetElapsedTime(at) < Kept) return;
        DraftDesk.Open(await catalogue.Get(code) ?? throw new Platform.Web.Refused(404, "Không có thủ tục này. Tìm lại thủ tục theo tên, hoặc gọi 1022"));
        open[code] = Stopwatch.GetTimestamp();
    }
}
