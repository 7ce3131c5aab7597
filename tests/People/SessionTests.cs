using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.People.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

public sealed class SessionTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_right_password_opens_a_session_that_the_bearer_token_carries()
    {
        var (name, password) = await NewStaff();
        using var client = house.Anonymous();
        var answer = await client.PostAsJsonAsync("/api/v1/session", new { username = name.ToUpperInvariant(), password });
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("staff", session.GetProperty("account").GetProperty("kind").GetString());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
        Assert.Equal("Cán bộ Thử", (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/me")).StatusCode);
    }

    private async Task<(string Name, string Password)> NewStaff()
    {
        await using var scope = house.Scope();
        var name = "thu-" + Guid.NewGuid().ToString("n")[..8];
        await scope.ServiceProvider.GetRequiredService<Accounts>().Ensure(new AccountSeed(name, "mat-khau-dung", "staff", "Cán bộ Thử"));
        return (name, "mat-khau-dung");
    }
}
