using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Filing.Submit;
using MotCua.Platform.Data;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.Filing.Fill;

/// <summary>
/// Attaching, removing and filing meet at one row, so that a file that was taken is in the dossier and a file that came too
/// late is refused. Each raises the version of the draft: what is filed is what was judged.
/// </summary>
internal static class DraftLock
{
    /// <summary>Holds the draft until the caller's transaction ends.</summary>
    /// <exception cref="Refused">409 it has become a dossier; 404 it was deleted.</exception>
    public static async Task Take(Db db, Draft draft, DateTimeOffset now)
    {
        var until = now + DraftDesk.Lasts;
        var taken = await db.Database.SqlQuery<int>($"""
            update filing.draft set version = version + 1, saved_at = {now}, expires_at = {until} where id = {draft.Id} and dossier_id is null
            returning version as "Value"
            """).ToListAsync();
        if (taken is not [var version])
            throw await db.Set<Draft>().AnyAsync(d => d.Id == draft.Id) ? Filed : Gone;
        (draft.Version, draft.SavedAt, draft.ExpiresAt) = (version, now, until);
        var entry = db.Entry(draft);
        if (entry.State is EntityState.Detached) return;
        entry.OriginalValues.SetValues(new { draft.Version, draft.SavedAt, draft.ExpiresAt });
    }

    /// <summary>Nộp: the draft becomes that dossier, as it was judged, or nothing is filed; see <see cref="SubmissionWriter.Changed"/>.</summary>
    public static NpgsqlBatchCommand Claim(FilingSnapshot draft, Guid dossier, DateTimeOffset now) => new("select filing.take_draft($1, $2, $3, $4)")
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = draft.Id }, new NpgsqlParameter<int> { TypedValue = draft.Version },
            new NpgsqlParameter<Guid> { TypedValue = dossier }, new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
        },
    };

    public static Refused Filed => Refused.WrongState("Bản nháp này đã nộp thành hồ sơ nên không sửa được nữa");

    public static Refused Gone => new(404, "Bản nháp này vừa bị xóa ở nơi khác. Bắt đầu lại từ trang thủ tục");
}
