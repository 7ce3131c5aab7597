using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Tests.TestKit;

namespace MotCua.Tests.People;

/// <summary>An administrator of the house, and what tests of accounts need again and again.</summary>
internal static class Administrator
{
    public const string OldPassword = "Con thuyền qua sông Cái Lớn";

    public static Task<Guid> Id(this House house, string username) => house.Scalar<Guid>("select id from people.account where username = $1", username);

    public static Task<int> Version(this House house, Guid account) => house.Scalar<int>("select version from people.account where id = $1", account);

    /// <summary>A new member of the staff with one position in the commune of Đất Mũi from 2026 on, whose password is <see cref="OldPassword"/>.</summary>
    public static async Task<(Guid Id, string Username, Guid Position)> Staff(this House house, string role = Roles.Specialist, string? office = null)
    {
        var username = "cb." + Guid.NewGuid().ToString("n")[..8];
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var id = await scope.ServiceProvider.GetRequiredService<Accounts>().Ensure(new AccountSeed(username, OldPassword, "staff", "Lâm Văn Thử"));
        var position = scope.ServiceProvider.GetRequiredService<Staffing>().Grant(id, role, "UBND-32248", office, new DateOnly(2026, 1, 1));
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
        return (id, username, position);
    }

    /// <summary>As whom runs the machine.</summary>
    public static async Task System<T>(this House house, Func<T, Task> act) where T : notnull
    {
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        await act(scope.ServiceProvider.GetRequiredService<T>());
    }

    public static async Task<HttpResponseMessage> SignIn(HttpClient client, string username, string password) =>
        await client.PostAsJsonAsync("/api/v1/session", new { username, password });

    public static async Task<HttpClient> Bearer(this House house, string username, string password)
    {
        var client = house.Anonymous();
        var answer = await SignIn(client, username, password);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Somebody at another address: 127.0.0.2 and so on are all this machine.</summary>
    public static HttpClient From(this House house, string address, CookieContainer? cookies = null) => new(new SocketsHttpHandler
    {
        CookieContainer = cookies ?? new CookieContainer(), AllowAutoRedirect = false,
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = house.Address };

    public static string Three(string name, DateOnly day, Dictionary<string, string> fields)
    {
        (fields[$"{name}.day"], fields[$"{name}.month"], fields[$"{name}.year"]) = ($"{day.Day}", $"{day.Month}", $"{day.Year}");
        return name;
    }

    public static DateOnly Today => House.Morning.Day();
}
