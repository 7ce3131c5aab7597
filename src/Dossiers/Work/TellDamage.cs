using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Dossiers.Work;

/// <summary>Báo quản trị: a stored file is gone or was exchanged, and which dossiers stand on it.</summary>
internal static class TellDamage
{
    public static readonly Subscription Subscription = new("dossiers.tell-damage", ["file.damaged/1"], async (services, happened) =>
    {
        var (db, damaged) = (services.GetRequiredService<Db>(), happened.As<Damaged>());
        var codes = await db.Set<Attachment>().AsNoTracking().Where(a => a.Sha256 == damaged.Sha256 && a.DossierId != null)
            .Join(db.Set<Dossier>(), a => a.DossierId, d => d.Id, (_, d) => d.Code).Distinct().Order().Take(5).ToListAsync();
        var text = $"Tệp lưu trữ {damaged.Sha256[..12]}… "
            + $"{(damaged.What == "missing" ? "đã mất" : "đã bị đổi")}{(codes.Count > 0 ? $", hồ sơ {string.Join("; ", codes)}" : "")}. Khôi phục từ bản sao "
            + $"lưu";
        var administrators = await services.GetRequiredService<Staffing>().HoldersAnywhere(Roles.Administrator, happened.At);
        if (administrators.Count > 0) await db.Send([services.GetRequiredService<StaffNotices>()
            .Statement([.. administrators.Select(account => new StaffNotice(account, null, text, "/quan-tri/nhat-ky"))])]);
    });

    private sealed record Damaged(string Sha256, string What);
}
