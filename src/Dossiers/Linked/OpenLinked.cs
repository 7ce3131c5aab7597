using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Receive;
using MotCua.Forms.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Linked;

/// <summary>
/// Mở hồ sơ liên thông: the process of a dossier has come to a place that another procedure does. A dossier of that procedure is filed with the declaration
/// and the papers that are here; what is whole is received at once, the rest waits for its office, which asks for what is missing. Quyết định 468/QĐ-TTg and
/// Nghị định 118/2025/NĐ-CP: who files does so once.
/// </summary>
internal sealed class OpenLinked(DossierDesk desk, Db db, ProcedureCatalogue catalogue, FilingPlaces places, OrganisationDirectory directory,
    LinkedAnswers answers, SubmissionWriter writer, ReceiveDossier receive, WorkflowRuns workflow, IssuedResults results, PaperRegister papers)
{
    /// <summary>More dossiers of one another are no procedure but a mistake.</summary>
    private const int MostDepth = 8;

    /// <summary>Opens it where it is not there yet.</summary>
    /// <returns>Whether it has ended, so that the parent goes on.</returns>
    public async Task<bool> IsOver(Dossier parent, Waiting wait)
    {
        var token = wait.Token;
        if (await db.Set<LinkedDossier>().AsNoTracking().SingleOrDefaultAsync(linked => linked.Token == token) is { } known) return known.Outcome is not null;
        await Open(parent, wait);
        return false;
    }

    private async Task Open(Dossier parent, Waiting wait)
    {
        var call = wait.Call!;
        var version = await catalogue.Get(call.Procedure) ?? throw new InvalidOperationException($"Procedure {call.Procedure} is not in the catalogue.");
        var declared = JsonNode.Parse(parent.Answers)!.AsObject();
        var place = await Place(parent, declared, call, version);
        var (filled, complete) = await answers.Of(parent, declared, call, version);
        var root = await RootOf(parent);
        var (components, files) = await Papers(parent, root, version);
        var child = new NewDossier(Guid.CreateVersion7(), wait.Token, place.UnitCode, ShortCode.New(), RandomKey.New(), version.Code, version.VersionId,
            version.Name, parent.Channel, place.Office, place.OfficeName, place.IntakeAgency, place.CompetentAgency, place.CompetentAgencyName,
            parent.MandateEndedAt is null ? parent.SubmittedBy : null, DossierParties.Of(parent), null, version.FormCode, version.FormVersion,
            filled.ToJsonString(), parent.ReturnMethod, version.Fee.AmountVnd, components, files);
        await writer.Write(child, null, db, async code =>
        {
            // Nobody moves the parent until this is written; what was closed meanwhile opens nothing.
            await Dossier.Raise(db, parent.Id);
            if (!await workflow.Holds(parent.Id, wait.Token)) throw new InvalidOperationException($"Token {wait.Token} has gone on.");
            db.Add(new LinkedDossier
            {
                ChildId = child.Id, ParentId = parent.Id, RootId = root, Token = wait.Token, Place = wait.Place, OpenedAt = desk.Now
            });
            desk.Record(parent, new LinkedOpened(parent.Id, parent.Code, child.Id, code, version.Code));
            if (!complete || components.Any(one => one is { Required: true, State: "missing" })) return;
            // Its papers were looked at where they were handed in, and nobody says that they were looked at here.
            await receive.Accept(await desk.LoadSheet(code, Seen.Nothing));
        });
        desk.Forget();
    }

    /// <summary>
    /// Where it is decided. A place outside of the province has no committee here: then it comes to who decides on the declaration, who tells the applicant.
    /// Papers are asked for and the result is given where the declaration was handed in, if that could be anywhere or this procedure allows it; not where the
    /// place has to be visited.
    /// </summary>
    private async Task<FilingPlace> Place(Dossier parent, JsonObject declared, LinkedCall call, ProcedureVersionView version)
    {
        var anywhere = !version.SiteVisit && (await catalogue.GetVersion(parent.ProcedureVersionId))!.NonTerritorial;
        var office = anywhere || version.NonTerritorial ? parent.IntakeOffice : null;
        if (version.CompetentLevel != "commune") return await places.Find(version, null, office, anywhere);
        string?[] communes =
        [
            call.Place is { } path ? declared.TextAt(path + ".commune") : null, await CommuneOf(parent), declared.TextAt("applicant.address.commune")
        ];
        Refused? none = null;
        foreach (var commune in communes.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            try { return await places.Find(version, commune, office, anywhere); }
            catch (Refused refused) { none = refused; }
        }
        throw new InvalidOperationException($"Nobody decides on {version.Code} for {parent.Code}.", none);
    }

    private async Task<Guid> RootOf(Dossier parent)
    {
        var (root, above, depth) = (parent.Id, parent.Id, 1);
        while (await db.Set<LinkedDossier>().AsNoTracking().SingleOrDefaultAsync(linked => linked.ChildId == above) is { } linked)
        {
            (root, above) = (linked.RootId, linked.ParentId);
            if (++depth > MostDepth) throw new InvalidOperationException($"Dossier {parent.Code} lies {MostDepth} dossiers deep.");
        }
        return root;
    }

    private async Task<string?> CommuneOf(Dossier parent) => await directory.Agency(parent.CompetentAgency, desk.Now.Day()) is
    { Kind: "ubnd", Level: > 1, AdminUnitCode: { } unit } ? unit : null;

    /// <summary>Papers of the same kind that were accepted here, and what the dossiers of the same declaration have come to.</summary>
    private async Task<(IReadOnlyList<NewComponent>, IReadOnlyList<NewFile>)> Papers(Dossier parent, Guid root, ProcedureVersionView version)
    {
        var (components, files) = (new List<NewComponent>(), new List<NewFile>());
        var handed = await db.Set<Attachment>().AsNoTracking().Where(file => file.DossierId == parent.Id).OrderBy(file => file.UploadedAt).ToListAsync();
        var issued = await Issued(parent, root);
        foreach (var paper in version.Papers)
        {
            var same = paper.PaperType is { } type ? parent.Components.FirstOrDefault(one => one.PaperType == type && one.State is "have" or "vault") : null;
            var result = issued.FirstOrDefault(one => one.PaperType == paper.PaperType);
            if (same is not null)
                files.AddRange(handed.Where(file => file.PaperKey == same.PaperKey).Select(file => new NewFile(Guid.CreateVersion7(), paper.Key, file.Sha256,
                    file.FileName, file.MediaType, file.Size, file.Pages, file.UploadedAt, file.Signature, file.SignatureWords, NewFile.Linked)));
            else if (result is not null) files.Add(Issued(result, paper.Key));
            components.Add(new NewComponent(paper.Key, paper.Name, paper.PaperType, paper.IsAlwaysNeeded, paper.Kind,
                same?.State == "have" || result is not null || paper is { Kind: "form", Condition: null } ? "have"
                    : paper.IsAlwaysNeeded ? "missing" : "notNeeded", null));
        }
        // What the declaration has come to before is read by whoever goes on with it, also where the list does not ask for it.
        foreach (var result in issued.Where(one => files.TrueForAll(file => file.Sha256 != one.Sha256)))
        {
            var key = $"ket-qua-{components.Count + 1}";
            components.Add(new NewComponent(key, result.Title, result.PaperType, false, "copy", "have", null));
            files.Add(Issued(result, key));
        }
        return (components, files);
    }

    private NewFile Issued(DigitisedPaper result, string key) => new(Guid.CreateVersion7(), key, result.Sha256, $"{result.Title}.pdf", result.MediaType,
        result.Size, result.Pages, desk.Now, null, null, NewFile.Linked);

    private async Task<IReadOnlyList<DigitisedPaper>> Issued(Dossier parent, Guid root)
    {
        var others = db.Set<LinkedDossier>().Where(linked => linked.RootId == root).Select(linked => linked.ChildId);
        var family = await db.Set<Dossier>().AsNoTracking().Where(one => one.Id == root || one.Id == parent.Id || others.Contains(one.Id)).ToListAsync();
        var found = new List<DigitisedPaper>();
        foreach (var one in family.Where(one => one.HasOwnResult))
        {
            if (await results.OfDossier(one.Id) is not { State: "released" } result) continue;
            // By the name of everyday, not in the capitals of its heading.
            var name = (await catalogue.GetVersion(one.ProcedureVersionId))?.Result.Name ?? result.Title;
            found.AddRange((await papers.OfDossier(one.Id)).Where(paper => paper.Sha256 == result.PdfSha256).Select(paper => paper with { Title = name }));
        }
        return found;
    }
}
