using MotCua.Catalogue.Contracts;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Workflow.Contracts;

namespace MotCua.Catalogue.Processes;

/// <summary>What a drawn process is judged against: the version of its procedure that is in force today, and the newest form of it.</summary>
internal sealed class ProcedureFactsOf(ProcedureCatalogue catalogue, FormLibrary forms, LinkedFits fits, OrganisationDirectory directory, Db db,
    TimeProvider clock) : IProcedureFacts
{
    public async Task<ProcedureFacts?> Of(string code)
    {
        if (await catalogue.Get(code) is not { } version) return null;
        var form = await forms.Get(version.FormCode, version.FormVersion);
        return new(version.Code, version.PlainTitle, version.Term is { } term ? ProcessBuilder.HoursOf(term) : null, version.SiteVisit,
            form is null ? [] : FormValues.Known(form), [.. version.Process.Select(step => step.AsStep())],
            version.Drawing, await Agencies(version));
    }

    public async Task<LinkedFit> Fits(string procedureCode, LinkedCall call) => await catalogue.Get(procedureCode) is { } opens
        ? await fits.Of(opens, call) : new([$"danh mục không có thủ tục {procedureCode}"], []);

    public async Task<IReadOnlyList<ProcedureName>> Find(string words, int most) =>
        [.. (await catalogue.Find(new(words), take: most)).Items.Select(found => new ProcedureName(found.Code, found.Title))];

    public Task<IReadOnlyDictionary<string, string>> Titles() => catalogue.PlainTitles();

    public Task<IReadOnlyList<ProcessTemplate>> Templates(string procedureCode) => DraftProcesses.Templates(db, procedureCode);

    public Task<string?> Draw(string template) => DraftProcesses.Draw(db, template);

    /// <summary>The one that the procedure names, else the committee of each commune: whose dossier it is, is said by its place.</summary>
    private async Task<IReadOnlyList<(string, string)>> Agencies(ProcedureVersionView version)
    {
        var all = await directory.Agencies(clock.Today());
        return
        [
            .. all.Where(agency => version.CompetentAgency is { } named ? agency.Code == named : agency is { Kind: "ubnd", Level: > 1 })
                .Select(agency => (agency.Code, agency.ShortName)),
        ];
    }
}
