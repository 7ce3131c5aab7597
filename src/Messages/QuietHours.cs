using System.Globalization;
using Microsoft.Extensions.Configuration;
using MotCua.Platform;
using MotCua.Platform.Time;

namespace MotCua.Messages;

/// <summary>
/// Giờ yên lặng, setting Messages:QuietHours "21-7": no telephone rings in the night. Empty switches it off, which is how
/// the demonstration begins.
/// </summary>
internal sealed class QuietHours(IConfiguration configuration, StartOptions options)
{
    public DateTimeOffset Next(DateTimeOffset now, bool urgent)
    {
        var setting = configuration["Messages:QuietHours"] ?? (options.Demo ? "" : "21-7");
        if (urgent || setting.Split('-') is not [var first, var second]
            || !int.TryParse(first, CultureInfo.InvariantCulture, out var from) || !int.TryParse(second, CultureInfo.InvariantCulture, out var to)) return now;
        var local = now.InVietnam();
        var quiet = from > to ? local.Hour >= from || local.Hour < to : local.Hour >= from && local.Hour < to;
        if (!quiet) return now;
        var day = DateOnly.FromDateTime(local.DateTime);
        return VietnamTime.At(local.Hour >= to ? day.AddDays(1) : day, new TimeOnly(to, 0));
    }
}
