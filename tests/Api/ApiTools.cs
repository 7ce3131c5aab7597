using System.Diagnostics;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Api;

/// <summary>The description as the running product gives it, in a folder of its own beside what is made from it.</summary>
internal sealed class ApiTools : IDisposable
{
    public static readonly string Folder = Path.Combine(Ground.Repository, "tests", "api-tools");

    public string Made { get; } = Directory.CreateTempSubdirectory("motcua-openapi-").FullName;

    public string Description => Path.Combine(Made, "v1.json");

    public static async Task<ApiTools> Of(House house)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")),
            "tests/api-tools has no node_modules: ./test brings them, or npm ci in that folder.");
        var tools = new ApiTools();
        await File.WriteAllTextAsync(tools.Description, await house.Anonymous().GetStringAsync("/openapi/v1.json"));
        return tools;
    }

    public void Dispose() => Directory.Delete(Made, recursive: true);

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> Node(string folder, string input, params string[] words)
    {
        using var running = Process.Start(new ProcessStartInfo("node", words)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (said, complained) = (running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync());
        await running.StandardInput.WriteAsync(input);
        running.StandardInput.Close();
        await running.WaitForExitAsync();
        Assert.True(running.ExitCode == 0, $"{await said}{await complained}");
        return await said;
    }
}
