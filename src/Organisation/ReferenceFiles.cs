using MotCua.Organisation.Calendar;
using MotCua.Platform.Loading;
using static MotCua.Platform.Loading.CellKind;

namespace MotCua.Organisation;

/// <summary>The CSV files of this room (shapes: data/README.md).</summary>
internal static class ReferenceFiles
{
    private const string UnitsOfAnyEra = "select distinct code from organisation.administrative_unit";
    private static readonly string[] Confidence = ["high", "medium", "low"];
    private static readonly string[] Weekdays = ["chu_nhat", "thu_hai", "thu_ba", "thu_tu", "thu_nam", "thu_sau", "thu_bay"];

    public static readonly ReferenceFile Units = new("admin-units.csv", 10, "organisation.administrative_unit",
    [
        new("era", Required: true, Pattern: "[0-9]{4}", Example: "2025"), new("code", Required: true, Pattern: "[0-9]{2,5}", Example: "32244"),
        new("name", Required: true, MaxLength: 200), new("full_name", Required: true, MaxLength: 200),
        new("type", Required: true, Allowed: ["tinh", "thanh_pho", "thanh_pho_thuoc_tinh", "thi_xa", "quan", "huyen", "xa", "phuong", "thi_tran", "dac_khu"]),
        new("level", Integer, Required: true, Allowed: ["1", "2", "3"]), new("parent_code"), new("name_search", Required: true),
        new("valid_from", Date), new("valid_to", Date), new("centroid_lat", CellKind.Decimal), new("centroid_lon", CellKind.Decimal),
            new("area_km2_derived", CellKind.Decimal),
        new("source"), new("confidence", Allowed: Confidence), new("note"),
    ], ["era", "code"])
    {
        References = [new(["era", "parent_code"], "select era || '|' || code from organisation.administrative_unit", "đơn vị hành chính cùng thời kỳ",
            ["era", "code"])],
        Check = row => Order(row, "valid_from", "valid_to").Concat(
            row["level"] != "1" && row["parent_code"].Length == 0 ? [("parent_code", "Đơn vị cấp dưới cần có mã đơn vị cấp trên")] : [])
            .Concat(Range(row, "centroid_lat", 90)).Concat(Range(row, "centroid_lon", 180)),
        After = [AgencyDerivation.Committees, AgencyDerivation.Offices],
    };

    public static readonly ReferenceFile Changes = new("admin-unit-changes.csv", 20, "organisation.administrative_unit_change",
    [
        new("change_date", Date, Required: true), new("old_code", Required: true, Pattern: "[0-9]{2,5}", Example: "31999"),
            new("old_full_name", Required: true),
        new("old_district_code"), new("old_district_name"), new("old_province_code"),
        new("new_code", Required: true, Pattern: "[0-9]{2,5}", Example: "32002"), new("new_full_name", Required: true),
        new("share", Required: true, Allowed: ["whole", "part"]), new("decision", Required: true), new("clause"),
        new("confidence", Allowed: Confidence), new("note"),
    ], ["change_date", "old_code", "new_code"])
    {
        References = [new(["new_code"], UnitsOfAnyEra, "đơn vị hành chính") { FromFile = ("admin-units.csv", ["code"]) }],
    };

    public static readonly ReferenceFile Holidays = new("holidays.csv", 30, "organisation.holiday",
    [
        new("date", Date, Required: true), new("weekday", Required: true, Allowed: Weekdays), new("name", Required: true, MaxLength: 200),
        new("kind", Required: true, Allowed: ["holiday", "compensatory_day_off", "swapped_day_off", "makeup_working_day"]),
        new("swap_with", Date), new("decision", Required: true), new("confidence", Allowed: Confidence),
    ], ["date"])
    {
        Check = HolidayRules,
        After =
        [
            .. NoticedYears.Restore,
            // A year is official when its notice is in the list; a year with nothing but low-confidence rows is a projection.
            """
            insert into organisation.calendar_year as y (year, status, basis)
            select extract(year from date)::int, case when bool_or(confidence is distinct from 'low') then 'official' else 'provisional' end,
                   string_agg(distinct decision, '; ')
            from organisation.holiday group by 1
            on conflict (year) do update set status = excluded.status, basis = excluded.basis
            where (y.status, y.basis) is distinct from (excluded.status, excluded.basis)
            """,
        ],
    };

    public static readonly ReferenceFile StatutoryDays = new("statutory-days.csv", 32, "organisation.statutory_day",
    [
        new("month", Integer, Required: true, Pattern: "[1-9]|1[0-2]", Example: "9"), 
        new("day", Integer, Required: true, Pattern: "[1-9]|[12][0-9]|3[01]", Example: "2"),
        new("name", Required: true, MaxLength: 200), new("valid_from", Date, Required: true), new("valid_to", Date), new("basis", Required: true),
    ], ["month", "day", "valid_from"])
    {
        Check = row => Order(row, "valid_from", "valid_to"),
    };

    public static readonly ReferenceFile Agencies = new("agencies.csv", 40, "organisation.agency_source",
    [
        new("agency_code", Required: true, Pattern: "[A-Z0-9-]{2,30}", Example: "STP"), new("name", Required: true, MaxLength: 200),
        new("short_name", Required: true, MaxLength: 100), new("kind", Required: true), new("level", Integer, Required: true, Allowed: ["1", "2", "3"]),
        new("parent_agency_code"), new("admin_unit_code", Required: true),
            new("qcvn102_code", Pattern: @"[0-9A-Z]{3}(\.[0-9A-Z]{2,3}){3}", Example: "000.00.00.H12"),
        new("address"), new("address_kind"), new("phone"), new("fax"), new("website"), new("address_source"), new("successor_2025"),
        new("source"), new("confidence", Allowed: Confidence), new("note"),
    ], ["agency_code"])
    {
        References =
        [
            new(["parent_agency_code"], "select agency_code from organisation.agency_source", "danh sách cơ quan", ["agency_code"]),
            new(["admin_unit_code"], UnitsOfAnyEra, "đơn vị hành chính") { FromFile = ("admin-units.csv", ["code"]) },
        ],
        After = [AgencyDerivation.Published, AgencyDerivation.Successors, AgencyDerivation.SuccessorLinks, AgencyDerivation.Committees,
            AgencyDerivation.Offices],
    };

    public static readonly ReferenceFile SupportPoints = new("support-points.csv", 45, "organisation.support_point",
    [
        new("code", Required: true, Pattern: "[A-Z0-9-]{2,30}", Example: "DHT-32248-1"), new("name", Required: true, MaxLength: 200),
        new("admin_unit_code", Required: true), new("address"), new("phone"), new("valid_from", Date, Required: true), new("valid_to", Date),
        new("source", Required: true), new("confidence", Allowed: Confidence), new("note"),
    ], ["code", "valid_from"])
    {
        References = [new(["admin_unit_code"], UnitsOfAnyEra, "đơn vị hành chính") { FromFile = ("admin-units.csv", ["code"]) }],
        Check = row => Order(row, "valid_from", "valid_to"),
    };

    public static string WeekdayCode(DateOnly date) => Weekdays[(int)date.DayOfWeek];

    private static IEnumerable<(string, string)> HolidayRules(SourceRow row)
    {
        var date = DateOnly.ParseExact(row["date"], "yyyy-MM-dd");
        var weekday = WeekdayCode(date);
        if (row["weekday"] != weekday) yield return ("weekday", $"Ngày {date:dd/MM/yyyy} là {weekday}, không phải {row["weekday"]}");
        var weekend = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        if (row["kind"] == "makeup_working_day" && !weekend) yield return ("kind", "Ngày làm bù cần rơi vào cuối tuần");
        if (row["kind"] is "compensatory_day_off" or "swapped_day_off" && weekend) yield return ("kind", "Ngày nghỉ bù, nghỉ hoán đổi cần rơi vào ngày thường");
        if (row["kind"] is "makeup_working_day" or "swapped_day_off" && row["swap_with"].Length == 0)
            yield return ("swap_with", "Ngày hoán đổi cần ghi ngày làm bù hoặc ngày nghỉ tương ứng");
    }

    private static IEnumerable<(string, string)> Order(SourceRow row, string from, string to) =>
        row[from].Length > 0 && row[to].Length > 0 && string.CompareOrdinal(row[from], row[to]) > 0
            ? [(to, $"Ngày kết thúc phải sau ngày bắt đầu ({row[from]})")] : [];

    private static IEnumerable<(string, string)> Range(SourceRow row, string column, int limit) =>
        row[column].Length > 0 && Math.Abs(decimal.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture)) > limit
            ? [(column, $"Tọa độ nằm ngoài khoảng -{limit} đến {limit}")] : [];
}
