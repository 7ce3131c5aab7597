using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.Platform.Files;

/// <summary>
/// <c>./motcua files copy --to …</c>: chép kho tệp sang chỗ mới. Every file is compared with its name when it is read and when it has arrived.
/// Beside a running product it copies ahead; once nobody serves, it copies the rest and the system lives at the new place.
/// </summary>
internal static class CopyFiles
{
    public static readonly Command Command = new("files", "files copy --to folder|THƯ_MỤC|s3://THÙNG/TIỀN_TỐ",
        "Chép kho tệp sang chỗ mới, so SHA-256 từng tệp; khi hệ thống đã dừng thì chuyển hẳn sang đó", Run, LeastWords: 3);

    private static async Task<int> Run(IServiceProvider services, string[] words, TextWriter output)
    {
        if (words is not ["copy", "--to", var asked])
        {
            await output.WriteLineAsync($"Cách dùng: ./motcua {Command.Usage}");
            return 2;
        }
        var (options, settings) = (services.GetRequiredService<StartOptions>(), services.GetRequiredService<IConfiguration>());
        var from = services.GetRequiredService<IShelf>();
        var place = FilePlace.Short(asked, options.DataFolder);
        var to = Shelves.At(place, settings, options.DataFolder, services.GetRequiredService<ILoggerFactory>());
        if (to.Address == from.Address)
        {
            await output.WriteLineAsync($"Tệp đã ở {from.Address}, không có gì để chép.");
            return 2;
        }
        if (await to.Lack() is { } lack)
        {
            await output.WriteLineAsync($"Chưa ghi được vào {to.Address} ({(lack == "disk-full" ? "hết chỗ" : "không trả lời")}). Kiểm tra địa chỉ, khóa và "
                + $"thùng rồi chạy lại.");
            return 1;
        }
        var (source, target) = (new FileStore(from), new FileStore(to));
        var (copied, there, broken) = (0, 0, new List<string>());
        // What the sweep had on its way out may still be wanted.
        await from.Settle(DateTimeOffset.MinValue);
        await foreach (var file in from.All())
        {
            if (await target.IsWhole(file.Sha256)) there++;
            else if (await Copy(source, target, file.Sha256)) copied++;
            else broken.Add(file.Sha256);
            if ((copied + there) % 1000 == 0 && copied + there > 0) await output.WriteLineAsync($"  {Vi.Number(copied + there)} tệp…");
        }
        await output.WriteLineAsync($"Đã chép {Vi.Number(copied)} tệp, {Vi.Number(there)} tệp đã có ở {to.Address}.");
        foreach (var one in broken) await output.WriteLineAsync($"Tệp {one} không còn đúng nội dung nên không chép. Tìm bản tốt ở bản sao lưu rồi chạy lại.");
        if (broken.Count > 0) return 1;
        if (!options.Alone)
        {
            await output.WriteLineAsync("Hệ thống đang chạy nên vẫn dùng kho cũ. Dừng mọi tiến trình rồi chạy lại lệnh này để chép nốt và chuyển hẳn.");
            return 0;
        }
        await FilePlace.Remember(services.GetRequiredService<NpgsqlDataSource>(), place);
        await output.WriteLineAsync($"Từ nay tệp nằm ở {to.Address}. Kho cũ {from.Address} còn nguyên; xóa khi đã sao lưu từ chỗ mới.");
        return 0;
    }

    /// <returns>false: what lies there is not what its name says.</returns>
    private static async Task<bool> Copy(FileStore from, FileStore to, string sha256)
    {
        try
        {
            await using var bytes = await from.Open(sha256);
            await to.Put(bytes);
        }
        catch (Refused damaged) when (damaged.Status == 409) { return false; }
        return await to.IsWhole(sha256);
    }
}
