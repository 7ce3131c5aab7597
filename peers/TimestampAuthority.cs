using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.Utilities.Collections;

namespace MotCua.Peers;

/// <summary>Time-stamp protocol over HTTP (RFC 3161).</summary>
internal static class TimestampAuthority
{
    private const string Policy = "1.3.6.1.4.1.99999.1.1";

    public static void Map(WebApplication app) =>
        app.MapGroup("/tsa").AddEndpointFilter(FaultDial.Filter(_ => "tsa")).MapPost("", async (HttpRequest request, AuthorityStore store) =>
        {
            using var copy = new MemoryStream();
            await request.Body.CopyToAsync(copy);
            try
            {
                return Results.Bytes(Answer(new TimeStampRequest(copy.ToArray()), store), "application/timestamp-reply");
            }
            catch (Exception e) when (e is IOException or ArgumentException)
            {
                return Results.BadRequest("not a timestamp query");
            }
        });

    private static byte[] Answer(TimeStampRequest query, AuthorityStore store)
    {
        using var key = store.Timestamp.GetRSAPrivateKey()!;
        var certificate = DotNetUtilities.FromX509Certificate(store.Timestamp);
        var signer = new SignerInfoGeneratorBuilder().Build(new AuthoritySigner(key), certificate);
        var sha256 = Asn1DigestFactory.Get(NistObjectIdentifiers.IdSha256);
        var tokens = new TimeStampTokenGenerator(signer, sha256, new DerObjectIdentifier(Policy), isIssuerSerialIncluded: false);
        tokens.SetAccuracySeconds(1);
        tokens.SetCertificates(CollectionUtilities.CreateStore([certificate, DotNetUtilities.FromX509Certificate(store.Issuing)]));
        var generator = new TimeStampResponseGenerator(tokens, [TspAlgorithms.Sha256, TspAlgorithms.Sha384, TspAlgorithms.Sha512]);
        return generator.Generate(query, new BigInteger(1, RandomNumberGenerator.GetBytes(12)), DateTime.UtcNow).GetEncoded();
    }
}
