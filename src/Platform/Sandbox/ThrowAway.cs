using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using MotCua.Platform.Web;

namespace MotCua.Platform.Sandbox;

/// <summary>
/// Tiến trình dùng một lần: the only door behind which bytes from outside are opened. A room hands over bytes and a static
/// method of its own; the method runs in a process that was started for it and ends with it — without network, other
/// programs or rights to write, with its own user where the account allows, at most 256 MB, 10 s of processor and 20 s.
/// <code>var seen = await ThrowAway.Run(FileJudge.Judge, bytes, fileName);</code>
/// Argument and result travel as JSON: records of plain values, byte[] too, never null. The result comes from a process that held
/// hostile bytes: take it as an opinion about them, never as a path, a query or a command.
/// </summary>
public static class ThrowAway
{
    private static readonly int Most = Math.Max(2, Environment.ProcessorCount);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly SemaphoreSlim Places = new(Most);
    private static readonly ConcurrentQueue<Task<Worker>> Ready = new();
    private static readonly Lock Filling = new();
    private static readonly Meter Meter = new("MotCua.Sandbox");
    private static (string Assembly, string Type, string Method)? rehearsal;
    private static int waiting;

    static ThrowAway()
    {
        Meter.CreateObservableUpDownCounter("motcua.sandbox.working", () => Most - Places.CurrentCount, "{process}",
            "Throw-away processes that have a file open");
        Meter.CreateObservableUpDownCounter("motcua.sandbox.ready", () => Ready.Count, "{process}", "Throw-away processes that wait for a file");
        Meter.CreateObservableUpDownCounter("motcua.sandbox.queue", () => Volatile.Read(ref waiting), "{file}", "Files that wait for a process");
    }

    /// <summary>How many may wait for a place before the next is asked to come again.</summary>
    private static int Benches => Most * 16;

    /// <summary>What every process does before its work comes, so that its code is compiled by then.</summary>
    public static void Rehearse(Action harmless) => rehearsal = Name(harmless.Method, harmless.Target);

    /// <exception cref="Refused">
    /// What the method refused; 400 when the bytes made the process fail or go past its limits; 503 when all places are taken.
    /// </exception>
    public static Task<TResult> Run<TResult>(Func<byte[], TResult> work, byte[] bytes, CancellationToken cancellation = default) =>
        Run<TResult>(Name(work.Method, work.Target), bytes, (JsonElement?)null, cancellation);

    /// <inheritdoc cref="Run{TResult}(Func{byte[], TResult}, byte[], CancellationToken)"/>
    public static Task<TResult> Run<TArgument, TResult>(Func<byte[], TArgument, TResult> work, byte[] bytes, TArgument argument,
        CancellationToken cancellation = default) =>
        Run<TResult>(Name(work.Method, work.Target), bytes, JsonSerializer.SerializeToElement(argument), cancellation);

    /// <summary>Starts the first processes, and says in Vietnamese which protections this machine or account does not give.</summary>
    public static async Task<IReadOnlyList<string>> Open()
    {
        Fill();
        try { return Ready.TryPeek(out var first) ? (await first).Missing : []; }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.ComponentModel.Win32Exception)
        {
            return ["cả tiến trình, vì không khởi động được; chưa nhận được tệp"];
        }
    }

    private static async Task<TResult> Run<TResult>((string Assembly, string Type, string Method) work, byte[] bytes, JsonElement? argument,
        CancellationToken cancellation)
    {
        await TakePlace(cancellation);
        try
        {
            var worker = await Take();
            var (answer, ending) = await worker.Do(new Work(work.Assembly, work.Type, work.Method, argument), bytes, cancellation);
            if (answer is { Refused: { } sentence }) throw new Refused(answer.Status, sentence, answer.Field);
            if (answer is { Failed: null, OutOfMemory: false } && Typed<TResult>(answer.Result) is { } result) return result;
            throw new Refused(400, ending switch
            {
                Ending.Time => "Kiểm tra tệp này mất quá lâu nên không nhận. In lại ra PDF, hoặc chụp ảnh giấy tờ",
                Ending.Memory => "Tệp này bung ra quá lớn nên không nhận. In lại ra PDF, hoặc chụp ảnh giấy tờ",
                _ => "Tệp này không mở được an toàn nên không nhận. In lại ra PDF, hoặc chụp ảnh giấy tờ",
            });
        }
        finally
        {
            Places.Release();
            // Beside the answer, not before it: a start takes some milliseconds of whoever orders it.
            _ = Task.Run(Fill, CancellationToken.None);
        }
    }

    /// <summary>A process that was taken over could answer anything; what is no such result is no answer.</summary>
    private static TResult? Typed<TResult>(JsonElement? result)
    {
        try { return result is { } given ? given.Deserialize<TResult>() : default; }
        catch (JsonException) { return default; }
    }

    /// <summary>First come, first served; nobody waits longer than a person would.</summary>
    private static async Task TakePlace(CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref waiting) > Benches || !await Places.WaitAsync(Patience, cancellation)) throw Busy();
        }
        finally { Interlocked.Decrement(ref waiting); }
    }

    private static Refused Busy() => new(503, "Máy chủ đang kiểm tra nhiều tệp. Chờ 10 giây rồi gửi lại tệp này") { RetryAfter = TimeSpan.FromSeconds(10) };

    private static async Task<Worker> Take()
    {
        // One that was killed while it waited is passed over; a fresh one that does not start is an accident of the machine.
        for (var tries = 0; ; tries++)
        {
            try
            {
                var worker = await (Ready.TryDequeue(out var first) ? first : Worker.Start(rehearsal));
                if (worker.IsAlive) return worker;
                worker.Dispose();
            }
            catch (Exception e) when (tries < 2 && e is IOException or OperationCanceledException or System.ComponentModel.Win32Exception) { /* the next */ }
            if (tries > Most + 2) throw Busy();
        }
    }

    private static void Fill()
    {
        lock (Filling)
            while (Ready.Count < Most) Ready.Enqueue(Worker.Start(rehearsal));
    }

    private static (string Assembly, string Type, string Method) Name(MethodInfo method, object? target) =>
        method.IsStatic && target is null && method.DeclaringType is { } type
            ? (Path.GetFileName(type.Assembly.Location), type.FullName!, method.Name)
            : throw new ArgumentException("Only a static method can be called by name from another process.", nameof(method));
}
