using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Work;

/// <summary>Khung nhìn đã lưu of the list of tasks.</summary>
internal sealed class SavedView
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public string? AgencyCode { get; init; }
    public required string Name { get; init; }
    public required string Query { get; init; }
    public DateTimeOffset MadeAt { get; init; }

    public static void Map(EntityTypeBuilder<SavedView> view) => view.ToTable("saved_view", "dossiers").Property(v => v.Id).ValueGeneratedNever();
}

/// <summary>Lists under a name: one's own, and those that a colleague of the same agency shares.</summary>
internal sealed class SavedViews(Db db, CurrentActor current, TimeProvider clock)
{
    private const int Most = 30;

    public async Task<IReadOnlyList<SavedView>> Mine()
    {
        var (account, agencies) = (current.Value.AccountId, DossierPolicy.Places(current.Value).Agencies);
        return await db.Set<SavedView>().AsNoTracking().Where(view => view.AccountId == account || agencies.Contains(view.AgencyCode!))
            .OrderBy(view => view.MadeAt).Take(2 * Most).ToListAsync();
    }

    /// <param name="query">What is asked for, without what is searched.</param>
    /// <param name="shared">With the colleagues of the maker's agency.</param>
    public async Task Save(string? name, string query, bool shared)
    {
        name = TypedText.Within(VietnameseText.Clean(name ?? ""), 60, "Tên", "ten");
        if (name.Length == 0) throw new Refused(400, "Đặt tên cho khung nhìn, ví dụ “HKD gấp”", "ten");
        if (query.Length == 0) throw new Refused(400, "Chọn ít nhất một điều kiện lọc rồi lưu. Từ tìm kiếm không được lưu vì có thể là tên người", "ten");
        var account = current.Value.AccountId!.Value;
        if (await db.Set<SavedView>().CountAsync(view => view.AccountId == account) >= Most)
            throw new Refused(409, $"Mỗi người lưu tối đa {Most} khung nhìn. Bỏ bớt khung nhìn không dùng", "ten");
        if (await db.Set<SavedView>().AnyAsync(view => view.AccountId == account && view.Name == name))
            throw new Refused(409, $"Đã có khung nhìn tên “{name}”. Đặt tên khác, hoặc bỏ khung nhìn cũ trước", "ten");
        db.Add(new SavedView
        {
            Id = Guid.CreateVersion7(), AccountId = account, Name = name, Query = query, MadeAt = clock.GetUtcNow(),
            AgencyCode = shared ? DossierPolicy.Places(current.Value).Agencies.FirstOrDefault() : null,
        });
        await db.Save();
    }

    /// <summary>Only whoever made it drops it; dropped twice it is dropped.</summary>
    public async Task Drop(Guid id)
    {
        var account = current.Value.AccountId;
        await db.Set<SavedView>().Where(view => view.Id == id && view.AccountId == account).ExecuteDeleteAsync();
    }
}
