using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;

namespace MotCua.Platform.Web;

/// <summary>Counts every request at its door before its body is read; what a door costs stands in <see cref="Doors"/>.</summary>
public sealed class DoorKeeper(RequestDelegate next, Budgets budgets)
{
    /// <summary>Files of the product itself: in memory, kept by the browser for a year.</summary>
    public static readonly DoorAttribute Free = new("");

    public Task Invoke(HttpContext http)
    {
        var door = DoorOf(http);
        // A program is not one person at a screen: it has a budget of its own, and pays beside it what a dear door costs.
        if (http.RequestServices.GetRequiredService<CurrentActor>().Value.IsProgram)
        {
            budgets.Spend(Doors.Program);
            if (door == Doors.Page || door == Doors.Write) door = null;
        }
        if (door is not null) budgets.Spend(door);
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
