using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using MotCua.Tests.TestKit;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>The house with the shipped authorities beside it; every answer of theirs is asked anew.</summary>
public sealed class SigningHouse : House
{
    public PeersFixture Peers { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await Peers.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Peers.DisposeAsync();
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration["Peers:Url"] = Peers.Address.ToString();
        builder.Configuration["Ca:StatusSeconds"] = "0";
    }

    public async Task Dial(string peer, string mode) => (await Peers.Http.PutAsJsonAsync(new Uri(Peers.Address, $"/dial/{peer}"),
        new { mode })).EnsureSuccessStatusCode();
}
