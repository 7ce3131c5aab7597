using MotCua.Platform.Files;
using Xunit;

namespace MotCua.Tests.Platform;

public sealed class DataFolderTests
{
    [Fact]
    public void Papers_and_keys_are_closed_to_other_accounts_also_in_a_folder_that_was_open()
    {
        var folder = Directory.CreateTempSubdirectory("motcua-folder");
        var keys = folder.CreateSubdirectory("keys");
        keys.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        var shared = Directory.CreateTempSubdirectory("motcua-shared");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "files"), shared.FullName);
        var before = shared.UnixFileMode;
        DataFolder.Close(folder.FullName);
        foreach (var name in new[] { "keys", "witness", "peers" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            new DirectoryInfo(Path.Combine(folder.FullName, name)).UnixFileMode);
        Assert.Equal(before, new DirectoryInfo(shared.FullName).UnixFileMode);
        folder.Delete(recursive: true);
        shared.Delete();
    }
}
