using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers;

/// <summary>What higher rooms reach of a dossier: acts and views of the contracts, under the policy of everybody.</summary>
public sealed class DoorsTests(House house) : IClassFixture<House>
{
    private static readonly OutsideMessage Paid = new("payment", "GD-829-1", "Nền tảng thanh toán", "Đã nộp 50.000 đ");

    [Fact]
    public async Task The_house_stops_the_clock_for_a_payment_tells_that_it_came_and_starts_it_again()
    {
        var code = await Received.New(house);
        await As(Actor.System, acts => acts.Pause(code, PauseCause.Payment, "Chờ nộp lệ phí"));
        Assert.Equal(DossierStatus.Payment, await Received.Status(house, code));
        var version = await Version(code);
        Assert.True(await As(Actor.System, acts => acts.Arrived(code, Paid)));
        Assert.False(await As(Actor.System, acts => acts.Arrived(code, Paid with { Words = "Đã nộp 50.000 đ lần nữa" })));
        Assert.Equal(version + 1, await Version(code));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event e join dossiers.dossier d on e.stream = 'dossier/' || d.id "
            + "where d.code = $1 and e.kind = 'dossier.message-arrived/1'", code));
        await As(Actor.System, acts => acts.Resume(code, "Đã nộp lệ phí"));
        Assert.Equal(DossierStatus.Processing, await Received.Status(house, code));
        var page = await (await (await house.SignedIn("khoi")).GetAsync($"/noi-bo/ho-so/{code}")).Content.ReadAsStringAsync();
        Assert.Contains("Tin từ Nền tảng thanh toán", page);
        Assert.Contains("Đã nộp 50.000 đ", page);
    }

    [Fact]
    public async Task What_a_leader_has_stopped_by_decision_the_house_neither_stops_nor_starts()
    {
        var code = await Received.New(house);
        Assert.Equal(403, (await Refuses(Actor.System, acts => acts.Pause(code, PauseCause.ForceMajeure, "Bão"))).Status);
        await Received.Act(await house.SignedIn("tam"), code, "hold", new { cause = PauseCause.ForceMajeure, reason = "Bão số 9" }).Ok();
        Assert.Equal(403, (await Refuses(Actor.System, acts => acts.Resume(code, "Hết bão"))).Status);
        Assert.Equal(DossierStatus.Paused, await Received.Status(house, code));
    }

    [Fact]
    public async Task A_file_comes_in_through_the_door_and_is_told_and_only_by_whom_it_may()
    {
        var code = await Received.New(house);
        var file = await With(Actor.System, async services =>
        {
            var uploads = services.GetRequiredService<Uploads>();
            const string Name = "biên lai.png";
            return await uploads.Keep(await uploads.Read(Guid.NewGuid(), Name, new MemoryStream(Applicant.Png(411)), null, "file"), Name, "file");
        });
        var stranger = await ActorOf("sarich");
        Assert.Equal(404, (await Refuses(stranger, acts => acts.Attach(code, "giay-chung-sinh", file))).Status);
        Assert.Equal(404, (await Refuses(stranger, acts => acts.Pause(code, PauseCause.Payment, "x"))).Status);
        Assert.Equal(404, (await Refuses(Actor.Anonymous, acts => acts.Resume(code, "x"))).Status);
        Assert.Equal(400, (await Refuses(Actor.System, acts => acts.Attach(code, "khong-co", file))).Status);
        await As(Actor.System, async acts => { await acts.Attach(code, "giay-chung-sinh", file); return true; });
        Assert.Equal("biên lai.png", await house.Scalar<string>("select file_name from dossiers.attachment where sha256 = $1", file.Sha256));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from platform.event where kind = 'dossier.file-attached/1' and data ->> 'sha256' = $1",
            file.Sha256));
    }

    [Fact]
    public async Task A_view_and_a_list_show_what_the_actor_may_read_and_nothing_else()
    {
        var codes = new List<string>();
        for (var i = 0; i < 3; i++) codes.Add((await Applicant.Submitted(house.Anonymous())).GetProperty("code").GetString()!);
        Task<T> Views<T>(Actor actor, Func<DossierViews, Task<T>> act) => With(actor, services => act(services.GetRequiredService<DossierViews>()));
        var owner = await ActorOf("benam");
        Assert.Equal(codes[0], (await Views(owner, views => views.Get(codes[0]))).Code);
        Assert.Equal(404, (await Assert.ThrowsAsync<Refused>(async () => await Views(await ActorOf("sarich"), views => views.Get(codes[0])))).Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<Refused>(() => Views(Actor.Anonymous, views => views.Get(codes[0])))).Status);
        var first = await Views(owner, views => views.List(new DossierFilter(), 2));
        var second = await Views(owner, views => views.List(new DossierFilter(), 2, (first[^1].SubmittedAt, first[^1].Id)));
        Assert.Equal(codes.AsEnumerable().Reverse(), first.Concat(second).Take(3).Select(one => one.Code));
        Assert.Empty(await Views(owner, views => views.List(new DossierFilter(Status: DossierStatus.Withdrawn), 10)));
        Assert.Empty(await Views(await ActorOf("sarich"), views => views.List(new DossierFilter(Owner: OwnerIdentity.OfPerson(owner.OwnerNumber!)), 10)));
        Assert.True((await Views(Actor.System, views => views.List(new DossierFilter(Owner: OwnerIdentity.OfPerson(owner.OwnerNumber!)), 10))).Count >= 3);
        // That an official has looked is kept for the owner.
        await Views(await Official(), views => views.Get(codes[0]));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from vault.reading r join dossiers.dossier d on d.id = r.dossier_id where d.code = $1 "
            + "and r.act = 'viewed'", codes[0]));
    }

    private async Task<Actor> ActorOf(string citizen)
    {
        var account = await house.Scalar<Guid>("select id from people.account where username = $1", citizen);
        var owner = await With(Actor.System, services => services.GetRequiredService<Parties>().OfAccount(account));
        return new Actor(account, ActorKind.Citizen, citizen, owner!.Identity.Kind, owner.Identity.Number);
    }

    private async Task<Actor> Official() => new(await house.Scalar<Guid>("select id from people.account where username = 'diem'"), ActorKind.Staff,
        "Lê Thị Diễm", HeldPositions: [new ActorPosition(Guid.NewGuid(), Roles.ReceivingOfficer, "UBND-32248", "MC-32248")]);

    private Task<long> Version(string code) => house.Scalar<long>("select version::bigint from dossiers.dossier where code = $1", code);

    private Task<T> As<T>(Actor actor, Func<DossierActs, Task<T>> act) => With(actor, services => act(services.GetRequiredService<DossierActs>()));

    private Task As(Actor actor, Func<DossierActs, Task> act) => As(actor, async acts => { await act(acts); return true; });

    private async Task<Refused> Refuses(Actor actor, Func<DossierActs, Task> act) => await Assert.ThrowsAsync<Refused>(() => As(actor, act));

    private async Task<T> With<T>(Actor actor, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await act(scope.ServiceProvider);
    }
}
