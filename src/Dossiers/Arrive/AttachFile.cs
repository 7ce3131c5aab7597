using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Scan;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Arrive;

/// <summary>Thêm tệp vào hồ sơ: by whoever may digitise its papers, or by the house for another room.</summary>
internal sealed class AttachFile(DossierDesk desk, Db db)
{
    public async Task<Attachment> Execute(string code, string paperKey, UploadedFile file)
    {
        var dossier = await desk.Load(code, Seen.Nothing);
        if (!DossierPolicy.IsHouse(desk.Actor) && !DossierPolicy.MayServe(dossier, desk.Actor)
            && (await desk.Step(dossier) is not { } task || !DossierPolicy.MayDo(task, dossier, desk.Actor)))
            throw new Refused(403, "Chỉ bộ phận một cửa tiếp nhận hồ sơ hoặc người đang xử lý được thêm giấy tờ vào hồ sơ này");
        AttachScan.RequireOpen(dossier);
        var component = dossier.Components.SingleOrDefault(c => c.PaperKey == paperKey)
            ?? throw new Refused(400, "Giấy tờ này không có trong thành phần hồ sơ", "paper");
        var row = Attachment.Of(file, paperKey, "upload", desk.Now);
        row.DossierId = dossier.Id;
        db.Add(row);
        component.State = "have";
        // Whoever signs or receives must have seen this paper.
        dossier.Version++;
        desk.Record(dossier, new FileAttached(dossier.Id, dossier.Code, paperKey, row.Id, file.Sha256));
        await desk.Save();
        return row;
    }
}
