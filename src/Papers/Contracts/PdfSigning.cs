using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MotCua.Papers.Pdf;
using MotCua.Papers.Signing;
using MotCua.Platform.Web;

namespace MotCua.Papers.Contracts;

/// <summary>
/// Ký số PAdES (ETSI EN 319 142, B-B or B-T) as an incremental update: the bytes before the signature stay as they were.
/// Refuses with a Vietnamese reason: 400 a file that cannot be signed, 409 a certificate not in force, 503 key or timestamp service not answering.
/// </summary>
public static class PdfSigning
{
    /// <summary>Room for certificates, signature and timestamp, in bytes.</summary>
    private const int ContentsBytes = 16_384;

    public static async Task<SignedPdf> Sign(byte[] pdf, SigningRequest request, CancellationToken cancellation = default) =>
        await Complete(Prepare(pdf, request), request, cancellation);

    /// <summary>Step 1: the file with an empty signature, ready to be stored as the intent.</summary>
    public static PreparedPdf Prepare(byte[] pdf, SigningRequest request)
    {
        using var certificate = Certificate(request);
        try
        {
            var file = PdfFile.Open(pdf);
            if (file.IsEncrypted)
            {
                throw new Refused(400, "Tệp PDF có mật khẩu nên chưa ký được. Bỏ mật khẩu rồi tải lên lại");
            }

            return new SignatureUpdate(file, request, ContentsBytes).Write();
        }
        catch (PdfBroken)
        {
            throw new Refused(400, "Tệp PDF bị hỏng cấu trúc nên chưa ký được. In lại ra PDF rồi tải lên");
        }
    }

    /// <summary>Step 2: signs the stored intent and puts the signature in its place.</summary>
    public static async Task<SignedPdf> Complete(PreparedPdf prepared, SigningRequest request, CancellationToken cancellation = default)
    {
        using var certificate = Certificate(request);
        var (cms, stampedAt) = await CmsSignature.Make(prepared.Digest, request.Key, certificate, request.Timestamp, cancellation);
        if (cms.Length > ContentsBytes)
        {
            throw new Refused(503, "Chuỗi chứng thư quá dài, chưa ký được. Báo quản trị hệ thống");
        }

        var bytes = prepared.Bytes.ToArray();
        var hex = Convert.ToHexStringLower(cms);
        System.Text.Encoding.ASCII.GetBytes(hex).CopyTo(bytes, prepared.GapStart + 1);
        return new SignedPdf(bytes, stampedAt ?? request.Now, stampedAt is not null, certificate.GetNameInfo(X509NameType.SimpleName, false),
            certificate.SerialNumber, certificate.GetNameInfo(X509NameType.SimpleName, true), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static X509Certificate2 Certificate(SigningRequest request)
    {
        if (request.Key.Chain.Count == 0)
        {
            throw new Refused(409, "Anh/chị chưa có chứng thư số. Đăng ký chứng thư rồi ký lại");
        }

        var certificate = X509CertificateLoader.LoadCertificate(request.Key.Chain[0]);
        if (certificate.NotAfter.ToUniversalTime() < request.Now.UtcDateTime)
        {
            throw new Refused(409, $"Chứng thư số hết hạn {certificate.NotAfter.ToUniversalTime().AddHours(7):dd/MM/yyyy}. Gia hạn rồi ký lại");
        }

        return certificate.NotBefore.ToUniversalTime() > request.Now.UtcDateTime.AddMinutes(10)
            ? throw new Refused(409, $"Chứng thư số có hiệu lực từ {certificate.NotBefore.ToUniversalTime().AddHours(7):dd/MM/yyyy}. Chưa ký được lúc này")
            : certificate;
    }
}
