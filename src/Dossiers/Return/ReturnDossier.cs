using MotCua.Dossiers.Contracts;
using MotCua.Dossiers.Process;
using MotCua.Papers.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;

namespace MotCua.Dossiers.Return;

/// <summary>Trả kết quả: at the counter, by post or electronically. Lateness never blocks it.</summary>
internal sealed class ReturnDossier(DossierDesk desk, WorkOnStep work, Notices notices)
{
    public async Task<Dossier> Execute(string code, Seen seen, string method, string receiver, string? paperShown)
    {
        var dossier = await desk.Load(code, seen);
        if (!DossierPolicy.MayServe(dossier, desk.Actor)) throw new Refused(403, "Kết quả này được trả tại bộ phận một cửa khác");
        if (dossier is { Status: DossierStatus.Done, HasOwnResult: false }) throw Refused.WrongState("Kết quả được trả theo từng hồ sơ cùng tờ khai");
        if (method is not ("counter" or "post" or "electronic")) throw new Refused(400, "Chọn cách trả kết quả", "method");
        if (string.IsNullOrWhiteSpace(receiver)) throw new Refused(400, "Nhập họ tên người nhận như trên giấy tờ", "receiver");
        receiver = TypedText.Within(receiver, 200, "Họ tên người nhận", "receiver");
        if (method == "counter" && !MayTake(dossier, receiver) && string.IsNullOrWhiteSpace(paperShown))
            throw new Refused(400, "Người nhận không phải chủ hồ sơ hay người tự nộp: ghi giấy ủy quyền đã xem", "paperShown");
        var shown = TypedText.Within(paperShown, 300, "Giấy ủy quyền", "paperShown") is { Length: > 0 } paper ? paper : null;
        dossier.ReturnResult(desk.Now, method, receiver, shown, desk.Actor.Name);
        if (await desk.Step(dossier, seen, StepKind.Return) is { Kind: StepKind.Return } task) await work.Move(dossier, task, "returned-to-owner", shown);
        desk.Record(dossier, new ResultReturned(dossier.Id, dossier.Code, method, receiver), shown);
        var how = method switch { "post" => "qua bưu chính", "electronic" => "bản điện tử", _ => "tại quầy" };
        await notices.Tell(dossier, "dossier.returned", $"{how}, người nhận {receiver}");
        await desk.Save();
        return dossier;
    }

    /// <summary>The owner, an organisation's head and who filed their own dossier. Being allowed to file is not being allowed to receive.</summary>
    private static bool MayTake(Dossier dossier, string receiver) =>
        new[] { dossier.OwnerName, dossier.FiledByHelper ? null : dossier.SubmitterName, dossier.FiledByHelper ? null : dossier.Representative?.Name }
            .Any(name => string.Equals(receiver, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The three checks of the return desk: right person can be shown, signed, nothing unpaid.</summary>
    public static IReadOnlyList<(string Words, bool Ok)> Checks(Dossier dossier, IssuedResult? result) =>
    [
        ("Hồ sơ đã có kết quả", dossier.Status is DossierStatus.Done),
        ("Kết quả đã ký số và phát hành", result is { State: "released" }),
        dossier.FeeTakenVnd is { } taken ? ($"Đã thu {Platform.Ui.Vi.Money(taken)} lúc tiếp nhận", true)
            : dossier.FeeVnd is > 0 and var fee ? ($"Phí, lệ phí {Platform.Ui.Vi.Money(fee)}: chưa ghi nhận đã thu, xem biên lai của người nhận", false)
            : ("Không phải thu phí", true),
    ];
}
