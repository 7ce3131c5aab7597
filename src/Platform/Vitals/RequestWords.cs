using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MotCua.Platform.Vitals;

/// <summary>What may be said of a request in a log, a figure or a trace: nothing that the caller wrote. A path holds codes of dossiers.</summary>
public static class RequestWords
{
    /// <summary>Key of the incident code among the items of a request.</summary>
    public static readonly object Incident = new();

    private static readonly HashSet<string> Methods =
        new(StringComparer.Ordinal) { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT" };

    /// <summary>A method is a word of the caller's too.</summary>
    public static string Method(HttpContext http) => Methods.Contains(http.Request.Method) ? http.Request.Method : "_OTHER";

    /// <summary>
    /// The template of the address, <c>/tra-cuu/{code}</c>; "-" where there is none. It stays known after an accident has taken the endpoint away.
    /// </summary>
    public static string Route(HttpContext http)
    {
        var endpoint = http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        return (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } template ? "/" + template.TrimStart('/') : "-";
    }

    /// <summary>The network of the caller: enough to see an attack, too little to know a person (IPv4 /24, IPv6 /48).</summary>
    public static string Network(IPAddress? address)
    {
        if (address is null) return "-";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var (bytes, kept) = (address.GetAddressBytes(), address.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 3);
        Array.Clear(bytes, kept, bytes.Length - kept);
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }
}
