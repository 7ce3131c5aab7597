using MotCua.Tests.Dossiers;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;

namespace MotCua.Tests.Proof;

/// <summary>Walks a received birth registration to its return: appraised, signed, registered, handed out.</summary>
internal static class ToTheEnd
{
    public static async Task Walk(House house, string code)
    {
        var (khoi, tam, ut, diem) = (await house.SignedIn("khoi"), await house.SignedIn("tam"), await house.SignedIn("ut"), await house.SignedIn("diem"));
        await Received.Act(khoi, code, "draft").Ok();
        await Received.Act(khoi, code, "pass-on", new { opinion = "Hồ sơ đủ điều kiện, trình ký" }).Ok();
        await Received.Act(tam, code, "sign").Ok();
        await Received.Act(ut, code, "register").Ok();
        await Received.Act(diem, code, "return", new { method = "counter", receiver = "Nguyễn Thị Bé Năm", paperShown = "CCCD" }).Ok();
    }
}
