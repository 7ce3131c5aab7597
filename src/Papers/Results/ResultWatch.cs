using MotCua.Papers.Contracts;
using MotCua.Platform.Evidence;
using Microsoft.Extensions.DependencyInjection;

namespace MotCua.Papers.Results;

/// <summary>A result is watched from its signature on; before, it is a draft.</summary>
internal static class ResultWatch
{
    public static readonly Watched<Result> Results = new("papers.result/1", "Kết quả")
    {
        Birth = "dossier.submitted",
        Key = result => result.SignedSha256 is null ? null : result.Id.ToString(), Stream = result => $"dossier/{result.DossierId}",
        Title = result => $"số {result.Number ?? "(không có)"} của hồ sơ {result.DossierCode}", Secret = result => result.VerifyToken,
        Fields =
        [
            new("hồ sơ", r => [r.DossierId, r.DossierCode, r.ProcedureCode]), new("tên", r => [r.Title, r.PaperType, r.ResultPaperCode]),
                new("số", r => [r.Number]),
            new("cơ quan", r => [r.AgencyCode, r.AgencyName]), new("chủ kết quả", r => [r.OwnerKind, r.OwnerNumber, r.OwnerName]),
                new("nội dung", r => [new JsonText(r.Content)]),
            new("trạng thái", r => [r.State, r.ReleasedAt]), new("tệp đã ký", r => [r.SignedSha256]), new("mã kiểm tra", r => [r.VerifyToken]),
            new("người ký", r => [r.SignerId, r.SignerName, r.SignerTitle, r.CertificateSerial]), new("giờ ký", r => [r.SignedAt]),
                new("hiệu lực", r => [r.ValidTo]),
            new("đính chính", r => [r.Corrects, r.CorrectionReason, r.CorrectionCode]),
        ],
        RowsOf = (db, owners) => db.Set<Result>().Where(r => owners.Contains(r.Id)),
        OwnersAfter = (db, after) => db.Set<Result>().Where(r => r.Id > after).OrderBy(r => r.Id).Select(r => r.Id),
        Old = [new("result.signed/1", "resultId", r => r.Id, ("số", "number", r => r.Number), ("tệp đã ký", "sha256", r => r.SignedSha256),
            ("người ký", "signerName", r => r.SignerName), ("hồ sơ", "dossierCode", r => r.DossierCode))],
        Bytes = (services, result) => services.GetRequiredService<ResultVerification>().AgainstFile(result),
    };
}
