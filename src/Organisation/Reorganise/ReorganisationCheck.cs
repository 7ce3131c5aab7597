using System.Text.RegularExpressions;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Organisation.Reorganise;

/// <summary>Whether a plan can be put in force on its day. Pure: what it compares with is handed to it.</summary>
internal static partial class ReorganisationCheck
{
    public const int LongestName = 200;

    /// <summary>What stands in the boxes, whatever the day.</summary>
    public static IEnumerable<FieldProblem> Words(Reorganisation row, ReorganisationPlan plan, bool committee)
    {
        foreach (var (field, words, most, label) in new[]
        {
            ("name", plan.Name, LongestName, "Tên"), ("shortName", plan.ShortName, 100, "Tên viết tắt"), ("unitName", plan.UnitName, 100, "Tên xã, phường"),
            ("address", plan.Address, 300, "Địa chỉ"), ("documentNumber", plan.DocumentNumber, 120, "Số văn bản"), ("reason", plan.Reason, 300, "Lý do"),
        })
            if (TypedText.TooLong(words, most, label) is { } wrong) yield return new(field, wrong);
        if (plan.Name.Length == 0) yield return new("name", "Nhập tên đầy đủ của cơ quan sau sắp xếp");
        if (plan.ShortName.Length == 0) yield return new("shortName", "Nhập tên viết tắt, ví dụ UBND xã Đất Mũi");
        if (plan.DocumentNumber.Length == 0) yield return new("documentNumber", "Nhập số văn bản quyết định, ví dụ Nghị quyết 12/NQ-UBTVQH15");
        if (plan.DocumentDate is null) yield return new("documentDate", "Nhập ngày của văn bản, ví dụ 01/06/2026");
        if (plan.Reason.Length == 0) yield return new("reason", "Nhập lý do hoặc nội dung chính của văn bản");
        if (plan.Keep.Length == 0 && row.Kind is (Reorganisation.Merge or Reorganisation.Split)
            && !(committee ? CommuneCode() : AgencyCode()).IsMatch(plan.NewCode))
            yield return new("newCode", committee ? row.Kind == Reorganisation.Split ? "Nhập mã xã, phường mới gồm 5 chữ số"
                : "Nhập mã xã, phường mới gồm 5 chữ số, hoặc giữ mã của một đơn vị"
                : "Mã cơ quan gồm 2 đến 30 chữ in hoa không dấu, chữ số, dấu gạch");
        if (committee && NewUnitType(plan) is null) yield return new("unitName", "Ghi cả loại đơn vị, ví dụ Xã Đất Mũi hoặc Phường An Xuyên");
    }

    /// <summary>Against what stands on the day.</summary>
    /// <param name="namesThatDay">Of all other agencies on that day, with their codes.</param>
    /// <param name="codeTaken">The new code was given before.</param>
    public static IEnumerable<FieldProblem> OnTheDay(NewUnit made, Reorganisation row, DateOnly day, DateOnly today,
        IReadOnlyList<(string Code, string Name)> namesThatDay, bool codeTaken)
    {
        if (day < today) yield return new("effective", $"Chọn ngày từ hôm nay ({Vi.Date(today)}) trở đi");
        foreach (var code in row.Units)
        {
            if (made.Before.Of(code) is not { } agency) yield return new("effective", $"Ngày {Vi.Date(day)} đơn vị {code} không còn hoạt động");
            else if (agency.ValidFrom >= day) yield return new("effective", $"{agency.Name} mới có từ {Vi.Date(agency.ValidFrom)}. Chọn ngày sau đó");
            else if (agency.ValidTo is { } end) yield return new("effective", $"{agency.Name} đã định hết hoạt động ngày {Vi.Date(end)}");
        }
        if (made.Plan.Keep.Length > 0 && !row.Units.Contains(made.Plan.Keep)) yield return new("keep", "Chọn một trong các đơn vị được sắp xếp");
        if (codeTaken) yield return new("newCode", "Mã này đã dùng cho đơn vị khác. Nhập mã khác, hoặc giữ mã của một đơn vị");
        if (namesThatDay.FirstOrDefault(other => (made.Splits || !row.Units.Contains(other.Code))
            && string.Equals(other.Name, made.Plan.Name, StringComparison.OrdinalIgnoreCase)) is { Code: not null } twin)
            yield return new("name", $"Ngày {Vi.Date(day)} đã có cơ quan tên này ({twin.Code}). Chọn tên khác");
        if (row.Kind == Reorganisation.Rename && made.Model is { } old && old.Name == made.Plan.Name && old.ShortName == made.Plan.ShortName)
            yield return new("name", "Tên mới giống hệt tên đang dùng");
        if (row.Kind == Reorganisation.Transfer && made.Model is { } moved && moved.ParentCode == Parent(made) && (made.Plan.Address.Length == 0
            || made.Plan.Address == moved.Address))
            yield return new("parent", "Chọn cơ quan cấp trên khác hoặc ghi địa chỉ trụ sở khác");
        if (row.Units.Contains(made.Plan.Parent)) yield return new("parent", "Cơ quan cấp trên không thể là chính đơn vị được sắp xếp");
        if (made.Splits && !made.Moving.Any() && !made.Changing.Any())
            yield return new("people", "Chọn ít nhất một người hoặc một bộ phận chuyển sang đơn vị mới");
        var there = made.Before.Positions.Where(position => position.OfficeCode is null).Select(position => position.AccountId).ToHashSet();
        if (made.Splits && made.Plan.People?.Any(one => !there.Contains(one)) == true)
            yield return new("people", "Có người không còn giữ vị trí ở đơn vị này. Chọn lại người chuyển đi");
        foreach (var office in made.Before.Offices.Where(office => office.ValidFrom >= day))
            yield return new($"office.{office.Code}", $"{office.Name} mới mở từ {Vi.Date(office.ValidFrom)}. Chọn ngày sau đó");
        foreach (var office in made.Closing)
        {
            var heir = made.Before.Offices.FirstOrDefault(other => other.Code == made.Planned(office).Heir);
            if (heir is null || heir.Code == office.Code || made.Closes(heir))
                yield return new($"office.{office.Code}", "Chọn một bộ phận khác còn mở để nhận hồ sơ của bộ phận này");
        }
        foreach (var office in made.Before.Offices.Where(office => !made.Closes(office)))
        {
            var name = made.Planned(office).Name;
            if (name.Length == 0) yield return new($"office.{office.Code}.name", "Nhập tên bộ phận sau sắp xếp");
            else if (TypedText.TooLong(name, LongestName, "Tên bộ phận") is { } wrong) yield return new($"office.{office.Code}.name", wrong);
        }
    }

    public static string? Parent(NewUnit made) => made.Plan.Parent.Length > 0 ? made.Plan.Parent : made.Model?.ParentCode;

    private static string? NewUnitType(ReorganisationPlan plan) =>
        UnitWords().IsMatch(plan.UnitName) ? plan.UnitName : null;

    [GeneratedRegex("^[0-9]{5}$")]
    private static partial Regex CommuneCode();

    [GeneratedRegex("^[A-Z0-9][A-Z0-9-]{1,29}$")]
    private static partial Regex AgencyCode();

    [GeneratedRegex(@"^(xã|phường|thị trấn|đặc khu)\s+\S", RegexOptions.IgnoreCase)]
    private static partial Regex UnitWords();
}
