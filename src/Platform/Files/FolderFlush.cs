using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MotCua.Platform.Files;

/// <summary>
/// Puts the names in a folder on disk. A file that was flushed under a new name can still be gone after a power cut when
/// its folder was not; the framework has no call for that, and Windows needs none.
/// </summary>
internal static class FolderFlush
{
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, 0 /* O_RDONLY */);
        if (descriptor < 0) throw new IOException($"{folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        try
        {
            if (Sync(descriptor) != 0) throw new IOException($"{folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
        finally { _ = Close(descriptor); }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
