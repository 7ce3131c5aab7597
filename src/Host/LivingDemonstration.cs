using System.Diagnostics;
using System.Globalization;

namespace MotCua.Host;

/// <summary>
/// Bản dùng thử sống động: at its first start the demonstration is filled by invented people who work through the public API, in the
/// process of the simulators. No list is empty then, and every row has come about by the acts themselves.
/// </summary>
internal static class LivingDemonstration
{
    public static async Task Fill(Ground ground, string players, string address, int dossiers, Action<string> say, CancellationToken stopping)
    {
        if (!await ground.FillsFirst()) return;
        say($"Tạo {dossiers} hồ sơ dùng thử (chưa tới một phút, chỉ lần đầu; --dossiers 0 để bỏ qua)");
        var start = new ProcessStartInfo(Environment.ProcessPath!,
            [players, "live", "--site", address, "--dossiers", dossiers.ToString(CultureInfo.InvariantCulture)]);
        start.Environment.Remove("ASPNETCORE_URLS");
        using var process = Process.Start(start)!;
        try { await process.WaitForExitAsync(stopping); }
        catch (OperationCanceledException)
        {
            process.Kill();
            return;
        }
        if (process.ExitCode != 0) say("Chưa tạo đủ hồ sơ dùng thử; lý do ở các dòng trên. Hệ thống vẫn dùng được.");
    }
}
