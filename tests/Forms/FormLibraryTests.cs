using Microsoft.Extensions.DependencyInjection;
using MotCua.Forms.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Forms;

public sealed class FormLibraryTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_change_is_a_new_version_and_the_old_one_stays()
    {
        await using var scope = house.Scope();
        var library = scope.ServiceProvider.GetRequiredService<FormLibrary>();
        var form = A.Form("""{"name":"a","type":"text","label":"Quê quán"}""") with { Code = "thu-vien" };
        Assert.Equal(1, (await library.Publish(form)).Version);
        Assert.Equal(1, (await library.Publish(form)).Version);
        Assert.Equal(2, (await library.Publish(form with { Title = "Khác" })).Version);
        Assert.Equal(("Thử", "Khác"), ((await library.Get("thu-vien", 1))!.Title, (await library.Latest("thu-vien"))!.Title));
        Assert.Null(await library.Get("thu-vien", 3));
    }

    [Fact]
    public async Task Addresses_know_the_communes_of_today_and_their_former_names()
    {
        await using var scope = house.Scope();
        var places = await scope.ServiceProvider.GetRequiredService<PlaceBook>().Places();
        Assert.Equal(("96", 64, 34), (places.HomeProvince, places.Communes.Count, places.Provinces.Count));
        Assert.NotEmpty(places.Former);
    }
}
