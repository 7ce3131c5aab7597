using MotCua.Platform.Backup;
using MotCua.Platform.Postgres;
using MotCua.Tests.Dossiers;
using Xunit;

namespace MotCua.Tests.Platform.Backup;

[Trait("Pace", "slow")]
public sealed class BackupTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task What_was_backed_up_and_destroyed_goes_on_in_a_new_cluster()
    {
        var (backup, data) = (KeptHouse.New("backup"), KeptHouse.New("restored"));
        string before, late;
        long events;
        await using (var house = new KeptHouse())
        {
            await house.InitializeAsync();
            before = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
            await house.Drain();
            await house.SealAll();
            // Not yet told to subscribers and not yet sealed: both must happen in the new cluster.
            late = (await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!;
            Assert.Equal(0, await KeptHouse.Command("backup", backup, "--connection", house.OwnerConnection, "--data", house.Data));
            await Assert.ThrowsAsync<GroundException>(() => KeptHouse.Command("backup", backup, "--connection", house.OwnerConnection, "--data", house.Data));
            events = await house.Scalar<long>("select count(*) from platform.event");
        }
        Assert.All(Directory.GetFiles(backup, "*", SearchOption.AllDirectories), file => Assert.Equal(Owner, File.GetUnixFileMode(file)));
        await DamageIsFound(backup);
        Assert.Equal(0, await KeptHouse.Command("restore", backup, "--data", data));
        await Assert.ThrowsAsync<GroundException>(() => KeptHouse.Command("restore", backup, "--data", data));
        await using var restored = new KeptHouse(data);
        await restored.InitializeAsync();
        Assert.Equal(events, await restored.Scalar<long>("select count(*) from platform.event where epoch = 1"));
        // The trap this is about: numbers of the new cluster are below those that the log carries.
        Assert.True(await restored.Scalar<bool>("select max(txid) > pg_current_xact_id() from platform.event"));
        var after = (await Applicant.Submitted(restored.Anonymous())).GetProperty("code").GetString()!;
        Assert.Equal(2, await restored.Scalar<int>("select epoch from platform.event order by position desc limit 1"));
        await restored.Drain();
        var told = await restored.Scalar<long[]>("""
            select array_agg((
                select count(*) from messages.message where template = 'dossier.submitted' and channel = 'sms' and dossier_code = c)) from unnest($1) c
            """, (object)new[] { before, late, after });
        Assert.Equal("1 1 1", string.Join(' ', told));
        await restored.SealAll();
        var verdict = await restored.Verify();
        Assert.True(verdict.Intact, verdict.Breach?.Words);
        Assert.Equal(await restored.Scalar<long>("select count(*) from platform.event"), verdict.Rows);
        Assert.Equal(2, await restored.Scalar<int>("select last_epoch from proof.seal order by batch desc limit 1"));
    }

    /// <summary>Every kind of damage to every kind of part stops the restore before anything is written.</summary>
    private static async Task DamageIsFound(string backup)
    {
        foreach (var file in Directory.GetFiles(backup, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var changed = bytes.ToArray();
            changed[changed.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, changed);
            await Refused();
            await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)]);
            await Refused();
            File.Delete(file);
            await Refused();
            await File.WriteAllBytesAsync(file, bytes);
            File.SetUnixFileMode(file, Owner);
        }
        await File.WriteAllTextAsync(Path.Combine(backup, "keys", "them.xml"), "");
        await Refused();
        var target = KeptHouse.New("refused");
        await Assert.ThrowsAsync<GroundException>(() => KeptHouse.Command("restore", backup, "--data", target));
        Assert.False(Directory.Exists(target));
        File.Delete(Path.Combine(backup, "keys", "them.xml"));
        await RestoreBackup.Check(backup, _ => { });

        async Task Refused()
        {
            await Assert.ThrowsAsync<GroundException>(() => RestoreBackup.Check(backup, _ => { }));
        }
    }
}
