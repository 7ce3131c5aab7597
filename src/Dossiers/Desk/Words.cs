namespace MotCua.Dossiers.Desk;

/// <summary>Kênh nộp, in words.</summary>
internal static class ChannelWords
{
    public static string Of(string channel) => channel switch
    {
        "online" => "Trực tuyến",
        "post" => "Bưu chính",
        _ => "Trực tiếp",
    };
}

/// <summary>How long something has waited, in the largest unit that tells.</summary>
internal static class Waiting
{
    public static string Words(TimeSpan waited) =>
        waited < TimeSpan.FromMinutes(1) ? "vừa đến"
        : waited < TimeSpan.FromHours(1) ? $"{(int)waited.TotalMinutes} phút"
        : waited < TimeSpan.FromDays(1) ? $"{(int)waited.TotalHours} giờ"
        : $"{(int)waited.TotalDays} ngày";
}
