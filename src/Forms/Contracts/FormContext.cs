namespace MotCua.Forms.Contracts;

/// <summary>What reading needs to know of the world.</summary>
/// <param name="Today">Today in Vietnam.</param>
public sealed record FormContext(DateOnly Today, Places Places);

/// <summary>Đơn vị hành chính để chọn trong địa chỉ.</summary>
/// <param name="HomeProvince">Code of the province whose communes are known by name.</param>
public sealed record Places(string HomeProvince, IReadOnlyList<Place> Provinces, IReadOnlyList<Place> Communes, IReadOnlyList<FormerPlace> Former)
{
    public static readonly Places None = new("", [], [], []);

    public Place? Province(string? code) => Provinces.FirstOrDefault(place => place.Code == code);

    public Place? Commune(string? code) => Communes.FirstOrDefault(place => place.Code == code);
}

/// <param name="Name">Full name: "Xã Đất Mũi".</param>
public sealed record Place(string Code, string Name);

/// <summary>A former name and the commune that took it over, whole or in part.</summary>
/// <param name="Name">"Xã Viên An Đông, huyện Ngọc Hiển".</param>
/// <param name="Province">The province it lay in, by its name of then; null when the data does not say.</param>
/// <param name="Changed">The day from which the former name is no longer written.</param>
public sealed record FormerPlace(string Name, string NowCode, bool Whole, string? Province = null, DateOnly? Changed = null);
