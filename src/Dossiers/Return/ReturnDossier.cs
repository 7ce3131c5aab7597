using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Return;

/// <summary>Trả kết quả: at the counter, by post or electronically. Lateness never blocks it.</summary>
internal sealed class ReturnDossier(DossierDesk desk, WorkflowRuns workflow, WorkOnStep work)
{
    public async Task<Dossier> Execute(string code, string method, string receiver, string? paperShown)
    {
        var dossier = await desk.Load(code);
        if (!DossierPolicy.MayServe(dossier, desk.Actor)) throw new Refused(403, "Kết quả này được trả tại bộ phận một cửa khác");
        if (method is not ("counter" or "post" or "electronic")) throw new Refused(400, "Chọn cách trả kết quả", "method");
        if (string.IsNullOrWhiteSpace(receiver)) throw new Refused(400, "Nhập họ tên người nhận như trên giấy tờ", "receiver");
        if (receiver.Length > 200) throw new Refused(400, "Họ tên người nhận dài quá 200 ký tự", "receiver");
        var representative = !string.Equals(receiver.Trim(), dossier.OwnerName, StringComparison.OrdinalIgnoreCase)
            && !string.Equals(receiver.Trim(), dossier.SubmitterName, StringComparison.OrdinalIgnoreCase)
            && !string.Equals(receiver.Trim(), dossier.Representative?.Name, StringComparison.OrdinalIgnoreCase);
        if (method == "counter" && representative && string.IsNullOrWhiteSpace(paperShown))
            throw new Refused(400, "Người nhận không phải chủ hồ sơ, người nộp hay người đại diện: ghi giấy ủy quyền đã xem", "paperShown");
        var shown = representative && !string.IsNullOrWhiteSpace(paperShown) ? paperShown.Trim() : null;
        if (shown?.Length > 300) throw new Refused(400, "Tên giấy ủy quyền dài quá 300 ký tự", "paperShown");
        dossier.ReturnResult(desk.Now, method, receiver.Trim(), shown, desk.Actor.Name);
        if (await workflow.Find(dossier.Id) is { Kind: StepKind.Return } task) await work.Move(dossier, task, "returned-to-owner", paperShown);
        desk.Record(dossier, new ResultReturned(dossier.Id, dossier.Code, method, receiver.Trim()), paperShown);
        await desk.Save();
        return dossier;
    }

    /// <summary>The three checks of the return desk: right person can be shown, signed, nothing unpaid.</summary>
    public static IReadOnlyList<(string Words, bool Ok)> Checks(Dossier dossier, IssuedResult? result) =>
    [
        ("Hồ sơ đã có kết quả", dossier.Status is DossierStatus.Done),
        ("Kết quả đã ký số và phát hành", result is { State: "released" }),
        (dossier.FeeVnd is > 0 ? $"Đã thu {Platform.Ui.Vi.Money(dossier.FeeVnd.Value)} (kiểm tra biên lai)" : "Không phải thu phí", true),
    ];
}
