using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Resolve;
using MotCua.Papers.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Sign;

/// <summary>What became of one of many.</summary>
/// <param name="Number">Of the signed result; null: not signed, and <paramref name="Problem"/> says why.</param>
/// <param name="Before">It had been signed when this was asked: a repeated press, or a page that had lost its network.</param>
/// <param name="Away">A service of the signature did not answer: the next would meet the same silence.</param>
internal sealed record SignedOne(string Code, string OwnerName, string? Number, string? Problem, bool Before = false, bool Away = false);

/// <summary>
/// Ký nhiều kết quả: one proof of who signs, then each on its own, with a truth of its own. What was not agreed to as it stands now is not
/// signed; when a service of the signature is away the rest is not tried, so that nobody waits fifty times for the same silence.
/// </summary>
internal sealed class SignMany(DossierDesk desk, Db db, ResolveDossier resolve, IssuedResults results, SigningProof proof)
{
    /// <summary>As many as a page of the list shows.</summary>
    public const int Most = 50;

    /// <param name="asked">Codes with the versions that the list showed.</param>
    public async Task<IReadOnlyList<SignedOne>> Execute(IReadOnlyList<(string Code, Seen Seen)> asked, string? password)
    {
        if (asked.Count == 0) throw new Refused(400, "Chưa chọn kết quả nào. Mở từng dự thảo, bấm “Đồng ý, xem tiếp”, rồi ký", "chon");
        if (asked.Count > Most) throw new Refused(400, $"Mỗi lần ký tối đa {Most} kết quả, đang chọn {asked.Count}. Bỏ bớt rồi ký", "chon");
        var signer = await proof.Require(password);
        var done = new List<SignedOne>();
        string? away = null;
        foreach (var (code, seen) in asked.DistinctBy(one => one.Code))
        {
            done.Add(away is null ? await One(code, seen, signer) : new SignedOne(code, "", null, $"Chưa thử, vì kết quả trước: {away}"));
            if (done[^1] is { Away: true, Problem: { } problem }) away = problem;
        }
        return done;
    }

    private async Task<SignedOne> One(string code, Seen seen, Proven signer)
    {
        SignedOne? one = null;
        var name = "";
        var refused = await desk.Alone(async () =>
        {
            var dossier = await desk.Read(code);
            name = dossier.OwnerName;
            var account = desk.Actor.AccountId;
            if (await results.OfDossier(dossier.Id) is { State: "signed" or "released", Number: { } number })
            {
                one = new(code, name, number, null, Before: true);
                return;
            }
            desk.Forget();
            var agreed = await db.Set<AgreedDraft>().SingleOrDefaultAsync(a => a.AccountId == account && a.DossierId == dossier.Id)
                ?? throw Refused.WrongState("Chưa mở đọc. Mở dự thảo rồi bấm “Đồng ý, xem tiếp”");
            if (seen.Version != agreed.Seen || agreed.Seen != dossier.Version)
                throw Refused.WrongState("Hồ sơ đã thay đổi từ khi anh/chị đọc. Mở đọc lại");
            // Number and intent give the dossier its next version before the key is used. Of the same commit, so that a signature that fails after it
            // may be tried again without reading again what nobody has changed.
            agreed.Seen++;
            await resolve.Sign(code, seen, signer);
            one = new(code, name, (await results.OfDossier(dossier.Id))?.Number, null);
        });
        return one ?? new(code, name, null, refused!.Message, Away: refused.Status == 503);
    }
}
