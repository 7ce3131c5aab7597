using Microsoft.Extensions.DependencyInjection;
using MotCua.Filing.WalkIn;
using MotCua.Forms.Contracts;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers;

/// <summary>A card is what it says: never repaired, its place never guessed.</summary>
public sealed class CardAddressTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("096159999001||Kim Soo Lan|01011959|Nữ|Ấp 1, Xã Đất Mũi, Tỉnh Cà Mau|01052021", "Kim Soo Lan")]
    [InlineData("096159999001||Kim Soo Lan|01011959|Nam|Khóm 1, Phường 5, Cà Mau|01052021", "Kim Soo Lan")]
    [InlineData("096159999001||Danh Xaf|01011959|Nữ|Ap 1|01052021", "Danh Xaf")]
    [InlineData("096159999001||Y|01011959|Nữ|Ấp 1, Xã Đất Mũi, Tỉnh Cà Mau|01052021", "Y")]
    [InlineData("096159999001||Ðặng Thị Ân|01011959|Nữ|Ấp 1, Xã Đất Mũi, Tỉnh Cà Mau|01052021", "Đặng Thị Ân")]
    public void A_card_with_a_mark_anywhere_is_not_repaired(string typed, string name)
    {
        var card = IdCard.Read(typed);
        Assert.Equal((name, false), (card.Name, card.Recomposed));
    }

    [Fact]
    public void What_was_put_together_is_said()
    {
        var card = IdCard.Read("096159999001||Nguyeenx Thij Bes Nawm|01011959|Nuwx|Aasp Rachj Tafu, DDaats Muix, Caf Mau|01052021");
        Assert.Contains("đã ghép lại thành \"Nguyễn Thị Bé Năm\"", card.Note(Places.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_former_commune_of_the_data_is_found_or_asked_for_and_never_another()
    {
        await using var scope = house.Scope();
        var places = await scope.ServiceProvider.GetRequiredService<PlaceBook>().Places();
        var (asked, found, wrong) = (0, 0, new List<string>());
        var units = places.Former.Where(old => old.Name.Contains(',', StringComparison.Ordinal)).GroupBy(old => (old.Name, old.Province)).ToList();
        Assert.True(units.Count >= 150, $"{units.Count} former communes");
        foreach (var unit in units)
        {
            var (commune, district) = (unit.Key.Name.Split(", ")[0], unit.Key.Name.Split(", ")[1]);
            var right = unit.All(old => old.Whole) && unit.Select(old => old.NowCode).Distinct().Count() == 1 ? unit.First().NowCode : null;
            foreach (var written in new[]
            {
                $"Ấp 1, {Bare(commune)}, {Bare(district)}, {Bare(unit.Key.Province!)}", $"Khóm 2, {commune}, {district}, {unit.Key.Province}",
                $"{Bare(commune)}, {Bare(district)}, {Bare(unit.Key.Province!)}"
            })
            {
                foreach (var issued in new DateOnly?[] { null, new DateOnly(2021, 5, 1) })
                {
                    var now = CardAddress.Read(written, issued, places)?.Commune;
                    if (now is null) asked++;
                    else if (now == right) found++;
                    else wrong.Add($"{written} ({issued}) → {now}, not {right ?? "a question"}");
                }
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {units.Count}:\n{string.Join('\n', wrong.Take(30))}");
        Assert.True(found > 4 * asked, $"{found} found, {asked} asked");
    }

    [Fact]
    public async Task Every_commune_of_today_is_found_on_a_new_card()
    {
        await using var scope = house.Scope();
        var places = await scope.ServiceProvider.GetRequiredService<PlaceBook>().Places();
        foreach (var commune in places.Communes)
            Assert.Equal(commune.Code, CardAddress.Read($"Ấp 1, {commune.Name}, Tỉnh Cà Mau", new DateOnly(2025, 9, 1), places)?.Commune);
    }

    [Fact]
    public void Another_province_with_the_same_names_is_another_place()
    {
        var places = new Places("96", [new Place("96", "Tỉnh Cà Mau"), new Place("91", "Tỉnh An Giang")], [new Place("1", "Xã Phan Ngọc Hiển")],
            [new FormerPlace("Thị trấn Phú Mỹ, huyện Phú Tân", "1", true, "Tỉnh Cà Mau", new DateOnly(2025, 7, 1)),
            new FormerPlace("Xã Viên An, huyện Ngọc Hiển", "1", false, "Tỉnh Cà Mau", new DateOnly(2025, 7, 1))]);
        Assert.Null(CardAddress.Read("Ấp 1, Phú Mỹ, Phú Tân, An Giang", null, places));
        Assert.Equal("1", CardAddress.Read("Ấp 1, Phú Mỹ, Phú Tân, Cà Mau", null, places)?.Commune);
        // The district is never the commune that has its name.
        Assert.Null(CardAddress.Read("Ấp 1, Viên An, Ngọc Hiển, Cà Mau", null, places));
        // Nor where the commune before it was misread: the district's namesake of today is another place.
        places = places with { Communes = [.. places.Communes, new Place("2", "Xã Phú Tân")] };
        Assert.Null(CardAddress.Read("Ấp 1, Phú Mĩ Đông, Phú Tân, Cà Mau", null, places));
        Assert.Equal("2", CardAddress.Read("Ấp 1, Phú Tân, Cà Mau", new DateOnly(2025, 9, 1), places)?.Commune);
    }

    private static string Bare(string name)
    {
        foreach (var kind in new[] { "Xã ", "Phường ", "Thị trấn ", "huyện ", "thành phố ", "thị xã ", "Tỉnh " })
            if (name.StartsWith(kind, StringComparison.Ordinal)) return name[kind.Length..];
        return name;
    }
}
