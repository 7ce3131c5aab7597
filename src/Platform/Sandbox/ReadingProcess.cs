using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using MotCua.Platform.Web;

namespace MotCua.Platform.Sandbox;

/// <summary>
/// The other side of <see cref="ThrowAway"/>: the product's executable started with <see cref="Word"/>. It locks itself in,
/// rehearses, waits for one piece of work, answers, and is gone.
/// </summary>
public static class ReadingProcess
{
    public const string Word = "mo-tep-la";
    internal const string Rehearse = "tap-truoc";
    internal const string Program = "chuong-trinh";
    internal const int OutOfTime = 171;

    /// <param name="words">Empty, or what to rehearse, or the word for a program to become, which is then read (<see cref="Order"/>).</param>
    public static async Task<int> Run(string[] words)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("vi-VN");
        await using var asked = Console.OpenStandardInput();
        if (words is [Program]) return await Become(asked);
        await using var answers = Console.OpenStandardOutput();
        // What code under test or a library prints must not be taken for an answer.
        Console.SetOut(TextWriter.Null);
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) =>
            Path.Combine(AppContext.BaseDirectory, new AssemblyName(wanted.Name).Name + ".dll") is var file && File.Exists(file)
            ? Assembly.LoadFrom(file) : null;
        var missing = Jail.Enter(JailLimits.Usual, ours: true);
        if (words is [Rehearse, var assembly, var type, var method]) Find(assembly, type, method).Invoke(null, null);
        await Frames.Write(answers, JsonSerializer.SerializeToUtf8Bytes(missing));
        if (await Frames.Read(asked, int.MaxValue) is not { } work || await Frames.Read(asked, int.MaxValue) is not { } bytes) return 0;
        // Nobody waits longer; a parent that was killed cannot say so.
        using var wall = new Timer(_ => Environment.Exit(OutOfTime), null, JailLimits.Usual.Wall, Timeout.InfiniteTimeSpan);
        await Frames.Write(answers, JsonSerializer.SerializeToUtf8Bytes(Do(JsonSerializer.Deserialize<Work>(work)!, bytes)));
        return 0;
    }

    private static Answer Do(Work work, byte[] bytes)
    {
        try
        {
            var method = Find(work.Assembly, work.Type, work.Method);
            var takes = method.GetParameters();
            object?[] given = takes.Length == 1 ? [bytes] : [bytes, work.Argument!.Value.Deserialize(takes[1].ParameterType)];
            return new Answer(JsonSerializer.SerializeToElement(Invoke(method, given), method.ReturnType));
        }
        catch (Refused no) { return new Answer(null, no.Message, no.Status, no.Field); }
        catch (OutOfMemoryException) { return new Answer(null, OutOfMemory: true); }
        // Whatever hostile bytes make a reader throw is an answer about them, not an accident of the product.
        catch (Exception broken)
        {
            return new Answer(null, Failed: $"{broken.GetType().Name}: {broken.Message} {broken.StackTrace?.Split('\n').FirstOrDefault()}");
        }
    }

    private static object? Invoke(MethodInfo method, object?[] given)
    {
        try { return method.Invoke(null, given); }
        catch (TargetInvocationException inner)
        {
            ExceptionDispatchInfo.Throw(inner.InnerException!);
            throw;
        }
    }

    private static MethodInfo Find(string assembly, string type, string method) =>
        Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, assembly)).GetType(type, throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;

    /// <summary>What to become, as words that end with a zero: no word of a command can hold one.</summary>
    internal static byte[] Order(string program, string folder, JailLimits limits, IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> arguments) => Encoding.UTF8.GetBytes(string.Concat(((string[])[program, folder,
            limits.MemoryBytes.ToString(CultureInfo.InvariantCulture), Math.Ceiling(limits.Cpu.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            environment.Count.ToString(CultureInfo.InvariantCulture), .. environment.Select(given => $"{given.Key}={given.Value}"), .. arguments])
            .Select(word => word + '\0')));

    private static string[] Words(byte[] order, out JailLimits limits)
    {
        var words = Encoding.UTF8.GetString(order, 0, order.Length - 1).Split('\0');
        limits = new JailLimits(long.Parse(words[2], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(words[3], CultureInfo.InvariantCulture)),
            JailLimits.Usual.Wall);
        return words;
    }

    private static async Task<int> Become(Stream asked)
    {
        Jail.Prepare();
        _ = Words(Order("/", "/", JailLimits.Usual, new Dictionary<string, string> { ["A"] = "b" }, ["c"]), out _);
        using var read = new MemoryStream();
        await asked.CopyToAsync(read);
        // Half an order, or none: whoever gave it is gone.
        if (read.Length == 0 || read.GetBuffer()[read.Length - 1] != 0) return 0;
        var words = Words(read.ToArray(), out var limits);
        var (program, folder, given) = (words[0], words[1], int.Parse(words[4], CultureInfo.InvariantCulture));
        Environment.CurrentDirectory = folder;
        Jail.Enter(limits, ours: false, folder);
        Jail.Become(program, words[(5 + given)..], words[5..(5 + given)]);
        return 127;
    }
}
