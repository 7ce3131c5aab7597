using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Ui;
using MotCua.Proof.Rows;

namespace MotCua.Proof.Verify;

/// <summary><c>./motcua verify-log</c></summary>
internal static class VerifyCommand
{
    public static readonly Command Command = new("verify-log", "verify-log [--without-witness] [--without-files]",
        "Kiểm tra toàn bộ nhật ký với các mốc niêm phong, rồi từng dòng dữ liệu và tệp với nhật ký; nêu chỗ hỏng", Run);

    private static async Task<int> Run(IServiceProvider services, string[] arguments, TextWriter output)
    {
        var (without, files) = (arguments.Contains("--without-witness"), !arguments.Contains("--without-files"));
        if (arguments.Except(["--without-witness", "--without-files"]).Any())
        {
            await output.WriteLineAsync($"Cách dùng: motcua {Command.Usage}");
            return 2;
        }
        var bar = new ProgressLine(Console.Error, !Console.IsErrorRedirected);
        var verdict = await services.GetRequiredService<VerifyLog>().Run(new VerifyScope(WithoutWitness: without), bar.Show);
        bar.End();
        await output.WriteLineAsync(Words(verdict));
        var rows = await services.GetRequiredService<CheckRows>().All(files, done => bar.Show(done, 0));
        bar.End();
        await output.WriteLineAsync(Words(rows));
        foreach (var finding in rows.Findings) await output.WriteLineAsync($"  – {finding.Words}");
        return verdict.Intact && rows.Found == 0 ? 0 : 1;
    }

    public static string Words(RowsVerdict rows) =>
        (rows.Found > 0 ? $"DỮ LIỆU KHÔNG KHỚP VỚI NHẬT KÝ: {Vi.Number(rows.Found)} chỗ"
            + (rows.Found > rows.Findings.Count ? $", {rows.Findings.Count} chỗ đầu:" : ":")
            : $"Dữ liệu khớp với nhật ký: {Vi.Number(rows.Rows)} dòng đã kiểm tra.")
                + (rows.WithoutFacts > 0 ? $" Không kể {Vi.Number(rows.WithoutFacts)} hồ sơ giả lập." : "");

    public static string Words(Verdict verdict)
    {
        var extent = $"{Vi.Number(verdict.Rows)} sự kiện trong {Vi.Number(verdict.Batches)} lô";
        var newest = verdict.FirstBatch > 1 ? $" (từ lô {verdict.FirstBatch})" : "";
        return verdict.Breach is { } breach
            ? $"NHẬT KÝ KHÔNG CÒN NGUYÊN VẸN. {breach.Words}. Trước chỗ đó {extent}{newest} còn nguyên."
            : $"Nhật ký nguyên vẹn: {extent}{newest}. {Vi.Number(verdict.Unsealed)} sự kiện mới chưa niêm phong.";
    }
}

/// <summary>A bar on the terminal, redrawn when a percent is done; silent when nobody watches.</summary>
internal sealed class ProgressLine(TextWriter screen, bool watched)
{
    private long shown = -1;

    public void Show(long done, long all)
    {
        var percent = all == 0 ? 100 : done * 100 / all;
        if (!watched || percent == shown) return;
        shown = percent;
        screen.Write($"\r  [{new string('█', (int)percent / 4),-25}] {percent,3} %  {Vi.Number(done)}/{Vi.Number(all)}");
    }

    public void End()
    {
        if (watched && shown >= 0) screen.WriteLine();
    }
}
