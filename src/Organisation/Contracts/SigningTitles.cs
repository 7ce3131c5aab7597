using Microsoft.EntityFrameworkCore;
using MotCua.Platform.Data;
using MotCua.Platform.Events;
using MotCua.Platform.Security;
using MotCua.Platform.Text;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Contracts;

/// <summary>
/// Chức danh ký: what each position signs as, from day to day. Whoever acts under a delegation signs as who they are themselves:
/// a deputy of the same agency in place of the head, anybody else by delegation (TUQ.). Changes are tracked; the caller saves.
/// </summary>
public sealed class SigningTitles(Db db, EventLog log, Staffing staffing, OrganisationDirectory directory, TimeProvider clock)
{
    public const int Longest = 100;

    private const string Mend = "Nhờ quản trị hệ thống ghi tại trang Cán bộ";

    private static readonly string[] Abbreviations = ["TM.", "KT.", "TL.", "TUQ.", "Q."];

    /// <summary>Ghi chức danh ký from a day on; earlier lines stay.</summary>
    /// <exception cref="Refused">400 form, title, head, collective, from; 404.</exception>
    public async Task Set(Guid positionId, SigningTitle title, DateOnly from, string reason)
    {
        var position = await db.Set<Position>().FindAsync(positionId) ?? throw Refused.NotFound("Không tìm thấy vị trí này. Mở lại trang của cán bộ");
        if (!SigningForm.Names.ContainsKey(title.Form)) throw new Refused(400, "Chọn thẩm quyền ký trong danh sách", "form");
        var (post, head, collective) = (Clean(title.Title, "Chức danh", "title"), Clean(title.Head, "Chức danh người đứng đầu", "head"),
            Clean(title.Collective, "Tên tập thể", "collective"));
        if (post is null) throw new Refused(400, "Ghi chức danh, ví dụ Phó Chủ tịch", "title");
        var inPlace = title.Form is SigningForm.Deputy or SigningForm.Order;
        if (inPlace && head is null) throw new Refused(400, "Ghi chức danh của người đứng đầu được ký thay, ví dụ Chủ tịch", "head");
        if (!inPlace && head is not null) throw new Refused(400, "Chỉ ghi người đứng đầu khi ký thay (KT.) hoặc thừa lệnh (TL.)", "head");
        if (title.Form == SigningForm.Order && collective is not null)
            throw new Refused(400, "Ký thừa lệnh không thay mặt tập thể. Để trống ô này", "collective");
        if (from < position.ValidFrom || from > position.ValidTo)
            throw new Refused(400, $"Chọn ngày trong thời gian giữ vị trí: từ {position.ValidFrom:dd/MM/yyyy}"
                + (position.ValidTo is { } last ? $" đến {last:dd/MM/yyyy}" : ""), "from");
        db.Add(new TitleRow
        {
            Id = Guid.CreateVersion7(), PositionId = positionId, Form = title.Form, Title = post, Head = head, Collective = collective, ValidFrom = from,
            MadeAt = clock.GetUtcNow(),
        });
        log.Record($"account/{position.AccountId}", new PositionTitled(positionId, position.AccountId, title.Form, post, head, collective, from), reason);
    }

    /// <summary>Every line of these positions, newest first.</summary>
    public async Task<IReadOnlyList<DatedTitle>> Of(Guid[] positions) =>
        [.. (await db.Set<TitleRow>().AsNoTracking().Where(row => positions.Contains(row.PositionId))
            .OrderByDescending(row => row.ValidFrom).ThenByDescending(row => row.MadeAt).ThenByDescending(row => row.Id).ToListAsync())
            .Select(row => new DatedTitle(row.PositionId, row.Says, row.ValidFrom, row.MadeAt))];

    /// <summary>What the actor signs as now, in a role of this agency, or of who took over from it.</summary>
    /// <exception cref="Refused">409 who mends it where.</exception>
    public async Task<SigningTitle> Require(Actor actor, string role, string agency)
    {
        var now = clock.GetUtcNow();
        var held = await At(actor.Positions.Where(p => p.Role == role && p.IsAt(agency)).Select(p => p.Id), now);
        if (actor.ActsFor is null) return held ?? throw Refused.WrongState($"Chưa ghi chức danh ký của anh/chị ở cơ quan này. {Mend}");
        if (held is null) throw Refused.WrongState($"Chưa ghi chức danh ký của người ủy quyền ở cơ quan này. {Mend}");
        if (await Own(actor.AccountId!.Value, agency, now) is not { } own)
            throw Refused.WrongState($"Chưa ghi chức danh ký của chính anh/chị nên chưa ký thay được. {Mend}");
        return InPlace(held, own) ?? throw Refused.WrongState("Chỉ người đứng đầu ủy quyền ký được. Nhờ người đứng đầu ký hoặc ủy quyền");
    }

    /// <summary>Điều 13: a deputy signs for the head anyway; the head alone may delegate, and who was delegated delegates no further.</summary>
    private static SigningTitle? InPlace(SigningTitle held, (SigningTitle Title, bool SameAgency, string Post) own) =>
        own is { SameAgency: true, Title.Form: SigningForm.Deputy } ? own.Title
        : held.IsHead ? new SigningTitle(SigningForm.Delegated, own.Post, held.Title) : null;

    /// <summary>Of the positions that the account holds itself: in this agency first, as a leader first.</summary>
    private async Task<(SigningTitle Title, bool SameAgency, string Post)?> Own(Guid account, string agency, DateTimeOffset at)
    {
        foreach (var position in (await staffing.PositionsOf(account, at)).OrderBy(p => !IsAt(p, agency)).ThenBy(p => p.Role != Roles.Leader))
        {
            if (await At([position.Id], at) is not { } title) continue;
            // "Giám đốc" of another agency says of which.
            var same = IsAt(position, agency);
            return (title, same, same ? title.Title : $"{title.Title} {(await directory.Agency(position.AgencyCode, at.Day()))?.Name}".Trim());
        }
        return null;
    }

    private static bool IsAt(PositionView position, string agency) => position.AgencyCode == agency || position.Former.Contains(agency);

    private async Task<SigningTitle?> At(IEnumerable<Guid> positions, DateTimeOffset at)
    {
        var day = at.Day();
        return (await Of([.. positions])).FirstOrDefault(row => row.ValidFrom <= day)?.Title;
    }

    private static string? Clean(string? typed, string what, string field)
    {
        var words = VietnameseText.Clean(typed ?? "", manyLines: false).Trim();
        if (words.Length > Longest) throw new Refused(400, $"{what} dài quá {Longest} ký tự. Rút ngắn lại", field);
        if (Abbreviations.FirstOrDefault(sign => words.StartsWith(sign, StringComparison.OrdinalIgnoreCase)) is { } sign)
            throw new Refused(400, $"Bỏ chữ {sign} ở đầu: chữ này do thẩm quyền ký đã chọn in ra", field);
        return words.Length == 0 ? null : words;
    }
}
