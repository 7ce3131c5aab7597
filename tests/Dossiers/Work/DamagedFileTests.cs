using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Files;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Work;

/// <summary>Bytes are what was judged: a stored object that is gone or holds others serves nobody and carries no act; people are told.</summary>
public sealed class DamagedFileTests(House house) : IClassFixture<House>
{
    private static readonly (string Name, Func<byte[], byte[]?> Of)[] Damages =
    [
        ("deleted", _ => null), ("emptied", _ => []), ("truncated", bytes => bytes[..(bytes.Length / 2)]), ("extended", bytes => [.. bytes, 0]),
        ("one bit", bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]), ("another picture", _ => Applicant.Png(77)),
    ];

    private FolderShelf Shelf => (FolderShelf)house.Services.GetRequiredService<IShelf>();

    private FileStore Store => house.Services.GetRequiredService<FileStore>();

    private async Task Each(string sha256, Func<string, Task> then)
    {
        var path = Shelf.PathOf(sha256);
        var whole = await File.ReadAllBytesAsync(path);
        foreach (var (name, of) in Damages)
        {
            if (of(whole) is { } other) await File.WriteAllBytesAsync(path, other);
            else File.Delete(path);
            try { await then(name); }
            finally { await File.WriteAllBytesAsync(path, whole); }
        }
    }

    [Fact]
    public async Task No_way_of_reading_hands_out_other_bytes_and_each_raises_the_alarm()
    {
        var victim = await Victim.Settle(house);
        var (owner, leader, asked, desk) = (await house.SignedIn("benam"), await house.SignedIn("tam"), await house.SignedIn("luan"),
            await house.SignedIn("diem"));
        await Received.Act(await house.SignedIn("khoi"), victim.Code, "draft").Ok();
        var scan = await Scanned(victim.DossierId);
        Task<string> Of(string table, Guid id) => house.Scalar<string>($"select sha256 from {table} where id = $1", id);
        var ways = new (HttpClient Who, string Url, string Sha256)[]
        {
            (owner, $"/nop/tep/{victim.DraftFile}", await Of("filing.draft_file", victim.DraftFile)),
            (owner, $"/ho-so-cua-toi/{victim.Code}/tep/{victim.DossierFile}", await Of("dossiers.attachment", victim.DossierFile)),
            (owner, $"/api/v1/dossiers/{victim.Code}/files/{victim.DossierFile}", await Of("dossiers.attachment", victim.DossierFile)),
            (leader, $"/noi-bo/ho-so/{victim.Code}/tep/{victim.DossierFile}", await Of("dossiers.attachment", victim.DossierFile)),
            (leader, $"/noi-bo/ho-so/{victim.Code}/giay-to/giay-chung-sinh/trang/1", await Of("dossiers.attachment", victim.DossierFile)),
            (asked, $"/noi-bo/phoi-hop/{victim.Consultation}/tep/{victim.DossierFile}", await Of("dossiers.attachment", victim.DossierFile)),
            (owner, $"/kho-giay-to/{victim.VaultItem}", await Of("vault.item", victim.VaultItem)),
            (leader, $"/noi-bo/ho-so/{victim.Code}/kho/{victim.VaultItem}", await Of("vault.item", victim.VaultItem)),
            (leader, $"/noi-bo/ho-so/{victim.Code}/ket-qua.pdf",
                await house.Scalar<string>("select draft_sha256 from papers.result where dossier_id = $1", victim.DossierId)),
            (desk, $"/noi-bo/so-hoa/{victim.Code}/trang/{scan.Id}/1", scan.Sha256),
        };
        foreach (var (who, url, sha256) in ways)
        {
            Assert.True((await who.GetAsync(url)).StatusCode == HttpStatusCode.OK, url);
            var times = await house.Scalar<int>("select coalesce(sum(times), 0)::int from platform.damaged_file where sha256 = $1", sha256);
            await Each(sha256, async damage =>
            {
                var answer = await who.GetAsync(url);
                var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                Assert.True(answer.StatusCode == HttpStatusCode.Conflict, $"{url} {damage} → {(int)answer.StatusCode}");
                Assert.Contains("Một tệp đã lưu không còn", text, StringComparison.Ordinal);
            });
            Assert.Equal(times + Damages.Length, await house.Scalar<int>("select sum(times)::int from platform.damaged_file where sha256 = $1", sha256));
            Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'file.damaged/1' and data ->> 'sha256' = $1", sha256));
            Assert.True((await who.GetAsync(url)).StatusCode == HttpStatusCode.OK, url);
        }
        await house.Drain();
        Assert.True(await house.Scalar<long>("select count(*) from messages.staff_notice n join people.account a on a.id = n.account_id where a.username = "
            + "'nam' and n.text like '%' || $1 || '%'", victim.Code) > 0);
    }

    [Fact]
    public async Task No_act_stands_on_a_file_that_is_not_what_was_judged()
    {
        var client = house.Anonymous();
        var (leader, specialist, desk) = (await house.SignedIn("tam"), await house.SignedIn("khoi"), await house.SignedIn("diem"));
        async Task Refused(string sha256, Func<Task<HttpResponseMessage>> act, Func<Task> nothing) => await Each(sha256, async _ =>
        {
            await Applicant.Refused(HttpStatusCode.Conflict, "Một tệp đã lưu không còn", act());
            await nothing();
        });

        var (draft, token) = await Applicant.Draft(client, paper: false);
        await Applicant.Upload(client, draft, token, Applicant.Png(301), "a.png").Ok();
        var file = await house.Scalar<string>("select sha256 from filing.draft_file where draft_id = $1", draft);
        Task<HttpResponseMessage> Submit() => Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft }, token);
        await Refused(file, Submit, async () => Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", draft)));
        var code = (await Submit().Ok()).GetProperty("code").GetString()!;

        Task<HttpResponseMessage> Receive() => Applicant.Send(desk, HttpMethod.Post, $"/api/v1/desk/dossiers/{code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        await Refused(file, Receive, async () => Assert.Equal("submitted", await Received.Status(house, code)));
        await Receive().Ok();

        await Received.Act(specialist, code, "draft").Ok();
        await Received.Act(specialist, code, "pass-on", new { opinion = "Đủ điều kiện" }).Ok();
        var result = await house.Scalar<string>("select r.draft_sha256 from papers.result r join dossiers.dossier d on d.id = r.dossier_id where d.code = "
            + "$1", code);
        foreach (var stood in new[] { file, result })
            await Refused(stood, () => Received.Act(leader, code, "sign"), async () =>
                Assert.Equal("submitted", await house.Scalar<string>("select r.state from papers.result r join dossiers.dossier d on d.id = r.dossier_id "
                    + "where d.code = $1", code)));
    }

    [Fact]
    public async Task Bytes_that_come_again_take_the_place_of_a_damaged_object()
    {
        var bytes = Applicant.Png(133);
        var stored = await Store.Put(bytes);
        await Each(stored.Sha256, async _ =>
        {
            await Store.Put(bytes);
            Assert.Equal(bytes, await Store.Read(stored.Sha256));
        });
        // An object that was gone is simply written; one that was exchanged is also told.
        Assert.Equal(Damages.Length - 1, await house.Scalar<int>("select times from platform.damaged_file where sha256 = $1", stored.Sha256));
    }

    [Fact]
    public async Task Neither_way_into_the_store_gives_other_bytes()
    {
        var stored = await Store.Put(Applicant.Png(135));
        await Each(stored.Sha256, async damage =>
        {
            foreach (var way in new Func<string, Task>[] { Store.Read, Store.Open, hash => Store.Require([hash]) })
                Assert.Equal(409, (await Assert.ThrowsAsync<MotCua.Platform.Web.Refused>(() => way(stored.Sha256))).Status);
            Assert.True(await house.Scalar<bool>("select what = $2 from platform.damaged_file where sha256 = $1", stored.Sha256,
                damage == "deleted" ? "missing" : "changed"), damage);
        });
    }

    private async Task<(Guid Id, string Sha256)> Scanned(Guid dossier)
    {
        var stored = await Store.Put(Applicant.Png(141));
        var page = JsonSerializer.Serialize(new[] { new { image = stored.Sha256, thumb = stored.Sha256, mediaType = "image/png", blank = false } });
        return (await house.Scalar<Guid>("""
            insert into papers.scan (id, dossier_id, sha256, media_type, pages, state, page_files, text, uploaded_by, uploaded_at)
            values (gen_random_uuid(), $1, $2, 'image/png', 1, 'ready', $3::jsonb, '[[]]', 'Kiểm thử', now()) returning id
            """, dossier, stored.Sha256, page), stored.Sha256);
    }
}
