using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MotCua.Platform.Vitals;
using MotCua.Tests.TestKit;

namespace MotCua.Tests.Platform.Vitals;

/// <summary>A house as in production whose log is kept, line by line, as the host writes it.</summary>
public class WatchedHouse : House
{
    public ConcurrentQueue<string> Log { get; } = new();

    protected override bool Demo => false;

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection([new("Site:Url", "https://dichvucong.example.vn"), new(RequestLog.Setting, "stdout"),
            new("Proxy:Known", "10.9.8.7")]);
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(new Kept(Log));
    }

    /// <summary>A caller whose address nobody vouches for.</summary>
    public HttpClient Stranger()
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
        return client;
    }

    private sealed class Kept(ConcurrentQueue<string> log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Category(log, categoryName);

        public void Dispose() { }
    }

    private sealed class Category(ConcurrentQueue<string> log, string name) : ILogger
    {
        private static readonly PlainLog Format = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var text = new StringWriter();
            Format.Write(new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter), null, text);
            log.Enqueue(text.ToString());
        }
    }
}

internal static class Until
{
    /// <summary>Waits for a condition, not for a time.</summary>
    public static async Task<T> Holds<T>(Func<Task<T>> look, Func<T, bool> holds)
    {
        for (var tries = 0; ; tries++)
        {
            var seen = await look();
            if (holds(seen) || tries == 300) return seen;
            await Task.Delay(50);
        }
    }
}
