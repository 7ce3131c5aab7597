using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Dossiers;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Extend;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Tests.Dossiers.Consult;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Read;

/// <summary>What the written statement brings, against what the context brings by its mapping and admits by the policy.</summary>
public sealed class SheetTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Every_column_of_every_part_is_what_the_context_reads()
    {
        var code = await Received.New(house);
        var (leader, specialist) = (await house.SignedIn("tam"), await house.SignedIn("khoi"));
        await Received.Act(specialist, code, "supplement", new
        {
            items = new[] { new { paperKey = "giay-chung-sinh", name = "Giấy chứng sinh", note = "Ảnh mờ", page = 1 } }, reason = "Ảnh mờ",
            right = await Applicant.Papers(house, code),
        }).Ok();
        await Received.Answer(house, code);
        await Received.Act(leader, code, "apology", new { reason = "Thiếu người", newDue = "2026-05-08" }).Ok();
        await Consulted.Ask(house, code);
        await Received.Act(specialist, code, "draft").Ok();
        await Received.Act(specialist, code, "pass-on", new { opinion = "Đủ \"căn cứ\"\\, đề nghị" }).Ok();
        await using (var scope = house.Scope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
            await scope.ServiceProvider.GetRequiredService<DossierActs>().Arrived(code, new OutsideMessage("payment", "GD-1", "Nền tảng", "Đã nộp"));
        }
        var helped = await Entrusted(house.Anonymous());
        foreach (var one in new[] { code, helped })
        {
            await using var scope = house.Scope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            var sheet = (await DossierSheet.Find(db, one, Actor.System))!;
            var read = await Dossier.Whole(db.Set<Dossier>().AsNoTracking().Where(d => d.Code == one)).SingleAsync();
            Same(db, [read], [sheet.Dossier]);
            Same(db, read.Components, sheet.Dossier.Components);
            Same(db, read.Clock, sheet.Dossier.Clock);
            Same(db, read.HandOvers, sheet.Dossier.HandOvers);
            Same(db, read.Supplements, sheet.Dossier.Supplements);
            Same(db, await db.Set<Attachment>().AsNoTracking().Where(a => a.DossierId == read.Id).OrderBy(a => a.UploadedAt).ToListAsync(), sheet.Files);
            Same(db, await db.Set<Opinion>().AsNoTracking().Where(o => o.DossierId == read.Id).OrderBy(o => o.At).ToListAsync(), sheet.Opinions);
            Same(db, await db.Set<MotCua.Dossiers.Arrive.Arrival>().AsNoTracking().Where(a => a.DossierId == read.Id).ToListAsync(), sheet.Arrivals);
            Same(db, await db.Set<Apology>().AsNoTracking().Where(a => a.DossierId == read.Id).ToListAsync(), sheet.Apologies);
            var asked = await db.Set<MotCua.Dossiers.Consult.Consultation>().AsNoTracking().Where(c => c.DossierId == read.Id).Include(c => c.Entries)
                .ToListAsync();
            Same(db, asked, sheet.Consultations);
            Same(db, [.. asked.SelectMany(c => c.Entries)], [.. sheet.Consultations.SelectMany(c => c.Entries)]);
            // Nothing was left out for want of a row.
            if (one == code) Assert.All([sheet.Files.Count, sheet.Opinions.Count, sheet.Arrivals.Count, sheet.Apologies.Count, sheet.Consultations.Count,
                read.Supplements.Count, read.HandOvers.Count], count => Assert.True(count > 0));
            else Assert.NotNull(sheet.Dossier.Representative);
        }
    }

    [Fact]
    public async Task The_written_policy_admits_whom_the_policy_admits()
    {
        var own = await Received.New(house);
        var filer = await house.SignedIn("ngan");
        await house.Execute("update dossiers.dossier set mandate_ended_at = now() where code = $1", await Entrusted(filer));
        await Entrusted(filer);
        var actors = new List<Actor> { Actor.Anonymous, Actor.System, new(Guid.NewGuid(), ActorKind.Program, "Chương trình") };
        await using var scope = house.Scope();
        var (db, parties) = (scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<Parties>());
        foreach (var citizen in new[] { "benam", "ngan", "sarich", "dat" })
        {
            var account = await house.Scalar<Guid>("select id from people.account where username = $1", citizen);
            var owner = await parties.OfAccount(account);
            actors.Add(new Actor(account, ActorKind.Citizen, citizen, owner!.Identity.Kind, owner.Identity.Number));
            actors.Add(new Actor(account, ActorKind.Citizen, citizen));
        }
        foreach (var official in new[] { "diem", "khoi", "tam", "ut", "hanh", "yen", "nam", "ha" })
        {
            var account = await house.Scalar<Guid>("select id from people.account where username = $1", official);
            var held = await scope.ServiceProvider.GetRequiredService<Staffing>().PositionsOf(account, house.Clock.GetUtcNow());
            actors.Add(new Actor(account, ActorKind.Staff, official,
                HeldPositions: [.. held.Select(p => new ActorPosition(p.Id, p.Role, p.AgencyCode, p.OfficeCode))]));
        }
        var codes = await db.Set<Dossier>().Select(d => d.Code).ToListAsync();
        var (admitted, refused) = (0, 0);
        foreach (var actor in actors)
        {
            var readable = (await db.Set<Dossier>().Where(DossierPolicy.Readable(actor)).Select(d => d.Code).ToListAsync()).ToHashSet();
            foreach (var code in codes)
            {
                var sheet = await DossierSheet.Find(db, code, actor);
                Assert.True(sheet is not null == readable.Contains(code), $"{actor.Name} {code}");
                if (sheet is null) refused++; else admitted++;
            }
        }
        Assert.True(admitted > 5 && refused > 5 && codes.Contains(own), $"{admitted} admitted, {refused} refused");
    }

    private static async Task<string> Entrusted(HttpClient filer)
    {
        var (id, token) = await Applicant.Draft(filer, Applicant.Entrusted());
        return (await Applicant.Send(filer, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok()).GetProperty("code").GetString()!;
    }

    private static void Same<T>(Db db, IReadOnlyList<T> expected, IReadOnlyList<T> actual) where T : class =>
        Assert.Equal([.. expected.Select(row => Columns(db, row))], actual.Select(row => Columns(db, row)));

    private static string Columns<T>(Db db, T row) where T : class => string.Join('\n', db.Model.FindEntityType(typeof(T))!.GetProperties()
        .Where(property => property.PropertyInfo is not null)
        .Select(property => $"{property.Name}: {JsonSerializer.Serialize(property.PropertyInfo!.GetValue(row), MotCua.Platform.Events.EventLog.Json)}"));
}
