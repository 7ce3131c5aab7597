using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Web;

namespace MotCua.Papers.Templates;

/// <summary>One line of templates.json: which form of which circular a shipped Word file is.</summary>
internal sealed record ShippedTemplate(string File, string FormSet, string Kind, string? Number, string Title, string LegalBasis, DateOnly ValidFrom);

/// <summary>
/// Puts the shipped templates (paper-templates/*.docx) on the shelf. A file that is already there changes nothing. A newer
/// one comes in force by itself only where the office has not made its own; there it waits as a draft.
/// </summary>
internal sealed class TemplateSeed(Db db, TimeProvider clock)
{
    public async Task Load(string folder, Action<string> say)
    {
        var path = Path.Combine(folder, "paper-templates");
        if (!File.Exists(Path.Combine(path, "templates.json"))) return;
        var shipped = JsonSerializer.Deserialize<List<ShippedTemplate>>(await File.ReadAllTextAsync(Path.Combine(path, "templates.json")), EventLog.Json)!;
        var there = await db.Set<PaperTemplate>().AsNoTracking().Select(t => new { t.FormSet, t.Kind, t.Version, t.State, t.Origin, t.Sha256 }).ToListAsync();
        foreach (var form in shipped)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(path, form.File));
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var own = there.Where(t => t.FormSet == form.FormSet && t.Kind == form.Kind).ToList();
            if (own.Exists(t => t.Sha256 == sha256)) continue;
            try { DocxTemplate.Read(bytes, form.Kind); }
            catch (Refused refused)
            {
                say($"Mẫu {form.File} chưa dùng được: {refused.Message}");
                continue;
            }
            var waits = own.Exists(t => t.Origin == "office");
            // The office's unfinished draft is not thrown away for ours.
            if (waits && own.Exists(t => t.State == "draft")) continue;
            db.Add(new PaperTemplate
            {
                Id = Guid.CreateVersion7(), FormSet = form.FormSet, Kind = form.Kind, Number = form.Number, Title = form.Title, LegalBasis = form.LegalBasis,
                ValidFrom = form.ValidFrom, Version = own.Select(t => t.Version).DefaultIfEmpty(0).Max() + 1, State = waits ? "draft" : "published",
                    Origin = "product",
                Sha256 = sha256, Content = bytes, MadeBy = "MotCua", MadeAt = clock.GetUtcNow(), PublishedBy = waits ? null : "MotCua",
                    PublishedAt = waits ? null : clock.GetUtcNow(),
            });
            say($"Mẫu giấy tờ {form.FormSet}, {form.Title}: {(waits ? "chờ ban hành" : "đã nạp")}");
        }
        await db.Save();
    }
}
