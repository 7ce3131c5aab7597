using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Platform.Vitals;

/// <summary>
/// A line of the log: time, level, category, words, on one line. What people typed must not get into it, and most of what carries it there is
/// not ours (decision 0026): of an exception stand type, place and codes, never its message; of a line of the framework or the driver stands
/// the sentence as its author wrote it, with the names of its values, never the values.
/// </summary>
public sealed class PlainLog() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "motcua";

    private const int MostFrames = 40;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new StringBuilder(160)
            .Append(TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture)).Append(Level(logEntry.LogLevel))
            .Append(": ").Append(logEntry.Category).Append(' ');
        line.Append(Foreign(logEntry.Category) ? Template(logEntry.State) : logEntry.Formatter(logEntry.State, null));
        if (logEntry.Exception is { } exception) Describe(line, exception);
        // One line, whatever stood in it: nobody writes a second one by hand.
        for (var i = 0; i < line.Length; i++) if (char.IsControl(line[i]) || line[i] is '\u2028' or '\u2029') line[i] = ' ';
        textWriter.WriteLine(line);
    }

    /// <summary>" | Npgsql.PostgresException 23505 room.table constraint &lt; Type.Method:line"</summary>
    internal static void Describe(StringBuilder line, Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            line.Append(" | ").Append(one.GetType().FullName);
            switch (one)
            {
                case PostgresException refused:
                    line.Append(' ').Append(refused.SqlState).Append(' ').Append(refused.SchemaName).Append('.').Append(refused.TableName).Append(' ')
                    .Append(refused.ConstraintName).Append(' ').Append(refused.Routine);
                    break;
                case SocketException socket: line.Append(' ').Append(socket.SocketErrorCode); break;
                case HttpRequestException http: line.Append(' ').Append(http.HttpRequestError).Append(' ').Append((int?)http.StatusCode); break;
                case IOException io: line.Append(CultureInfo.InvariantCulture, $" 0x{io.HResult:X8}"); break;
                // Written by us, for the person who runs the product.
                case GroundException ground: line.Append(' ').Append(ground.Message); break;
            }
            foreach (var frame in new StackTrace(one, fNeedFileInfo: true).GetFrames().Take(MostFrames))
            {
                if (frame.GetMethod() is not { } method) continue;
                line.Append(" < ").Append(method.DeclaringType?.FullName).Append('.').Append(method.Name);
                if (frame.GetFileLineNumber() is > 0 and var number) line.Append(':').Append(number);
            }
        }
    }

    private static bool Foreign(string category) =>
        category.StartsWith("Microsoft.", StringComparison.Ordinal) || category.StartsWith("System.", StringComparison.Ordinal)
        || category.StartsWith("Npgsql", StringComparison.Ordinal) || category.StartsWith("OpenTelemetry", StringComparison.Ordinal)
        || category.StartsWith("Polly", StringComparison.Ordinal);

    private static string Template<TState>(TState state) =>
        state is IReadOnlyList<KeyValuePair<string, object?>> values && values.FirstOrDefault(value => value.Key == "{OriginalFormat}").Value is string words
        ? words : "";

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit", LogLevel.Error => "fail", LogLevel.Warning => "warn", LogLevel.Information => "info", _ => "dbug",
    };
}
