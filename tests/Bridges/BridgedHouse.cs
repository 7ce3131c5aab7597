using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using MotCua.GovStackBridge;
using MotCua.Organisation.Contracts;
using MotCua.People.Programs;
using MotCua.Tests.People.Programs;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Bridges;

/// <summary>The product with the bridge of GovStack before it, on ports of their own; its two programs have been let in by two administrators.</summary>
public sealed class BridgedHouse : House
{
    public const string Service = "f7d33db0-2809-484e-a780-76b7ccd4ecbf";
    public const string EForm = "d98a205a-679b-485b-823d-7a32a391e744";

    private WebApplication? bridge;

    /// <summary>Somebody who knows the block of GovStack alone.</summary>
    public HttpClient Client { get; private set; } = null!;

    internal Connected Operator { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var files = await Connected.New(this);
        Operator = await Connected.New(this, ConnectedProgram.Desk, Roles.Specialist, "UBND-32248");
        bridge = Bridge.Build([
            "--urls=http://127.0.0.1:0", $"--url={Address}", $"--applicant:id={files.ClientId}", $"--applicant:secret={files.Secret}",
            $"--operator:id={Operator.ClientId}", $"--operator:secret={Operator.Secret}",
            $"--names:services:{Service}=1.001193", $"--names:eForms:{EForm}=1.001193", "--names:registrations:MCTS=1.001193",
        ]);
        await bridge.StartAsync();
        var address = bridge.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
        Client.DefaultRequestHeaders.Add("Information-Mediator-Client", "eGovStack/GOV/90000009/eregistrations-dev");
    }

    public override async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (bridge is not null) await bridge.DisposeAsync();
        await base.DisposeAsync();
    }

    public async Task<JsonNode> Get(string path) => await Ok(await Client.GetAsync(path));

    public async Task<JsonNode> Post(string path, object body) => await Ok(await Client.PostAsJsonAsync(path, body));

    public async Task<JsonNode> Put(string path, object body) => await Ok(await Client.PutAsJsonAsync(path, body));

    /// <summary>As the specification writes its errors, with the product's words.</summary>
    public static async Task Declined(HttpStatusCode status, string words, Task<HttpResponseMessage> sending)
    {
        var answer = await sending;
        var error = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode} {error}");
        Assert.Equal($"{(int)status}", (string?)error["code"]);
        Assert.NotEmpty((string)error["traceId"]!);
        Assert.Contains(words, (string?)error["message"], StringComparison.Ordinal);
    }

    private static async Task<JsonNode> Ok(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
