using System.Text.Json;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Api;

/// <summary>The description of the API: judged by Redocly's rules and some of our own (tests/api-tools).</summary>
public sealed class DescriptionTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_description_is_without_a_fault_that_is_not_named()
    {
        using var tools = await ApiTools.Of(house);
        await ApiTools.Node(ApiTools.Folder, "", "lint.mjs", tools.Description);
    }

    [Fact]
    public async Task It_says_how_one_comes_in_and_what_is_answered()
    {
        var document = JsonDocument.Parse(await house.Anonymous().GetStringAsync("/openapi/v1.json")).RootElement;
        Assert.Equal(["bearer", "program", "session"], document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
            .Select(one => one.Name).Order(StringComparer.Ordinal));
        var receive = document.GetProperty("paths").GetProperty("/api/v1/desk/dossiers/{code}/receive").GetProperty("post");
        Assert.Equal(["If-Match", "code"], receive.GetProperty("parameters").EnumerateArray().Select(one => one.GetProperty("name").GetString())
            .Order(StringComparer.Ordinal));
        Assert.True(receive.GetProperty("responses").GetProperty("429").GetProperty("headers").TryGetProperty("Retry-After", out _));
        Assert.True(receive.GetProperty("responses").GetProperty("200").GetProperty("headers").TryGetProperty("ETag", out _));
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            Assert.True(operation.Value.GetProperty("security").GetArrayLength() > 0);
            Assert.True(operation.Value.GetProperty("responses").GetProperty("400").GetProperty("content").EnumerateObject().Any());
        }
    }
}
