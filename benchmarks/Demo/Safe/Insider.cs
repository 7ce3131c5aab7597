using MotCua.Platform.Postgres;
using Npgsql;

namespace MotCua.Benchmarks.Demo.Safe;

/// <summary>An official's day who looks at what is not theirs, acts after their power ended, and rewrites a row beside the log.</summary>
internal static class Insider
{
    public static async Task Looks(Story story)
    {
        var (stranger, owner) = (await story.Who("hanh"), await story.Who("benam"));
        (await stranger.Get($"/api/v1/desk/dossiers/{story.Code}")).Refused(404);
        var absent = await stranger.Get($"/api/v1/desk/dossiers/{story.Code[..^4]}9876");
        Check.Same(404, absent.Status, "Hồ sơ không có");
        var desk = await story.Who("diem");
        (await desk.Get("/noi-bo/tiep-nhan?q=096159999001")).Ok();
        var seen = (await owner.Get("/api/v1/vault/accesses?limit=200")).Ok().Json.At("items");
        seen.Row(row => row.Text("actorName") == stranger.Name && row.Text("outcome") == "refused", $"lượt xem bị từ chối của {stranger.Name}");
        seen.Row(row => row.Text("actorName") == desk.Name && row.Text("act") == "searched", $"lượt tìm kiếm của {desk.Name}");
        Check.Holds(stranger.Name, (await owner.Get("/kho-giay-to/nhat-ky")).Ok().Words, "Trang “Ai đã xem”");
        story.Say($"{stranger.Name} mở hồ sơ của nơi khác: 404, như hồ sơ không có; chủ hồ sơ đọc thấy cả lượt bị từ chối và lượt tìm kiếm");
    }

    public static async Task Power(Story story)
    {
        using var before = story.Machine("cán bộ");
        await before.SignIn("hanh");
        (await before.Get("/api/v1/me")).Ok();
        await Motcua(story, 0, "staff", "block", "hanh", "Đang xác minh");
        (await before.Get("/api/v1/me")).Refused(401);
        (await before.Get("/api/v1/desk/tasks")).Refused(401);
        (await before.Post("/api/v1/session", new { username = "hanh", password = "motcua-hanh" })).Refused(400, "chưa đúng");
        await Motcua(story, 0, "staff", "unblock", "hanh", "Đã xác minh xong");
        (await before.Get("/api/v1/me")).Refused(401);
        await before.SignIn("hanh");
        (await before.Get("/api/v1/me")).Ok();
        story.Say("khóa tài khoản: yêu cầu kế tiếp đã bị từ chối, mật khẩu đúng cũng không vào; mở lại: phiên cũ vẫn chết, phải đăng nhập lại");
    }

    public static async Task Rows(Story story)
    {
        var verify = $"/kiem-tra/{story.VerifyToken}";
        var anyone = await story.Who("");
        Check.Holds("Hợp lệ", (await anyone.Get(verify)).Ok().Words, "Trang kiểm tra trước khi dòng bị sửa");
        await Sql(story, "create table public.kept as select * from papers.result");
        string[] rewrites = ["title = 'Quyết định khác'", "signer_name = 'Người khác'", "number = '99/GIẢ'"];
        foreach (var rewrite in rewrites)
        {
            await Sql(story, $"update papers.result set {rewrite} where state = 'released'");
            var page = (await anyone.Get(verify)).Ok().Text;
            Check.That(!page.Contains(">Hợp lệ", StringComparison.Ordinal), $"Trang kiểm tra không được nói “Hợp lệ” khi {rewrite}", page);
            Check.That(!(await anyone.Get($"/api/v1/verify/{story.VerifyToken}")).Ok().Json.Flag("valid"),
                $"/api/v1/verify không được nói hợp lệ khi {rewrite}");
            var words = await Motcua(story, 1, "verify-log");
            Check.Holds("khác với nhật ký", words, $"verify-log khi {rewrite}");
            await Sql(story, "update papers.result r set title = k.title, signer_name = k.signer_name, number = k.number from public.kept k where k.id = r.id");
        }
        await Sql(story, "drop table public.kept");
        Check.Holds("Hợp lệ", (await anyone.Get(verify)).Ok().Words, "Trang kiểm tra sau khi trả dòng về");
        Check.Holds("Nhật ký nguyên vẹn", await Motcua(story, 0, "verify-log"), "verify-log sau khi trả dòng về");
        story.Say($"{rewrites.Length} lần sửa dòng kết quả bằng quyền chủ cơ sở dữ liệu: verify-log nêu tên, không trang nào còn nói hợp lệ");
    }

    /// <summary><c>./motcua …</c> on the data of the story.</summary>
    public static async Task<string> Motcua(Story story, int exit, params string[] words)
    {
        var (seen, said) = await OutsideProgram.Run(Path.Combine(story.Root, "motcua"), [.. words, "--data", story.Data]);
        Check.That(seen == exit, $"./motcua {string.Join(' ', words)} phải kết thúc bằng {exit}", $"{seen} {said}");
        return said;
    }

    /// <summary>As who owns the database and can switch off what guards a row.</summary>
    private static async Task Sql(Story story, string statement)
    {
        var cluster = await EmbeddedPostgres.Start(story.Data, _ => { }, CancellationToken.None);
        await using var connection = new NpgsqlConnection(cluster.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {statement}", connection);
        await command.ExecuteNonQueryAsync();
    }
}
