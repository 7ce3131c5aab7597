using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Organisation;

public sealed class DirectoryTests(House house) : IClassFixture<House>
{
    private static readonly DateOnly Before = new(2021, 6, 1);
    private static readonly DateOnly After = new(2026, 4, 28);

    [Fact]
    public async Task Three_tiers_before_July_2025_and_two_after()
    {
        await using var scope = house.Services.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<OrganisationDirectory>();
        Assert.Equal(101, (await directory.Communes(Before)).Count);
        Assert.Equal(64, (await directory.Communes(After)).Count);
        var before = await directory.Agencies(Before);
        Assert.Equal(9, before.Count(agency => agency.Level == 2));
        Assert.Equal(101, before.Count(agency => agency is { Level: 3, Kind: "ubnd" }));
        var after = await directory.Agencies(After);
        Assert.DoesNotContain(after, agency => agency.Level == 2);
        Assert.Equal(64, after.Count(agency => agency is { Level: 3, Kind: "ubnd" }));
        Assert.Equal(64, (await directory.Offices(After)).Count(office => office.Kind == "communeCentre"));
        Assert.Equal("H12", (await directory.Agency("UBNDTINH", After))!.UnitCode);
        Assert.Equal(after.Count, after.Select(agency => agency.UnitCode).Distinct().Count());
        Assert.Equal(before.Count, before.Select(agency => agency.UnitCode).Distinct().Count());
        Assert.Equal("Trung tâm Phục vụ hành chính công tỉnh Cà Mau", (await directory.ProvincialCentre(After))!.Name);
    }

    [Fact]
    public async Task A_merged_department_leads_to_its_successor()
    {
        await using var scope = house.Services.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<OrganisationDirectory>();
        Assert.Equal("SKHDT", (await directory.Successor("SKHDT", Before))!.Code);
        Assert.Equal("STC", (await directory.Successor("SKHDT", After))!.Code);
        Assert.Equal("Sở Nông nghiệp và Môi trường", (await directory.Successor("STNMT", After))!.ShortName);
        Assert.Equal("STP", (await directory.Successor("STP", After))!.Code);
    }

    [Fact]
    public async Task Communes_are_found_without_marks_and_by_their_former_names()
    {
        await using var scope = house.Services.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<OrganisationDirectory>();
        Assert.Contains(await directory.SearchCommunes("dat mui", After), found => found.FullName == "Xã Đất Mũi" && found.FormerName is null);
        Assert.Contains(await directory.SearchCommunes("Hưng Thành", After),
            found => found.FullName == "Xã Hưng Hội" && found.FormerName == "Xã Hưng Thành, huyện Vĩnh Lợi");
        Assert.Empty(await directory.SearchCommunes("%", After));
    }

    [Fact]
    public async Task The_calendar_of_the_database_is_the_announced_one()
    {
        var calendar = await house.Services.GetRequiredService<Calendars>().Of("MC-96");
        Assert.Equal(249, calendar.WorkingDaysAfter(new DateOnly(2025, 12, 31), new DateOnly(2026, 12, 31)));
        Assert.False(calendar.IsProvisional(new DateOnly(2026, 12, 31)));
        Assert.True(calendar.IsProvisional(new DateOnly(2027, 1, 1)));
    }
}
