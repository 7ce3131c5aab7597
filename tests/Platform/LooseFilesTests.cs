using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Filing.Fill;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>What a person deletes is gone from the folder too, and never what somebody else still has.</summary>
public sealed class LooseFilesTests(House house) : IClassFixture<House>
{
    private FolderShelf Shelf => (FolderShelf)house.Services.GetRequiredService<IShelf>();

    private FileStore Store => house.Services.GetRequiredService<FileStore>();

    [Fact]
    public async Task A_removed_file_is_gone_from_the_folder_once_the_last_row_is()
    {
        var client = house.Anonymous();
        var (first, second) = (await Draft(client, 311), await Draft(client, 311));
        var path = Shelf.PathOf(first.Sha256);
        await Applicant.Send(client, HttpMethod.Delete, $"/api/v1/drafts/{first.Id}/files/{first.File}", token: first.Token).Ok();
        await Sweep(first.Sha256);
        Assert.True(File.Exists(path));
        await Applicant.Send(client, HttpMethod.Delete, $"/api/v1/drafts/{second.Id}", token: second.Token).Ok();
        await Sweep();
        Assert.True(File.Exists(path));
        await Sweep(first.Sha256);
        Assert.False(File.Exists(path));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from platform.loose_file where sha256 = $1", first.Sha256));
    }

    [Fact]
    public async Task The_bytes_of_a_filed_dossier_stay()
    {
        var client = house.Anonymous();
        var draft = await Draft(client, 312);
        await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = draft.Id }, draft.Token).Ok();
        await Sweep(draft.Sha256);
        Assert.True(File.Exists(Shelf.PathOf(draft.Sha256)));
    }

    [Fact]
    public async Task Bytes_that_are_put_again_meanwhile_stay_until_their_row_is_there()
    {
        var client = house.Anonymous();
        var draft = await Draft(client, 313);
        await Applicant.Send(client, HttpMethod.Delete, $"/api/v1/drafts/{draft.Id}", token: draft.Token).Ok();
        await Age(draft.Sha256);
        await Store.Put(Applicant.Png(313));
        await Sweep();
        Assert.True(File.Exists(Shelf.PathOf(draft.Sha256)));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.loose_file where sha256 = $1", draft.Sha256));
    }

    [Fact]
    public async Task An_expired_draft_takes_its_files_along()
    {
        var draft = await Draft(house.Anonymous(), 314);
        await house.Execute("update filing.draft set expires_at = timestamptz '2020-01-01' where id = $1", draft.Id);
        await using (var scope = house.Scope()) await scope.ServiceProvider.GetRequiredService<DraftDesk>().DeleteExpired();
        await Sweep(draft.Sha256);
        Assert.False(File.Exists(Shelf.PathOf(draft.Sha256)));
    }

    [Fact]
    public async Task What_a_crash_left_is_settled()
    {
        // Received and noted, and no row came; moved aside, and the last check not made.
        var (left, aside) = (await Store.Put(Applicant.Png(315)), await Store.Put(Applicant.Png(316)));
        await using (var scope = house.Scope()) await scope.ServiceProvider.GetRequiredService<LooseFiles>().Note([left.Sha256]);
        var leaving = Path.Combine(Shelf.PathOf(aside.Sha256), "../../../leaving", aside.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(leaving)!);
        File.Move(Shelf.PathOf(aside.Sha256), leaving);
        var cut = Path.Combine(Shelf.PathOf(aside.Sha256), "../../../incoming", Guid.NewGuid().ToString("n"));
        await File.WriteAllTextAsync(cut, "nửa tệp", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(cut, new DateTime(2020, 1, 1));
        await Sweep(left.Sha256);
        Assert.Equal((false, true, false), (File.Exists(Shelf.PathOf(left.Sha256)), File.Exists(Shelf.PathOf(aside.Sha256)), File.Exists(cut)));
    }

    [Fact]
    public async Task Every_column_that_holds_an_address_of_the_store_is_asked()
    {
        var known = new[]
        {
            "dossiers.attachment", "filing.draft_file", "papers.paper", "papers.scan", "papers.result", "papers.signing_intent", "vault.item",
            "platform.loose_file", "platform.damaged_file", "platform.scanned_file", "papers.paper_template"
        };
        Assert.Equal(known.Order(StringComparer.Ordinal), (await house.Scalar<string[]>("""
            select array_agg(distinct table_schema || '.' || table_name) from information_schema.columns
            where column_name like '%sha256%' and table_schema not in ('information_schema', 'pg_catalog')
                and (table_name, column_name) not in (('code_mark', 'owner_sha256'), ('log_branch', 'witness_sha256'))
            """)).Order(StringComparer.Ordinal));
        await using var scope = house.Scope();
        foreach (var module in house.Services.GetRequiredService<ModuleSet>().All)
            Assert.Empty(await module.FilesInUse(scope.ServiceProvider.GetRequiredService<Db>(), [new string('0', 64)]));
    }

    [Fact]
    public async Task A_page_of_a_scan_is_in_use()
    {
        var hash = new string('a', 64);
        await house.Execute($$"""
            insert into papers.scan (id, dossier_id, sha256, media_type, pages, state, page_files, uploaded_by, uploaded_at)
            values (gen_random_uuid(), gen_random_uuid(), repeat('b', 64), 'image/png', 1, 'ready',
                '[{"image": "{{hash}}", "thumb": "{{new string('c', 64)}}", "mediaType": "image/png", "blank": false}]', 'Thử', now())
            """);
        await using var scope = house.Scope();
        var papers = house.Services.GetRequiredService<ModuleSet>().All.Single(module => module.Name == "Papers");
        Assert.Equal([hash, new string('b', 64), new string('c', 64)],
            await papers.FilesInUse(scope.ServiceProvider.GetRequiredService<Db>(), [hash, new string('b', 64), new string('c', 64), new string('d', 64)]));
    }

    private static async Task<(Guid Id, string Token, Guid File, string Sha256)> Draft(HttpClient client, int side)
    {
        var (id, token) = await Applicant.Draft(client, paper: false);
        var file = await Applicant.Upload(client, id, token, Applicant.Png(side), "chung-sinh.png").Ok();
        return (id, token, file.GetProperty("fileId").GetGuid(), file.GetProperty("sha256").GetString()!);
    }

    private async Task Age(string hash)
    {
        if (File.Exists(Shelf.PathOf(hash))) File.SetLastWriteTimeUtc(Shelf.PathOf(hash), new DateTime(2026, 1, 1));
        await house.Execute("update platform.loose_file set since = timestamptz '2026-01-01' where sha256 = $1", hash);
    }

    private async Task Sweep(string? hash = null)
    {
        if (hash is not null) await Age(hash);
        await using var scope = house.Scope();
        await scope.ServiceProvider.GetRequiredService<LooseFiles>().Sweep();
    }
}
