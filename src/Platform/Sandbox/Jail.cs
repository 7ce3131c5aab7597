using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MotCua.Platform.Sandbox;

/// <summary>What one process may use at most.</summary>
/// <param name="MemoryBytes">Private memory.</param>
/// <param name="Cpu">Of the processor; <paramref name="Wall"/>: of the clock on the wall.</param>
public sealed record JailLimits(long MemoryBytes, TimeSpan Cpu, TimeSpan Wall)
{
    /// <summary>Of every process that opens foreign bytes, unless a program cannot work with them.</summary>
    public static readonly JailLimits Usual = new(256L << 20, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
}

/// <summary>The protections that a process puts on itself before it touches a foreign byte; none can be taken off again.</summary>
internal static class Jail
{
    public const string NoLimits = "giới hạn bộ nhớ và thời gian của máy";
    public const string NoOwnUser = "tài khoản riêng";
    public const string NoFilter = "chặn mạng và chương trình khác";

    /// <summary>A number that no account of a usual machine has; files of the product belong to others.</summary>
    private const uint OwnUser = 64_613;

    private const int Cpu = 0, FileSize = 1, Data = 2, Core = 4, OpenFiles = 7;

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);

    /// <param name="ours">As in <see cref="SystemCallFilter.Enter"/>.</param>
    /// <param name="folder">Given to the own user, to work in.</param>
    /// <returns>What could not be had here, in Vietnamese.</returns>
    public static List<string> Enter(JailLimits limits, bool ours, string? folder = null)
    {
        if (!OperatingSystem.IsLinux()) return [NoLimits, NoOwnUser, NoFilter];
        var missing = new List<string>();
        var group = ours || Libc.SetGroup(0, 0) == 0;
        if (!BecomeNobody(folder)) missing.Add(NoOwnUser);
        var limited = Set(Cpu, (ulong)limits.Cpu.TotalSeconds, 1) & Set(Core, 0) & Set(OpenFiles, 1024) & Set(FileSize, ours ? 0 : 512UL << 20) & Set(Data,
            (ulong)limits.MemoryBytes);
        if (!limited || !group) missing.Add(NoLimits);
        // Who asks for a page comes before who sends a file; a paper at the counter is waited for.
        if (ours) _ = Libc.Nice(0, 0, 5);
        const int NotDumpable = 4, NoNewRights = 38;
        _ = Libc.Control(NotDumpable, 0, 0, 0, 0);
        if (Libc.Control(NoNewRights, 1, 0, 0, 0) != 0 || !SystemCallFilter.Enter(ours)) missing.Add(NoFilter);
        return missing;
    }

    /// <summary>Compiles what lies between an order and the program, while nobody waits for it.</summary>
    public static void Prepare()
    {
        if (!OperatingSystem.IsLinux()) return;
        const BindingFlags Own = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var type in (Type[])[typeof(Jail), typeof(Libc), typeof(SystemCallFilter), .. typeof(SystemCallFilter).GetNestedTypes(BindingFlags.NonPublic)])
            foreach (var method in type.GetMethods(Own))
            {
                if (method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)) Marshal.Prelink(method);
                else RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        SystemCallFilter.Rehearse();
        _ = CanRead(AppContext.BaseDirectory);
        foreach (var word in Words(["a"])) Marshal.FreeCoTaskMem(word);
    }

    /// <summary>Becomes the program, under the protections already put on; returns only when that failed.</summary>
    public static void Become(string program, string[] arguments, string[] environment)
    {
        const int BrokenPipe = 13;
        _ = Libc.Signal(BrokenPipe, 0);
        _ = Libc.Execute(program, Words([program, .. arguments]), Words(environment));
    }

    /// <summary>Ends a program and whatever it started: none of them can leave the group.</summary>
    public static void EndGroup(int leader) => _ = Libc.Kill(-leader, 9);

    /// <summary>As C wants a list; never given back, for the program takes the place of all this.</summary>
    private static nint[] Words(IEnumerable<string> words) => [.. words.Select(Marshal.StringToCoTaskMemUTF8), 0];

    private static bool BecomeNobody(string? folder)
    {
        if (!Environment.IsPrivilegedProcess) return false;
        // First on trial: a program folder that only root may read would leave a process that cannot load its own code.
        if (Libc.TryGroup(OwnUser) != 0 || Libc.TryUser(OwnUser) != 0) return false;
        var readable = CanRead(AppContext.BaseDirectory) && CanRead(RuntimeEnvironment.GetRuntimeDirectory());
        if (Libc.TryUser(0) != 0 || Libc.TryGroup(0) != 0) return false;
        if (!readable) return false;
        if (folder is not null)
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder))
            _ = Libc.Own(entry, OwnUser, OwnUser);
        return Libc.Groups(0, 0) == 0 && Libc.Group(OwnUser, OwnUser, OwnUser) == 0 && Libc.User(OwnUser, OwnUser, OwnUser) == 0;
    }

    private static bool CanRead(string folder)
    {
        try
        {
            using var first = File.OpenRead(Directory.EnumerateFiles(folder, "*.dll").First());
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or InvalidOperationException) { return false; }
    }

    private static bool Set(int what, ulong value, ulong later = 0)
    {
        var limit = new Limit(value, value + later);
        return Libc.Limit(what, ref limit) == 0;
    }

    private static class Libc
    {
        [DllImport("libc", EntryPoint = "setrlimit")]
        public static extern int Limit(int what, ref Limit limit);

        [DllImport("libc", EntryPoint = "prctl")]
        public static extern int Control(int option, nuint a, nuint b, nuint c, nuint d);

        [DllImport("libc", EntryPoint = "setgroups")]
        public static extern int Groups(nuint count, nint list);

        [DllImport("libc", EntryPoint = "setresgid")]
        public static extern int Group(uint real, uint effective, uint saved);

        [DllImport("libc", EntryPoint = "setresuid")]
        public static extern int User(uint real, uint effective, uint saved);

        [DllImport("libc", EntryPoint = "setegid")]
        public static extern int TryGroup(uint effective);

        [DllImport("libc", EntryPoint = "seteuid")]
        public static extern int TryUser(uint effective);

        [DllImport("libc", EntryPoint = "setpriority")]
        public static extern int Nice(int which, uint who, int value);

        [DllImport("libc", EntryPoint = "setpgid")]
        public static extern int SetGroup(int process, int group);

        [DllImport("libc", EntryPoint = "kill")]
        public static extern int Kill(int process, int signal);

        [DllImport("libc", EntryPoint = "signal")]
        public static extern nint Signal(int signal, nint handler);

        [DllImport("libc", EntryPoint = "lchown", BestFitMapping = false, ThrowOnUnmappableChar = true)]
        public static extern int Own([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

        [DllImport("libc", EntryPoint = "execve", BestFitMapping = false, ThrowOnUnmappableChar = true)]
        public static extern int Execute([MarshalAs(UnmanagedType.LPUTF8Str)] string program, nint[] arguments, nint[] environment);
    }
}
