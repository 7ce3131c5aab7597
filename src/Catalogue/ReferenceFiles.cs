using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Loading;
using static MotCua.Platform.Loading.CellKind;

namespace MotCua.Catalogue;

/// <summary>The CSV files of this room (shapes: data/README.md).</summary>
internal static class ReferenceFiles
{
    private const string Procedures = "select code from catalogue.procedure_source";
    private const string CodePattern = @"[0-9]\.[0-9]{6}(\.[0-9A-Z.]+)?";
    private const string CodeExample = "1.001193";
    private static readonly string[] Confidence = ["high", "medium", "low"];
    private static readonly string[] Levels = ["central", "province", "district", "commune", "district_or_commune", "other"];

    public static readonly ReferenceFile ResultPaperCodes = new("result-paper-codes.csv", 50, "catalogue.result_paper_code",
    [
        new("paper_code", Required: true, Pattern: @"KQ\.[A-Z][0-9]{2}\.[0-9]{6}", Example: "KQ.G15.000001"),
            new("paper_name", Required: true, MaxLength: 1000),
        new("ministry_code", Required: true, Pattern: "[A-Z][0-9]{2}", Example: "G15"), new("produced_by_count", Integer), new("produced_by_codes"),
            new("source"),
    ], ["paper_code"]);

    public static readonly ReferenceFile ProcedureList = new("procedures.csv", 60, "catalogue.procedure_source",
    [
        new("code", Required: true, Pattern: CodePattern, Example: CodeExample), new("name", Required: true, MaxLength: 2000), new("field", Required: true),
        new("field_group", Required: true, Pattern: "[a-z_]+", Example: "ho_tich"), new("priority", Integer, Required: true, Allowed: ["0", "1"]),
        new("level_2021", Allowed: Levels, Parts: '|'), new("level_2021_basis"), new("level_2021_confidence", Allowed: Confidence),
        new("level_2026", Allowed: Levels, Parts: '|'), new("sector_agency"), new("executing_agency"), new("agency_2021"),
        new("existed_2021", Allowed: ["confirmed", "title_match_only", "likely", "later", "unknown"]),
        new("time_value", CellKind.Decimal), new("time_unit", Allowed: ["working_day", "day", "hour", "month", "same_day"]), new("time_unit_inferred", Flag),
        new("fee_kind", Required: true, Allowed: ["mien_phi", "co_dinh", "nhieu_muc", "theo_hdnd", "theo_thong_tu", "theo_quy_dinh", "co_dinh_can_doi_chieu",
            "khong_ro"]),
        new("fee_vnd", CellKind.Decimal, Pattern: "[0-9]{1,12}", Example: "100000"), new("fee_confidence", Allowed: Confidence),
        new("online_level", Allowed: ["full", "partial", "online_unspecified", "none"]),
            new("submission_modes", Allowed: ["direct", "post", "online"], Parts: '|'),
        new("applicants"), new("result_name"), new("result_paper_code"), new("publish_decision"), new("source"), new("source_date"),
        new("confidence", Allowed: Confidence), new("note"),
    ], ["code"])
    {
        References = [new(["sector_agency"], "", "danh sách cơ quan")
        {
            Keys = provider => provider.GetRequiredService<OrganisationDirectory>().AgencyCodes(),
            FromFile = ("agencies.csv", ["agency_code"]),
        }],
        Check = ProcedureRules,
    };

    public static readonly ReferenceFile Snapshot = new("procedures-2021-snapshot.csv", 65, "catalogue.procedure_snapshot",
    [
        new("snapshot_no", Required: true, Pattern: "[0-9]{3}", Example: "007"), new("title", Required: true), new("matched_code"), new("match_method"),
        new("executing_agency"), new("submission_modes", Allowed: ["direct", "post", "online"], Parts: '|'), new("paper_count", Integer),
            new("as_of", Required: true, Pattern: "[0-9]{4}-[0-9]{2}", Example: "2021-08"), new("source"),
    ], ["snapshot_no"]) { References = [new(["matched_code"], Procedures, "danh mục thủ tục") { FromFile = ("procedures.csv", ["code"]) }] };

    public static readonly ReferenceFile Papers = new("procedure-papers.csv", 70, "catalogue.procedure_paper",
    [
        new("procedure_code") { EmptyAsText = true }, new("as_of", Required: true, Pattern: "[0-9]{4}-[0-9]{2}", Example: "2026-07"),
            new("seq", Integer, Required: true),
        new("case_name", MaxLength: 500) { EmptyAsText = true }, new("paper_name", Required: true, MaxLength: 1000), new("shortened", Flag),
        new("kind", Required: true, Allowed: ["form", "document"]), new("originals", Integer), new("copies", Integer), new("form_reference"), new("source"),
            new("confidence", Allowed: Confidence),
    ], ["procedure_code", "as_of", "case_name", "seq"])
    {
        References = [new(["procedure_code"], Procedures, "danh mục thủ tục") { FromFile = ("procedures.csv", ["code"]) }],
        Check = row => Count(row, "originals").Concat(Count(row, "copies")),
    };

    public static readonly ReferenceFile Steps = new("procedure-steps.csv", 80, "catalogue.process_step",
    [
        new("process_id", Required: true, MaxLength: 40), new("procedure_code"), new("also_applies_to"), new("procedure_name", Required: true),
            new("case_name"),
        new("step_no", Integer, Required: true), new("source_step_no"), new("role_unit", MaxLength: 1000), new("content"), new("time_hours", CellKind.Decimal),
        new("process_total_hours", CellKind.Decimal), new("published_total_text"), new("total_matches", Flag), new("province"), new("decision"),
            new("decision_date", Date),
        new("source"), new("confidence", Allowed: Confidence),
    ], ["process_id", "step_no"])
    {
        References = [new(["procedure_code"], Procedures, "danh mục thủ tục") { FromFile = ("procedures.csv", ["code"]) }],
        Check = row => row["time_hours"].StartsWith('-') ? [("time_hours", "Số giờ không được âm")] : [],
    };

    public static readonly ReferenceFile Replacements = new("procedure-paper-replacements.csv", 90, "catalogue.paper_replacement",
    [
        new("no", Integer, Required: true), new("procedure_code", Required: true, Pattern: CodePattern, Example: CodeExample),
            new("procedure_name", Required: true), new("paper_replaced"),
        new("database"), new("database_owner"), new("legal_document"), new("legal_clause"), new("in_procedures_csv", Flag), new("source"),
            new("confidence", Allowed: Confidence),
    ], ["no"]);

    private static IEnumerable<(string, string)> ProcedureRules(SourceRow row)
    {
        if (row["time_value"].StartsWith('-')) yield return ("time_value", "Thời hạn không được âm");
        if (row["time_value"].Length > 0 && row["time_unit"].Length == 0) yield return ("time_unit", "Có số thời hạn thì cần đơn vị thời hạn");
        if (row["fee_vnd"] is { Length: > 0 } and not "0" && row["fee_kind"] == "mien_phi") yield return ("fee_vnd", "Thủ tục miễn phí không có mức thu");
        if (row["fee_kind"] == "co_dinh" && row["fee_vnd"].Length == 0) yield return ("fee_vnd", "Mức thu cố định cần số tiền");
    }

    private static IEnumerable<(string, string)> Count(SourceRow row, string column) =>
        row[column].StartsWith('-') ? [(column, "Số bản không được âm")] : [];
}
