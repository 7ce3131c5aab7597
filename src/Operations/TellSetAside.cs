using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Operations.Watch;
using MotCua.Platform.Events;

namespace MotCua.Operations;

/// <summary>Báo quản trị: something was set aside. Once, until it is read; the page lists all of it.</summary>
internal static class TellSetAside
{
    public static readonly Subscription Subscription = new("operations.tell-set-aside", ["work.set-aside/1"], async (services, happened) =>
    {
        var aside = happened.As<WorkSetAside>();
        var administrators = await services.GetRequiredService<Staffing>().HoldersAnywhere(Roles.Administrator, happened.At);
        await services.GetRequiredService<StaffNotices>().TellOnce(administrators,
            $"Có việc bị để riêng sau nhiều lần thử: {WorkWords.Of(aside.What, aside.Name)}. Xem lý do và cho thử lại", OperationsModule.Page);
    });
}
