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

    /// <summary>A box that no answer fits stops every applicant; each bound from both sides.</summary>
    [Theory]
    [InlineData("""{"name":"a","type":"text","label":"A","maxLength":0}""")]
    [InlineData("""{"name":"a","type":"text","label":"A","maxLength":10001}""")]
    [InlineData("""{"name":"a","type":"text","label":"A","min":1}""")]
    [InlineData("""{"name":"a","type":"number","label":"A","maxLength":5}""")]
    [InlineData("""{"name":"a","type":"number","label":"A","min":5,"max":4}""")]
    [InlineData("""{"name":"a","type":"number","label":"A","max":-1}""")]
    [InlineData("""{"name":"a","type":"money","label":"A","max":1e16}""")]
    [InlineData("""{"name":"a","type":"text","label":"A","minRows":1}""")]
    [InlineData("""{"name":"a","type":"group","label":"A","rowTitle":"B","addText":"C","maxRows":0,"fields":[{"name":"b","type":"text","label":"B"}]}""")]
    [InlineData("""{"name":"a","type":"group","label":"A","rowTitle":"B","addText":"C","maxRows":201,"fields":[{"name":"b","type":"text","label":"B"}]}""")]
    [InlineData("""{"name":"a","type":"group","label":"A","rowTitle":"B","addText":"C","minRows":"""
        + """9,"maxRows":3,"fields":[{"name":"b","type":"text","label":"B"}]}""")]
    public void A_bound_that_nobody_can_meet_is_refused(string field) =>
        Assert.Contains("Field a", Assert.Throws<FormDefinitionException>(() => A.Form(field)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"name":"a","type":"text","label":"A","maxLength":10000}""")]
    [InlineData("""{"name":"a","type":"number","label":"A","min":4,"max":4}""")]
    [InlineData("""{"name":"a","type":"number","label":"A","min":-5,"max":-1}""")]
    [InlineData("""{"name":"a","type":"money","label":"A","max":1000000000000000}""")]
    [InlineData("""{"name":"a","type":"group","label":"A","rowTitle":"B","addText":"C","minRows":"""
        + """0,"maxRows":200,"fields":[{"name":"b","type":"text","label":"B"}]}""")]
    public void A_bound_that_can_be_met_is_taken(string field) => Assert.NotNull(A.Form(field));

    [Fact]
    public async Task Addresses_know_the_communes_of_today_and_their_former_names()
    {
        await using var scope = house.Scope();
        var places = await scope.ServiceProvider.GetRequiredService<PlaceBook>().Places();
        Assert.Equal(("96", 64, 34), (places.HomeProvince, places.Communes.Count, places.Provinces.Count));
        Assert.NotEmpty(places.Former);
    }
}
