using System.Diagnostics;
using System.Text.Json;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Api;

/// <summary>The description of the API: judged by Redocly's rules and some of our own (tests/lint).</summary>
public sealed class DescriptionTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_description_is_without_a_fault_that_is_not_named()
    {
        var folder = Path.Combine(Ground.Repository, "tests", "lint");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "tests/lint has no node_modules: ./test brings them, or npm ci in that folder.");
        var document = Path.Combine(Path.GetTempPath(), $"motcua-openapi-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(document, await house.Anonymous().GetStringAsync("/openapi/v1.json"));
        try
        {
            using var judge = Process.Start(new ProcessStartInfo("node", ["lint.mjs", document])
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var (said, complained) = (judge.StandardOutput.ReadToEndAsync(), judge.StandardError.ReadToEndAsync());
            await judge.WaitForExitAsync();
            Assert.True(judge.ExitCode == 0, $"{await said}{await complained}");
        }
        finally { File.Delete(document); }
    }

    [Fact]
    public async Task It_says_how_one_comes_in_and_what_is_answered()
    {
        var document = JsonDocument.Parse(await house.Anonymous().GetStringAsync("/openapi/v1.json")).RootElement;
        Assert.Equal(["bearer", "program", "session"], document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
            .Select(one => one.Name).Order(StringComparer.Ordinal));
        var receive = document.GetProperty("paths").GetProperty("/api/v1/desk/dossiers/{code}/receive").GetProperty("post");
        Assert.Contains("If-Match", receive.GetProperty("parameters").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.True(receive.GetProperty("responses").GetProperty("429").GetProperty("headers").TryGetProperty("Retry-After", out _));
        Assert.True(receive.GetProperty("responses").GetProperty("200").GetProperty("headers").TryGetProperty("ETag", out _));
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            Assert.True(operation.Value.GetProperty("security").GetArrayLength() > 0);
            Assert.True(operation.Value.GetProperty("responses").GetProperty("400").GetProperty("content").EnumerateObject().Any());
        }
    }
}
