using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using MotCua.Platform.Postgres;

namespace MotCua.Platform.Vitals;

/// <summary>
/// Ai được xem số liệu vận hành: the machine itself and the addresses of <c>Metrics__Allow</c>. A caller whose address came through a header
/// that nobody vouches for is nobody: behind a proxy that was not named the whole world would come from this machine.
/// </summary>
public sealed class Onlookers(IConfiguration settings)
{
    public const string Setting = "Metrics:Allow";

    private readonly List<IPNetwork> allowed = Read(settings);

    public bool Admit(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded") || headers.ContainsKey("X-Real-IP")) return false;
        if (http.Connection.RemoteIpAddress is not { } address) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) || allowed.Exists(network => network.Contains(address));
    }

    /// <exception cref="GroundException">The setting cannot be read, or admits everybody.</exception>
    public static List<IPNetwork> Read(IConfiguration settings)
    {
        var networks = new List<IPNetwork>();
        foreach (var one in (settings[Setting] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(one, out var network) && network.PrefixLength > 0) networks.Add(network);
            else if (IPAddress.TryParse(one, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else throw new GroundException($"Metrics__Allow có “{one}” không phải địa chỉ hay dải địa chỉ. Ví dụ: 10.0.5.7, 10.0.5.0/24.");
        }
        return networks;
    }
}
