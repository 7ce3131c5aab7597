using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui.Components;

namespace MotCua.Catalogue.Rules;

internal sealed record RuleSetListed(Guid Id, string Code, int Version, string Name, DateOnly? ValidFrom, DateOnly? ValidTo, string State, string? FormSet,
    string MadeBy, DateTimeOffset MadeAt)
{
    public string Label => RuleSetRow.LabelOf(Code, Version);
}

/// <summary>Bộ quy định áp dụng: the generations in their order, and what is being prepared.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class RuleSetListModel(Db db, TimeProvider clock) : PageModel
{
    public IReadOnlyList<RuleSetListed> Approved { get; private set; } = [];

    public IReadOnlyList<RuleSetListed> Prepared { get; private set; } = [];

    public IReadOnlyList<RuleSetListed> Withdrawn { get; private set; } = [];

    public RuleSetListed? Now => Approved.FirstOrDefault(row => row.ValidFrom <= Today && (row.ValidTo is null || row.ValidTo >= Today));

    public DateOnly Today => clock.Today();

    public IReadOnlyList<TimelineItem> Generations =>
    [
        .. Approved.Reverse().Select(row => new TimelineItem(
            row == Now ? TimelineState.Now : row.ValidFrom > Today ? TimelineState.Next : TimelineState.Done, row.Name,
            $"{row.Label} · {RuleSetPeriod.Words(row.ValidFrom, row.ValidTo)}"
            + $"{(row == Now ? " · đang áp dụng" : row.ValidFrom > Today ? " · sắp áp dụng" : "")}",
            Icon: row == Now ? "seal-check" : null)),
    ];

    public async Task OnGet()
    {
        var rows = await db.Database.SqlQuery<RuleSetListed>($"""
            select id, code, version, name, valid_from, valid_to, state, body ->> 'formSet' as form_set, made_by, made_at
            from catalogue.rule_set order by valid_from desc nulls first, made_at desc
            """).ToListAsync();
        Approved = [.. rows.Where(row => row.State == RuleSetRow.Approved)];
        Prepared = [.. rows.Where(row => row.State is RuleSetRow.Draft or RuleSetRow.Scheduled)];
        Withdrawn = [.. rows.Where(row => row.State == RuleSetRow.Withdrawn)];
    }

    public static string Kind(string state) => state switch
    {
        RuleSetRow.Draft => nameof(ChipKind.Neutral),
        RuleSetRow.Scheduled => nameof(ChipKind.Turn),
        RuleSetRow.Approved => nameof(ChipKind.Done),
        _ => nameof(ChipKind.Refused),
    };
}
