using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Linked;
using MotCua.Dossiers.Process;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers;

/// <summary>Quy định của một hồ sơ: the procedure version, the rule set and the calendars by which it is settled.</summary>
internal sealed class DossierRules(ProcedureCatalogue catalogue, RuleSets sets, Calendars calendars, CaseAnswers answers, LinkedOutcomes linked,
    TimeProvider clock)
{
    public async Task<ProcedureVersionView> Version(Dossier dossier) =>
        await catalogue.GetVersion(dossier.ProcedureVersionId) ?? throw new InvalidOperationException($"Version {dossier.ProcedureVersionId} is gone.");

    public ValueTask<WorkingCalendar> Calendar(Dossier dossier) => calendars.Of(dossier.IntakeOffice);

    /// <summary>What the moves of its process are decided and counted by.</summary>
    public async ValueTask<RunCase> Case(Dossier dossier) => new(dossier.IntakeAgency, await Calendar(dossier), () => answers.Of(dossier),
        () => linked.Of(dossier.Id));

    /// <summary>Bộ quy định that the dossier has pinned; before reception, the one of the day of filing.</summary>
    public ValueTask<RuleSet> Set(Dossier dossier) => dossier.RuleSetId is { } id ? sets.Get(id) : sets.At(dossier.SubmittedAt.Day());

    /// <summary>What the ledger of this dossier is read by: the rule set and the calendars it names; before reception, those of now.</summary>
    public async Task<ClockBasis> Basis(Dossier dossier) => dossier.RuleSetId is { } id
        ? await calendars.Basis(dossier.IntakeOffice, await sets.Get(id), dossier.Clock)
        : await calendars.Basis(dossier.IntakeOffice, await sets.At(clock.Today()), dossier.Clock);

    /// <summary>What a dossier that this office takes in now would be read by.</summary>
    public async Task<ClockBasis> Basis(string office) => await calendars.Basis(office, await sets.At(clock.Today()), []);
}
