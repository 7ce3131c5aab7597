using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MotCua.Peers;

/// <summary>Enrolment over secure transport (RFC 7030; here over plain loopback HTTP), revocation list and OCSP (RFC 6960).</summary>
internal static class CertificateAuthority
{
    public static void Map(WebApplication app)
    {
        var est = app.MapGroup("/.well-known/est").AddEndpointFilter(FaultDial.Filter(_ => "ca"));
        est.MapGet("/cacerts", (AuthorityStore store, HttpResponse response) => CertificatesOnly(response, store.Issuing, store.Root));
        est.MapPost("/simpleenroll", Enrol);
        est.MapPost("/simplereenroll", Enrol);
        var plain = app.MapGroup("").AddEndpointFilter(FaultDial.Filter(_ => "ca"));
        plain.MapGet("/root.cer", (AuthorityStore store) => Results.Bytes(store.Root.RawData, "application/pkix-cert"));
        plain.MapGet("/issuing.cer", (AuthorityStore store) => Results.Bytes(store.Issuing.RawData, "application/pkix-cert"));
        plain.MapGet("/issued", (AuthorityStore store) => store.Issued);
        plain.MapPost("/revoke/{serial}", (string serial, AuthorityStore store) =>
        {
            if (store.Find(serial) is not { } entry)
            {
                return Results.NotFound();
            }

            store.Record(entry with { RevokedAt = entry.RevokedAt ?? DateTimeOffset.UtcNow });
            return Results.NoContent();
        });
        var lists = app.MapGroup("").AddEndpointFilter(FaultDial.Filter(_ => "crl"));
        lists.MapGet("/crl", (AuthorityStore store, FaultDial dial) => Results.Bytes(RevocationLists.OfIssued(store, dial["crl"].Mode,
            dial["ca"].Mode == FaultMode.Revoked), "application/pkix-crl"));
        lists.MapGet("/root.crl", (AuthorityStore store, FaultDial dial) => Results.Bytes(RevocationLists.OfAuthorities(store, dial["crl"].Mode),
            "application/pkix-crl"));
        var ocsp = app.MapGroup("/ocsp").AddEndpointFilter(FaultDial.Filter(_ => "ocsp"));
        ocsp.MapPost("", async (HttpRequest request, AuthorityStore store, FaultDial dial) =>
            Results.Bytes(StatusResponder.Answer(await Body(request, 65_536), store, dial["ocsp"].Mode), "application/ocsp-response"));
        ocsp.MapGet("/{**request}", (string request, AuthorityStore store, FaultDial dial) =>
        {
            var body = new byte[request.Length];
            return Convert.TryFromBase64String(request, body, out var length)
                ? Results.Bytes(StatusResponder.Answer(body[..length], store, dial["ocsp"].Mode), "application/ocsp-response")
                    : Results.BadRequest("not a status request");
        });
    }

    private static async Task<byte[]> Body(HttpRequest request, int limit)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(buffer)) > 0 && copy.Length <= limit;)
        {
            copy.Write(buffer, 0, read);
        }

        return copy.Length <= limit ? copy.ToArray() : throw new BadHttpRequestException("too large", 413);
    }

    private static IResult CertificatesOnly(HttpResponse response, params X509Certificate2[] certificates)
    {
        response.Headers["Content-Transfer-Encoding"] = "base64";
        var pkcs7 = new X509Certificate2Collection(certificates).Export(X509ContentType.Pkcs7)!;
        return Results.Text(Convert.ToBase64String(pkcs7, Base64FormattingOptions.InsertLineBreaks), "application/pkcs7-mime; smime-type=certs-only");
    }

    private static async Task<IResult> Enrol(HttpRequest request, HttpResponse response, AuthorityStore store, FaultDial dial)
    {
        CertificateRequest asked;
        try
        {
            var der = Convert.FromBase64String(Encoding.ASCII.GetString(await Body(request, 65_536)));
            asked = CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return Results.BadRequest("not a PKCS#10 request");
        }

        var mode = dial["ca"].Mode;
        using var certificate = store.Issue(asked, $"{request.Scheme}://{request.Host}", expired: mode == FaultMode.Expired);
        if (mode == FaultMode.Revoked)
        {
            store.Record(store.Find(certificate.SerialNumber)! with { RevokedAt = DateTimeOffset.UtcNow });
        }

        return CertificatesOnly(response, certificate);
    }
}
