namespace MotCua.Platform.Ui;

/// <summary>Tên gọi: the texts of the brand pack, section "Brand" of the settings. Colours live in the style sheet's tokens.</summary>
public sealed class Brand
{
    public string Name { get; set; } = "Cổng dịch vụ công và Một cửa điện tử tỉnh Cà Mau";

    public string ShortName { get; set; } = "Một cửa Cà Mau";

    /// <summary>Hotline shown on each page, always in the same place.</summary>
    public string Hotline { get; set; } = "1022";
}
