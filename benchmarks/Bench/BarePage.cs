using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MotCua.Benchmarks.Demo;

namespace MotCua.Benchmarks.Bench;

/// <summary>A web server that does nothing but answer the same bytes, in a process of its own: the most that a page can reach here.</summary>
internal sealed class BarePage : IAsyncDisposable
{
    private readonly Process process;

    private BarePage(Process process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    public static async Task<BarePage> Start(int size)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(BarePage).Assembly.Location, "bare-page", $"{size}"])
            { RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadLineAsync() is { } url ? new(process, new Uri(url)) : throw new Unexpected("The bare server did not start.");
    }

    public static async Task<int> Serve(int size)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var bytes = new byte[size];
        Random.Shared.NextBytes(bytes);
        app.Run(context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("text/html; charset=utf-8", size);
            return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
