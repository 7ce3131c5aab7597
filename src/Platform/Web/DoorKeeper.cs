using Microsoft.AspNetCore.Http;
using MotCua.Platform.Security;

namespace MotCua.Platform.Web;

/// <summary>Counts every request at its door before its body is read; what a door costs stands in <see cref="Doors"/>.</summary>
public sealed class DoorKeeper(RequestDelegate next, Budgets budgets)
{
    /// <summary>Files of the product itself: in memory, kept by the browser for a year.</summary>
    public static readonly DoorAttribute Free = new("");

    public Task Invoke(HttpContext http)
    {
        if (DoorOf(http) is { } door) budgets.Spend(door);
        return next(http);
    }

    private static Budget? DoorOf(HttpContext http)
    {
        var writes = !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method));
        var named = http.GetEndpoint()?.Metadata.GetMetadata<DoorAttribute>();
        if (named is null || named.OnlyWrites && !writes) return writes ? Doors.Write : Doors.Page;
        return named == Free ? null : Doors.All.Single(door => door.Name == named.Door);
    }
}
