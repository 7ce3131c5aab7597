using System.Diagnostics;
using System.Globalization;

namespace MotCua.Benchmarks.Demo;

/// <summary>
/// <c>./demo</c>: the main job from the first search to the sealed log, over HTTP, ten steps with their times. Ends at the
/// first thing that is not as it should be; what could not be checked is said and is not a success.
/// </summary>
internal static class DemoCommand
{
    private const string Help = """
        ./demo [--url URL] [--data THƯ_MỤC]

          --url URL         hệ thống đang chạy ở chế độ dùng thử; không nêu: tự khởi động một hệ thống riêng rồi dừng
          --data THƯ_MỤC    thư mục dữ liệu của hệ thống đang chạy (mặc định như ./run): gốc chứng thư, verify-log

        Mã kết thúc: 0 cả mười bước đúng; 1 có điều không đúng, hoặc có điều chưa kiểm tra được; 2 gõ sai.
        """;

    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    public static async Task<int> Run(string[] words)
    {
        string? url = null, data = Environment.GetEnvironmentVariable("MOTCUA_DATA"), root = ".";
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--help" or "-h": Console.WriteLine(Help); return 0;
                case "--url" when i + 1 < words.Length: url = words[++i]; break;
                case "--data" when i + 1 < words.Length: data = words[++i]; break;
                case "--root" when i + 1 < words.Length: root = words[++i]; break;
                default: Console.Error.WriteLine($"Không hiểu “{words[i]}”.\n{Help}"); return 2;
            }
        }
        if (url is null) return await OnOwn(root);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            Console.Error.WriteLine($"“{url}” không phải địa chỉ web. Ví dụ http://127.0.0.1:5080");
            return 2;
        }
        return await Tell(address, Path.GetFullPath(data ?? Path.Combine(root, "var")), root);
    }

    private static async Task<int> OnOwn(string root)
    {
        var clock = Stopwatch.StartNew();
        Console.WriteLine("Khởi động một hệ thống riêng…");
        try
        {
            await using var instance = await Instance.Start(root);
            Console.WriteLine($"  {instance.Url} ({Seconds(clock.Elapsed)})");
            var exit = await Tell(instance.Url, instance.Data, root);
            if (exit != 0) Console.Error.WriteLine($"Hệ thống đã ghi:\n{instance.Said}");
            return exit;
        }
        catch (Unexpected problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static async Task<int> Tell(Uri url, string data, string root)
    {
        var whole = Stopwatch.StartNew();
        using var story = new Story(url, data, root);
        (string Title, Func<Story, Task> Tell)[] steps =
        [
            ("Tìm thủ tục", Citizen.Find), ("Nộp hồ sơ", Citizen.File), ("Tra cứu", Citizen.Track), ("Tiếp nhận", Office.Receive),
            ("Xử lý", Office.Process), ("Ký số", Signing.Sign), ("Trả kết quả", Office.Return), ("Lưu và dùng lại", Reuse.Tell),
            ("Đồng hồ", Clock.Tell), ("Lịch sử", History.Tell),
        ];
        for (var i = 0; i < steps.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            try { await steps[i].Tell(story); }
            catch (Exception problem) when (problem is Unexpected or HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
            {
                Line(i + 1, steps[i].Title, clock.Elapsed);
                foreach (var said in story.Take()) Console.WriteLine($"       {said}");
                Console.WriteLine($"    ✗  {problem.Message}");
                return 1;
            }
            Line(i + 1, steps[i].Title, clock.Elapsed);
            foreach (var said in story.Take()) Console.WriteLine($"       {said}");
        }
        foreach (var gap in story.Unchecked) Console.WriteLine($"    ?  Chưa kiểm tra được: {gap}");
        Console.WriteLine(story.Unchecked.Count == 0
            ? $"\nMười bước đều đúng, {Seconds(whole.Elapsed)}."
            : $"\nMười bước chạy hết trong {Seconds(whole.Elapsed)}, nhưng {story.Unchecked.Count} điều chưa kiểm tra được.");
        return story.Unchecked.Count == 0 ? 0 : 1;
    }

    private static void Line(int number, string title, TimeSpan time) => Console.WriteLine($"{number,3}  {title,-60} {Seconds(time),10}");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", Vietnamese) + " giây";
}
