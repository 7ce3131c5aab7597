using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using MotCua.Platform.Postgres;

namespace MotCua.Platform.Web;

/// <summary>
/// Máy chủ chuyển tiếp đứng trước: whose word about a caller's address counts. Anybody can write X-Forwarded-For; believed from everybody it
/// gives an attacker as many addresses as they like, not believed from the own proxy it makes the whole province one address.
/// </summary>
public static class Proxies
{
    public const string Setting = "Proxy:Known";
    public const string Direct = "direct";

    /// <returns>Null: nobody stands in front, no such header counts.</returns>
    /// <exception cref="GroundException">The setting cannot be read.</exception>
    public static ForwardedHeadersOptions? Read(IConfiguration settings)
    {
        var given = (settings[Setting] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (given.Length == 0 || given is [Direct]) return null;
        // Each of several known proxies adds one address; the first unknown one is the caller.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var one in given)
        {
            var range = one.Contains('/', StringComparison.Ordinal);
            if (range && System.Net.IPNetwork.TryParse(one, out var network) && network.PrefixLength > 0) options.KnownIPNetworks.Add(network);
            else if (IPAddress.TryParse(one, out var address)) options.KnownProxies.Add(address);
            else throw new GroundException($"Proxy__Known có “{one}” không phải địa chỉ hay dải địa chỉ. Ví dụ: 127.0.0.1, 10.0.5.0/24.");
        }
        return options;
    }

    /// <summary>A real installation has decided who stands in front of it; nobody's word counts unasked.</summary>
    /// <exception cref="GroundException">Not decided, or decided to believe everybody.</exception>
    public static void Check(IConfiguration settings, bool demo)
    {
        if (settings["FORWARDEDHEADERS_ENABLED"] is { Length: > 0 }
            || Environment.GetEnvironmentVariable("ASPNETCORE_FORWARDEDHEADERS_ENABLED") is { Length: > 0 })
            throw new GroundException("ASPNETCORE_FORWARDEDHEADERS_ENABLED tin địa chỉ do bất kỳ ai gửi. Bỏ biến này, đặt Proxy__Known; xem "
                + "docs/operations.md.");
        if (!demo && string.IsNullOrWhiteSpace(settings[Setting]))
            throw new GroundException(
                "Chưa biết có máy chủ chuyển tiếp đứng trước không. Đặt Proxy__Known=127.0.0.1 (địa chỉ của nó), hoặc Proxy__Known=direct; xem "
                    + "docs/operations.md.");
        Read(settings);
    }
}
