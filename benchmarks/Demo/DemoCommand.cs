using System.Diagnostics;
using System.Globalization;
using MotCua.Benchmarks.Demo.Desk;
using MotCua.Benchmarks.Demo.Drawn;
using MotCua.Benchmarks.Demo.Main;
using MotCua.Benchmarks.Demo.Safe;

namespace MotCua.Benchmarks.Demo;

/// <summary>One capability told over HTTP, step by step.</summary>
/// <param name="Name">As it is called: <c>./demo NAME</c>.</param>
/// <param name="Alone">It stops and destroys the system it runs on, so it always starts its own.</param>
internal sealed record Tale(string Name, string Title, bool Alone, IReadOnlyList<(string Title, Func<Story, Task> Tell)> Steps);

/// <summary>
/// <c>./demo NAME</c>: a story over HTTP, its steps with their times. Ends at the first thing that is not as it should be;
/// what could not be checked is said and is not a success.
/// </summary>
internal static class DemoCommand
{
    private static readonly IReadOnlyList<Tale> Tales =
    [
        new("main", "Việc chính, từ tìm thủ tục đến nhật ký niêm phong", Alone: false,
        [
            ("Tìm thủ tục", Citizen.Find), ("Nộp hồ sơ", Citizen.File), ("Tra cứu", Citizen.Track), ("Tiếp nhận", Office.Receive),
            ("Xử lý", Office.Process), ("Ký số", Signing.Sign), ("Trả kết quả", Office.Return), ("Lưu và dùng lại", Reuse.Tell),
            ("Đồng hồ", Clock.Tell), ("Lịch sử", History.Tell),
        ]),
        new("desk", "Bàn làm việc của cán bộ và quản trị", Alone: true,
        [
            ("Mười hai hồ sơ đến", Morning.Arrive), ("Buổi sáng của chuyên viên", Morning.Tell), ("Lãnh đạo ký cùng lượt, một hồ sơ hỏng", Batch.Tell),
            ("Lời xin lỗi ở mọi nơi", Letter.Tell), ("Hợp nhất hai xã", Merge.Tell),
        ]),
        new("process", "Quy trình vẽ, kiểm, hai người duyệt, hồ sơ đi theo, quay lại bản cũ", Alone: true,
        [
            ("Nạp tệp BPMN, lỗi được chỉ ra", Designing.Faulty), ("Hai người đưa vào áp dụng", Designing.Publish),
            ("Hồ sơ đi qua các nhánh tới kết quả", Walking.Tell),
            ("Hồ sơ đã qua chạy thử bản sắp duyệt", Replaying.Tell), ("Một tờ khai, ba hồ sơ, ba kết quả", Linking.Tell),
            ("Bản mới, rồi quay lại bản cũ", Designing.RollBack),
        ]),
        new("safe", "Một ngày của kẻ tấn công, của người bên trong, và một đêm xấu", Alone: true,
        [
            ("Một hồ sơ đi trọn đường", Day.Tell), ("Kẻ tấn công: tệp độc", Attacker.Files), ("Kẻ tấn công: khóa, mã, bản nháp của người khác", Attacker.Keys),
            ("Kẻ tấn công: chữ không lưu được", Attacker.Text), ("Người bên trong: xem việc không phải của mình", Insider.Looks),
            ("Người bên trong: làm tiếp khi đã hết quyền", Insider.Power), ("Người bên trong: sửa dòng dữ liệu", Insider.Rows),
            ("Đêm xấu: sao lưu, mất sạch, khôi phục", Night.Destroy), ("Đêm xấu: cơ sở dữ liệu quay về phút trước", Night.WrongMinute),
        ]),
    ];

    /// <summary>This machine stands before the system as its proxy, so that each person has an address.</summary>
    public static readonly (string Name, string Value) Proxied = ("Proxy__Known", "127.0.0.1");

    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    private static string Help => $"""
        ./demo [CHUYỆN | all] [--url URL] [--data THƯ_MỤC]

        {string.Join("\n", Tales.Select(tale => $"  {tale.Name,-17} {tale.Title}"))}
          all               tất cả, lần lượt, mỗi chuyện một hệ thống mới
          (không nêu: {Tales[0].Name})

          --url URL         hệ thống đang chạy ở chế độ dùng thử; không nêu: tự khởi động một hệ thống riêng rồi dừng
          --data THƯ_MỤC    thư mục dữ liệu của hệ thống đang chạy (mặc định như ./run): gốc chứng thư, verify-log

        Mã kết thúc: 0 mọi bước đều đúng; 1 có điều không đúng, hoặc có điều chưa kiểm tra được; 2 gõ sai.
        """;

    public static async Task<int> Run(string[] words)
    {
        string? url = null, data = Environment.GetEnvironmentVariable("MOTCUA_DATA"), root = ".", name = null;
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--help" or "-h": Console.WriteLine(Help); return 0;
                case "--url" when i + 1 < words.Length: url = words[++i]; break;
                case "--data" when i + 1 < words.Length: data = words[++i]; break;
                case "--root" when i + 1 < words.Length: root = words[++i]; break;
                case var word when name is null && (word == "all" || Tales.Any(tale => tale.Name == word)): name = word; break;
                default: return Wrong($"Không hiểu “{words[i]}”.");
            }
        }
        List<Tale> tales = [.. Tales.Where(tale => name == "all" || tale.Name == (name ?? Tales[0].Name))];
        if (url is null) return await OnOwn(tales, root);
        if (tales.FirstOrDefault(tale => tale.Alone) is { } alone)
            return Wrong($"“{alone.Name}” phá dữ liệu của hệ thống, nên chỉ chạy trên hệ thống riêng của nó: bỏ --url.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return Wrong($"“{url}” không phải địa chỉ web. Ví dụ http://127.0.0.1:5080");
        using var story = new Story(address, Path.GetFullPath(data ?? Path.Combine(root, "var")), root);
        return await Tell(tales[0], story);
    }

    private static int Wrong(string words)
    {
        Console.Error.WriteLine($"{words}\n{Help}");
        return 2;
    }

    /// <summary>Each on an empty data folder; the first that is not right ends it.</summary>
    private static async Task<int> OnOwn(List<Tale> tales, string root)
    {
        foreach (var tale in tales)
        {
            if (tales.Count > 1) Console.WriteLine($"{(tale == tales[0] ? "" : "\n")}— {tale.Name}: {tale.Title}");
            if (await OnOwn(tale, root) is var exit and not 0) return exit;
        }
        return 0;
    }

    private static async Task<int> OnOwn(Tale tale, string root)
    {
        var clock = Stopwatch.StartNew();
        Console.WriteLine("Khởi động một hệ thống riêng…");
        Story? story = null;
        try
        {
            var instance = await Instance.Start(root, null, Proxied);
            story = new Story(instance.Url, instance.Data, root, instance);
            Console.WriteLine($"  {instance.Url} ({Seconds(clock.Elapsed)})");
            var exit = await Tell(tale, story);
            if (exit != 0) Console.Error.WriteLine($"Hệ thống đã ghi:\n{story.Own.Said}");
            return exit;
        }
        catch (Unexpected problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
        finally
        {
            if (story is not null)
            {
                await story.Own.DisposeAsync();
                story.Dispose();
            }
        }
    }

    private static async Task<int> Tell(Tale tale, Story story)
    {
        var whole = Stopwatch.StartNew();
        for (var i = 0; i < tale.Steps.Count; i++)
        {
            var clock = Stopwatch.StartNew();
            try { await tale.Steps[i].Tell(story); }
            catch (Exception problem) when (problem is Unexpected or HttpRequestException or TaskCanceledException or IOException or Npgsql.NpgsqlException
                or System.Text.Json.JsonException)
            {
                Line(i + 1, tale.Steps[i].Title, clock.Elapsed);
                foreach (var said in story.Take()) Console.WriteLine($"       {said}");
                Console.WriteLine($"    ✗  {problem.Message}");
                return 1;
            }
            Line(i + 1, tale.Steps[i].Title, clock.Elapsed);
            foreach (var said in story.Take()) Console.WriteLine($"       {said}");
        }
        foreach (var gap in story.Unchecked) Console.WriteLine($"    ?  Chưa kiểm tra được: {gap}");
        Console.WriteLine(story.Unchecked.Count == 0
            ? $"\n{tale.Steps.Count} bước đều đúng, {Seconds(whole.Elapsed)}."
            : $"\n{tale.Steps.Count} bước chạy hết trong {Seconds(whole.Elapsed)}, nhưng {story.Unchecked.Count} điều chưa kiểm tra được.");
        return story.Unchecked.Count == 0 ? 0 : 1;
    }

    private static void Line(int number, string title, TimeSpan time) => Console.WriteLine($"{number,3}  {title,-60} {Seconds(time),10}");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", Vietnamese) + " giây";
}
