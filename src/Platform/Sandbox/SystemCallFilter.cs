using System.Runtime.InteropServices;

namespace MotCua.Platform.Sandbox;

/// <summary>
/// The list of system calls that a process which holds foreign bytes gives up for good (seccomp). Needs no right, so it holds
/// for root, for a plain user and in a container alike: no network, no other program, no other process, no mounting.
/// </summary>
internal static class SystemCallFilter
{
    private const uint Allow = 0x7fff0000, Kill = 0x80000000, Errno = 0x00050000;
    private const int NotPermitted = 1, Denied = 13, NotThere = 38, None = -1;

    [StructLayout(LayoutKind.Sequential)]
    private record struct Line(ushort Code, byte Yes, byte No, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Listing(ushort Length, nint Lines);

    /// <summary>Numbers on x86-64 and on ARM64.</summary>
    private static readonly (int X64, int Arm64)[] Never =
    [
        (101, 117), (310, 270), (311, 271), (438, 438), (424, 424), (129, 138), (297, 240), // ptrace, process_vm_*, pidfd_getfd, signals by other ways
        (165, 40), (166, 39), (155, 41), (161, 51), (308, 268), (272, 97), (430, 430), (428, 428), (429, 429), (442, 442), // mounts, namespaces
        (248, 217), (249, 218), (250, 219), (321, 280), (298, 241), (323, 282), (103, 116), // keys, bpf, perf, userfaultfd, syslog
        (175, 105), (313, 273), (176, 106), (246, 104), (169, 142), (163, 89), // modules, kexec, reboot, acct
        (425, 425), (426, 426), (427, 427), (303, 264), (304, 265), (112, 157), (109, 154), // io_uring, handles, setsid, setpgid
    ];

    /// <summary>What a program of ours that only reads and computes never needs: sockets, programs, signals, changes of files.</summary>
    private static readonly (int X64, int Arm64)[] NeverOurs =
    [
        (41, 198), (53, 199), (42, 203), (49, 200), (50, 201), (43, 202), (288, 242), (44, 206), (46, 211), (307, 269),
        (59, 221), (322, 281), (57, None), (58, None), (62, 129), (200, 130), (85, None), (437, 437),
        (87, None), (263, 35), (82, None), (264, 38), (316, 276), (86, None), (265, 37), (88, None), (266, 36), (83, None), (258, 34), (84, None),
        (133, None), (259, 33), (90, None), (91, 52), (268, 53), (92, None), (93, 55), (260, 54), (94, None), (76, 45), (188, 5), (189, 6), (190, 7),
    ];

    /// <param name="ours">The product's own reader; otherwise a program that may start others and write into its folder.</param>
    public static bool Enter(bool ours)
    {
        var arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        if (!arm && RuntimeInformation.ProcessArchitecture != Architecture.X64) return false;
        return Install([.. Lines(ours, arm)], arm ? 277 : 317);
    }

    /// <summary>Nothing is given up yet.</summary>
    public static void Rehearse() => _ = Lines(ours: false, arm: false).ToArray();

    private static List<Line> Lines(bool ours, bool arm)
    {
        int On((int X64, int Arm64) call) => arm ? call.Arm64 : call.X64;
        List<Line> lines = [Load(4), If(arm ? 0xc00000b7 : 0xc000003e, 1, 0), Return(Kill), Load(0)];
        if (!arm) lines.AddRange([new Line(0x35, 0, 1, 0x40000000), Return(Kill)]); // the other numbering of the same machine
        foreach (var call in Never.Concat(ours ? NeverOurs : []).Select(On).Where(number => number != None))
            lines.AddRange([If((uint)call, 0, 1), Return(Errno | NotPermitted)]);
        // clone3 hides its flags from a filter; the C library then takes clone.
        lines.AddRange([If(435, 0, 1), Return(Errno | NotThere)]);
        var clone = (uint)On((56, 220));
        lines.AddRange(ours
            ? [If(clone, 0, 4), Load(16), Has(0x10000, 0, 1), Return(Allow), Return(Errno | NotPermitted)]
            : [If(clone, 0, 4), Load(16), Has(0x7e020000, 0, 1), Return(Errno | NotPermitted), Return(Allow)]);
        if (ours)
        {
            lines.AddRange([If((uint)On((234, 131)), 0, 4), Load(16), If((uint)Environment.ProcessId, 0, 1), Return(Allow), Return(Errno | NotPermitted)]);
            lines.AddRange([If((uint)On((257, 56)), 0, 4), Load(32), Has(Writing, 0, 1), Return(Errno | Denied), Return(Allow)]);
            if (!arm) lines.AddRange([If(2, 0, 4), Load(24), Has(Writing, 0, 1), Return(Errno | Denied), Return(Allow)]);
        }
        else
        {
            // LibreOffice talks to itself over a local socket.
            lines.AddRange([If((uint)On((41, 198)), 0, 4), Load(16), If(1, 0, 1), Return(Allow), Return(Errno | Denied)]);
        }
        lines.Add(Return(Allow));
        return lines;
    }

    /// <summary>O_WRONLY, O_RDWR, O_CREAT, O_TRUNC.</summary>
    private const uint Writing = 0x1 | 0x2 | 0x40 | 0x200;

    private static Line Load(uint offset) => new(0x20, 0, 0, offset);

    private static Line If(uint value, byte yes, byte no) => new(0x15, yes, no, value);

    private static Line Has(uint bits, byte yes, byte no) => new(0x45, yes, no, bits);

    private static Line Return(uint what) => new(0x06, 0, 0, what);

    private static bool Install(Line[] lines, int call)
    {
        var held = GCHandle.Alloc(lines, GCHandleType.Pinned);
        try
        {
            var listing = new Listing((ushort)lines.Length, held.AddrOfPinnedObject());
            // All threads of the process at once; 0 = done, otherwise the thread that could not follow.
            return Libc.Call(call, 1, 1, ref listing) == 0;
        }
        finally { held.Free(); }
    }

    private static class Libc
    {
        [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
        public static extern nint Call(nint number, nint operation, nint flags, ref Listing listing);
    }
}
