using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.People.SignIn;

/// <summary>
/// Wrong passwords cost the guesser, not the owner: they are counted for an address and a name together, for an address, and for the whole
/// house, whose limit makes the other two tighter. Nothing is counted against an account alone, so that nobody locks another person out;
/// a device on which the account was opened before has a budget of its own.
/// </summary>
internal sealed class Tries(Db db, Throttle throttle, IConfiguration settings, ILogger<Tries> logger, IHttpContextAccessor http, KnownDevices devices,
    TimeProvider clock)
{
    private static readonly Counter<long> InVain = new Meter("MotCua.SignIn")
        .CreateCounter<long>("motcua.sign_in.failed", "{attempt}", "Tries to sign in that failed, by cause");
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Counts a try before it is judged, so that a hundred at once are counted too.</summary>
    /// <param name="kind">What is tried: "sign-in", "reset".</param>
    /// <returns>What <see cref="Right"/> takes back.</returns>
    /// <exception cref="Refused">429</exception>
    public Counted Count(string kind, string name, Guid? account)
    {
        var house = $"{kind}:house";
        var calm = throttle.Allow(house, Setting("TriesPerHouse", 500), Window);
        if (!calm) logger.LogWarning("More than {Limit} tries of kind {Kind} failed in the whole house within {Window}", Setting("TriesPerHouse", 500),
            kind, Window);
        if (devices.Of(account) is { } device)
        {
            var own = $"{kind}:device:{device}:{account}";
            Demand(throttle.Allow(own, Setting("TriesPerDevice", 10), Window));
            return new Counted(own, null, calm ? house : null);
        }
        var from = Block();
        var (pair, address) = ($"{kind}:name:{name}:{from}", $"{kind}:address:{from}");
        // While the whole house is being guessed at, an address that nobody knows has fewer tries, but never none.
        Demand(throttle.Allow(address, calm ? Setting("TriesPerAddress", 20) : Setting("TriesPerAddressInAttack", 6), Window)
            && throttle.Allow(pair, calm ? Setting("TriesPerName", 5) : Setting("TriesPerNameInAttack", 3), Window));
        return new Counted(pair, address, calm ? house : null);
    }

    /// <summary>It was right after all: many people behind one address may all sign in.</summary>
    public void Right(Counted counted)
    {
        throttle.Forgive(counted.Own);
        if (counted.Address is { } address) throttle.TakeBack(address);
        if (counted.House is { } house) throttle.TakeBack(house);
    }

    /// <summary>Writes down who tried in vain, when and from where; the same work for a name that does not exist.</summary>
    /// <param name="cause">password, unknown, blocked, proof or code.</param>
    public async Task Failed(Guid? account, string cause)
    {
        InVain.Add(1, new KeyValuePair<string, object?>("error.type", cause));
        var (now, address) = (clock.GetUtcNow(), http.HttpContext?.Connection.RemoteIpAddress?.ToString() ?? "");
        var device = Sessions.DeviceOf(http.HttpContext?.Request.Headers.UserAgent.ToString());
        await db.Database.ExecuteSqlAsync($"""
            insert into people.sign_in_failure (at, account_id, address, device, cause) values ({now}, {account}, {address}, {device}, {cause})
            """);
    }

    public void Demand(bool allowed)
    {
        if (!allowed) throw new Refused(429, "Đã thử nhiều lần. Đợi 5 phút rồi thử lại, hoặc gọi 1022") { RetryAfter = Window };
    }

    /// <summary>Whoever has one address of IPv6 has 2^64 of them.</summary>
    private string Block()
    {
        if (http.HttpContext?.Connection.RemoteIpAddress is not { } address) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"{new IPAddress([.. address.GetAddressBytes().Take(8), .. new byte[8]])}/64" : address.ToString();
    }

    private int Setting(string name, int usual) => settings.GetValue($"SignIn:{name}", usual);
}

internal sealed record Counted(string Own, string? Address, string? House);
