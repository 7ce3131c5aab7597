using System.Net;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>Who opens what is not there, or not theirs, stays where they were: the places of the face are one click away.</summary>
public sealed class ErrorFrameTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("/noi-bo/ho-so/H12.0.0", HttpStatusCode.NotFound)]
    [InlineData("/noi-bo/khong-co", HttpStatusCode.NotFound)]
    [InlineData("/quan-tri/to-chuc", HttpStatusCode.Forbidden)]
    public async Task An_official_keeps_the_frame_of_the_desk(string address, HttpStatusCode status)
    {
        var answer = await (await house.SignedIn("khoi")).GetAsync(address);
        Assert.Equal(status, answer.StatusCode);
        var page = await House.Read(answer);
        Assert.True(page.Body!.ClassList.Contains("face-desk"));
        Assert.Contains("/noi-bo/viec", page.QuerySelectorAll(".desk-header .site-nav a").Select(link => link.GetAttribute("href")));
        Assert.Contains("Phạm Minh Khôi", page.QuerySelector(".desk-header .bar__end")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/noi-bo", page.QuerySelector("main .actions a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_citizen_keeps_the_frame_of_the_portal()
    {
        var page = await House.Read(await house.Anonymous().GetAsync("/khong-co"));
        Assert.True(page.Body!.ClassList.Contains("face-portal"));
        Assert.NotEmpty(page.QuerySelectorAll(".site-header .site-nav a"));
        Assert.Equal("/dang-nhap", page.QuerySelector(".bar__end a")!.GetAttribute("href"));
        // Whoever is no official learns nothing of the desk, whatever address was tried.
        Assert.True((await House.Read(await (await house.SignedIn("benam")).GetAsync("/noi-bo/khong-co"))).Body!.ClassList.Contains("face-portal"));
    }

    [Fact]
    public async Task The_header_of_the_desk_names_role_and_unit()
    {
        var page = await House.Read(await (await house.SignedIn("khoi")).GetAsync("/noi-bo"));
        Assert.Equal("Chuyên viên thụ lý, UBND xã Đất Mũi", page.QuerySelector(".desk-header .who__post")!.TextContent);
    }
}
