using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Dossiers.Receive;

/// <summary>Giấy tờ mượn từ kho bị thu hồi: an official who looked at the dossier with that paper looks at another one now.</summary>
internal static class LentPapers
{
    public static readonly Subscription Subscription = new("dossiers.lent-papers", ["vault.consent-withdrawn/1"], async (services, happened) =>
    {
        var draft = happened.As<Taken>().DraftId;
        await services.GetRequiredService<Db>().Database.ExecuteSqlAsync($"update dossiers.dossier set version = version + 1 where draft_id = {draft}");
    });

    private sealed record Taken(Guid DraftId);
}
