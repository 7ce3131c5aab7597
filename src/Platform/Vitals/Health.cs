using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Jobs;
using Npgsql;

namespace MotCua.Platform.Vitals;

/// <summary>
/// <c>/health/live</c>: the process answers, and nothing else is asked. <c>/health/ready</c>: it can take work; otherwise 503. Who asks from
/// elsewhere gets the one word; reasons, also words for machines, go to <see cref="Onlookers"/>.
/// </summary>
public sealed class Health(IServiceProvider services, NpgsqlDataSource source, ModuleSet modules, StartOptions options, IShelf shelf, Onlookers onlookers)
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>However many probes ask.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>Work that comes back is noted once a minute, however often it comes.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lazy<bool> works = new(() => services.GetServices<IHostedService>().OfType<JobRunner>().Any());
    private volatile Finding? last;

    public async Task Answer(HttpContext http)
    {
        var live = http.Request.Path == Live;
        var finding = live ? null : await Look();
        var ready = finding is null or { Reasons.Count: 0 };
        http.Response.StatusCode = ready ? 200 : 503;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.ContentType = "application/json; charset=utf-8";
        var status = live ? "live" : ready ? "ready" : "not-ready";
        object answer = finding is not null && onlookers.Admit(http) ? new { status, reasons = finding.Reasons, notes = finding.Notes } : new { status };
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }

    private async Task<Finding> Look()
    {
        if (last is { } fresh && fresh.IsFresh) return fresh;
        await turn.WaitAsync();
        try { return last is { } other && other.IsFresh ? other : last = await Ask(); }
        finally { turn.Release(); }
    }

    private async Task<Finding> Ask()
    {
        var (reasons, notes) = (new List<string>(), new List<string>());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var state = await SchemaAge.Of(source, modules, patience.Token);
            if (state != SchemaState.Fits) reasons.Add(state == SchemaState.Newer ? "schema-newer" : "schema-older");
            // Where others do the work, its silence is theirs: pages go on.
            if (await Silent(patience.Token)) (works.Value ? reasons : notes).Add("work-silent");
        }
        catch (Exception away) when (away is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            reasons.Add("database-unreachable");
        }
        if (await DataFolder() is { } lack) reasons.Add(lack);
        return new Finding(reasons, notes, Environment.TickCount64);
    }

    private async Task<bool> Silent(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select coalesce(max(last_run_at) < clock_timestamp() - $1, true) from platform.recurring");
        command.Parameters.Add(new() { Value = Silence });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private async Task<string?> DataFolder()
    {
        var probe = Path.Combine(options.DataFolder, $".writable-{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return await shelf.Lack();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "data-folder-unwritable";
        }
    }

    private sealed record Finding(IReadOnlyList<string> Reasons, IReadOnlyList<string> Notes, long At)
    {
        public bool IsFresh => Environment.TickCount64 - At < Fresh.TotalMilliseconds;
    }
}
