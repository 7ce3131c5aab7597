using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace MotCua.Platform.Security;

/// <summary>Địa chỉ của người gọi, as budgets count it.</summary>
public static class Caller
{
    /// <summary>One IPv4 address, or the /64 that one line of IPv6 is given: within it a caller changes addresses at will.</summary>
    public static string Address(HttpContext http) => Address(http.Connection.RemoteIpAddress);

    public static string Address(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}
