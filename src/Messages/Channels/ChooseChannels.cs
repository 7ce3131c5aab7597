using Microsoft.EntityFrameworkCore;
using MotCua.Messages.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Messages.Channels;

/// <summary>
/// Chọn kênh nhận tin: what stands on /thong-bao anyway need not come by SMS or e-mail too. It is asked when a message is about to be sent, so that
/// it holds for what waits as well.
/// </summary>
internal sealed class ChooseChannels(Db db, EventLog log, Parties parties, CurrentActor current, TimeProvider clock)
{
    /// <summary>Of the account: each channel it can be reached on, where to, and whether it is wanted.</summary>
    public async Task<IReadOnlyList<(string Channel, string Address, bool On)>> Mine()
    {
        if (await Profile() is not { } me) return [];
        var off = await db.Ask($"""
            select channel, address from messages.channel_off where owner_kind = {me.Identity.Kind} and owner_number = {me.Identity.Number}
            """, row => (row.GetString(0), row.GetString(1)));
        return [.. Reachable(me).Select(one => (one.Channel, one.Address, !off.Contains((one.Channel, one.Address))))];
    }

    /// <param name="wanted">Channels that stay on.</param>
    /// <param name="shown">Addresses that stood on the page: what another tab has added since is not turned off by it.</param>
    public async Task Execute(IReadOnlyCollection<string> wanted, string[] shown)
    {
        if (await Profile() is not { } me) throw new Refused(403, "Chỉ người dân, tổ chức có tài khoản mới chọn kênh nhận tin");
        var now = clock.GetUtcNow();
        var off = Reachable(me).Where(one => shown.Contains(one.Address) && !wanted.Contains(one.Channel)).ToList();
        var (channels, addresses) = (off.Select(one => one.Channel).ToArray(), off.Select(one => one.Address).ToArray());
        await using var transaction = await db.Begin();
        await db.Database.ExecuteSqlAsync($"""
            delete from messages.channel_off where owner_kind = {me.Identity.Kind} and owner_number = {me.Identity.Number}
                and address = any({shown})
            """);
        await db.Database.ExecuteSqlAsync($"""
            insert into messages.channel_off (owner_kind, owner_number, channel, address, off_at)
            select {me.Identity.Kind}, {me.Identity.Number}, channel, address, {now} from unnest({channels}, {addresses}) as off (channel, address)
            on conflict do nothing
            """);
        log.Record($"account/{current.Value.AccountId}", new ChannelsChosen(current.Value.AccountId!.Value, channels));
        await db.Commit(transaction);
    }

    /// <summary>What is about to be sent where it is not wanted. Codes, links and warnings about the account itself always go.</summary>
    public static Task Drop(Db db, string channel) => db.Database.ExecuteSqlAsync($"""
        update messages.message m set state = 'dropped', problem = {Message.NotWanted} from messages.channel_off off
        where off.channel = {channel} and m.channel = {channel} and m.state = 'waiting' and m.owner_kind = off.owner_kind
            and m.owner_number = off.owner_number and m.recipient = off.address and m.use_until is null and m.template not like 'account.%'
        """);

    private async Task<PartyProfile?> Profile() => current.Value.AccountId is { } account ? await parties.OfAccount(account) : null;

    private static IEnumerable<(string Channel, string Address)> Reachable(PartyProfile me)
    {
        if (me.Phone is { } phone) yield return ("sms", phone);
        if (me.Email is { } email) yield return ("email", email);
    }
}
