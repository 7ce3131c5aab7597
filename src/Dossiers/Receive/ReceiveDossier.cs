using MotCua.Catalogue.Contracts;
using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Dossiers.Supplement;
using MotCua.Platform.Text;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Receive;

/// <summary>Tiếp nhận hồ sơ: checks the papers, promises a date and starts the process.</summary>
internal sealed class ReceiveDossier(DossierDesk desk, DossierRules rules, DossierFiles files, WorkflowRuns workflow, MoveOn moves, Notices notices,
    AcceptedPapers accepted, ProcessOf process,
    CloseProposal proposal)
{
    /// <summary>The promise before it is made: what the officer sees and explains before pressing the button.</summary>
    public async Task<PromiseView> Promise(Dossier dossier)
    {
        var version = await rules.Version(dossier);
        return PromiseView.IfReceived(desk.Now, version, await rules.Basis(dossier));
    }

    public async Task<Dossier> Execute(string code, Seen seen, IReadOnlyList<CheckedPaper> papers)
    {
        var sheet = await desk.LoadSheet(code, seen);
        var dossier = sheet.Dossier;
        if (!DossierPolicy.MayServe(dossier, desk.Actor)) throw new Refused(403, "Hồ sơ này do bộ phận một cửa khác tiếp nhận");
        Mark(dossier, papers, desk.Now);
        await Accept(sheet);
        await desk.Save();
        return dossier;
    }

    /// <summary>Accepts a loaded or new dossier; the caller saves.</summary>
    public async Task Accept(DossierSheet sheet)
    {
        var dossier = sheet.Dossier;
        await files.Require(sheet.Files);
        var version = await rules.Version(dossier);
        dossier.Receive(desk.Now, version.Term, version.SameDayCutOff, await rules.Basis(dossier), desk.Actor.Name);
        desk.Record(dossier, new DossierReceived(dossier.Id, dossier.Code, dossier.IntakeOffice, dossier.DueAt, dossier.DueProvisional));
        await StartProcess(dossier, version);
        await proposal.Execute(dossier, "hồ sơ đã được tiếp nhận");
        await accepted.Deposit(dossier, sheet.Files);
        await notices.Tell(dossier, "dossier.received");
    }

    private async Task StartProcess(Dossier dossier, ProcedureVersionView version)
    {
        var here = await rules.Case(dossier);
        var drawing = await process.Of(version, desk.Now);
        var moved = await workflow.Start(MoveOn.SubjectOf(dossier), drawing, dossier.CompetentAgency, dossier.IntakeOffice, here);
        var first = moved.Open[0];
        // The step of receiving is what has just been done.
        if (first.Kind == StepKind.Receive)
        {
            await workflow.Assign(first, desk.Actor.AccountId ?? Guid.Empty, desk.Actor.Name);
            moved = await workflow.Complete(first, "received", null, here);
        }
        await moves.After(dossier, moved, first.StepName, "received", null);
    }

    /// <param name="papers">As a program sent it: the list or a line of it may be absent.</param>
    public static void Mark(Dossier dossier, IReadOnlyList<CheckedPaper?>? papers, DateTimeOffset at)
    {
        if (papers is null) throw new Refused(400, "Gửi danh sách giấy tờ đã kiểm tra; không có giấy tờ nào thì để danh sách rỗng", "papers");
        foreach (var paper in papers)
        {
            var component = dossier.Components.SingleOrDefault(c => c.PaperKey == paper?.PaperKey);
            if (component is null || paper is null) throw new Refused(400, "Giấy tờ này không có trong thành phần hồ sơ", paper?.PaperKey ?? "papers");
            if (paper.State is not ("have" or "missing" or "vault" or "notNeeded"))
                throw new Refused(400, $"Đánh dấu có, thiếu hoặc lấy từ kho cho \"{component.Name}\"", paper.PaperKey);
            if (paper.State == "vault" && component.GrantId is null)
                throw new Refused(400, $"\"{component.Name}\" chưa được người nộp đồng ý lấy từ kho", paper.PaperKey);
            if (paper.State == "notNeeded" && component.Required)
                throw new Refused(400, $"\"{component.Name}\" là giấy tờ bắt buộc, không bỏ qua được", paper.PaperKey);
            component.CheckedAt = at;
            foreach (var (number, words) in new[] { (paper.Originals, "bản chính"), (paper.Copies, "bản sao") })
                if (number is < 0 or > CheckedPaper.MostSheets)
                    throw new Refused(400,
                    $"\"{component.Name}\": số {words} từ 0 đến {CheckedPaper.MostSheets}, đang ghi {Vi.Number(number)}", paper.PaperKey);
            // The form offers the usual numbers also beside a paper that is not there; later they tell what was handed in.
            var here = paper.State is "have" or "vault";
            (component.State, component.Originals, component.Copies, component.Note) =
                (paper.State, here ? paper.Originals : 0, here ? paper.Copies : 0,
                    TypedText.Within(paper.Note, 500, component.Name, paper.PaperKey) is { Length: > 0 } note ? note : component.Note);
        }
    }
}
