using System.Text.Json;
using MotCua.Dossiers.Contracts;
using MotCua.Platform.Data;

namespace MotCua.Dossiers.Linked;

/// <summary>Một hồ sơ cùng tờ khai: what the others of one declaration show of it.</summary>
/// <param name="IsFiled">The one that was filed; the others were opened by it.</param>
internal sealed record LinkedMember(Guid Id, string Code, string ShortCode, string TrackingToken, string ProcedureCode, string ProcedureName, string Status,
    string IntakeOffice, string CompetentAgency, string CompetentAgencyName, string HolderUnit, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt,
    DateTimeOffset? ReturnedAt, string? ReturnedHow, string? ClosingReason, bool IsFiled)
{
    /// <summary>
    /// The other dossiers of the same declaration, the filed one first, as a JSON array of columns; null: there is none. In a statement over
    /// <c>dossiers.dossier d</c>.
    /// </summary>
    public const string Family = """
        (select json_agg(m order by m.is_filed desc, m.submitted_at, m.code) from (
            select o.id, o.code, o.short_code, o.tracking_token, o.procedure_code, o.procedure_name, o.status, o.intake_office, o.competent_agency,
                o.competent_agency_name, o.holder_unit, o.due_at, o.finished_at, o.returned_at, o.returned_how, o.closing_reason, o.submitted_at, f.is_filed
            from (select coalesce((select l.root_id from dossiers.linked_dossier l where l.child_id = d.id), d.id) as id) root
            cross join lateral (select root.id, true as is_filed
                union all select l.child_id, false from dossiers.linked_dossier l where l.root_id = root.id) f
            join dossiers.dossier o on o.id = f.id
            where f.id <> d.id) m)
        """;

    public static IReadOnlyList<LinkedMember> Read(string? family) =>
        family is null ? [] : JsonSerializer.Deserialize<List<LinkedMember>>(family, RowJson.Columns)!;

    public bool HasOwnResult => DossierStatus.HasResult(Status) && ReturnedHow != Dossier.HowLinked;

    public (string Words, string Chip) StatusWords => DossierStatus.Of(Status);

    /// <summary>"Hẹn trả 16:30 ngày 02/06/2026", or how it ended.</summary>
    public string When => Status switch
    {
        DossierStatus.Returned => $"Trả kết quả {Platform.Ui.Vi.DateTime(ReturnedAt ?? FinishedAt!.Value)}",
        DossierStatus.Done => $"Có kết quả {Platform.Ui.Vi.DateTime(FinishedAt!.Value)}",
        _ when FinishedAt is { } ended => $"Kết thúc {Platform.Ui.Vi.DateTime(ended)}",
        _ when DueAt is { } due => $"Hẹn trả {Platform.Ui.Vi.DateTime(due)}",
        DossierStatus.Submitted => "Chưa tiếp nhận",
        _ => "Không hẹn ngày",
    };
}
