using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Configuration;
using MotCua.Papers.Contracts;
using Xunit;

namespace MotCua.Tests.Papers.Signatures;

/// <summary>What the authorities say of a certificate, over the wire; and what is done when they say nothing that holds.</summary>
[Trait("Pace", "slow")]
public sealed class RevocationTests(PeersFixture peers) : IClassFixture<PeersFixture>, IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private sealed class Clients : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    private TrustedAuthorities Authorities(string ocsp = "/ocsp", string crl = "/crl /root.crl") =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Ca:Url"] = peers.Address.ToString(), ["Ca:StatusSeconds"] = "0",
        ["Ca:Ocsp"] = string.Join(' ', ocsp.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(path => new Uri(peers.Address, path))),
        ["Ca:Crl"] = string.Join(' ', crl.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(path => new Uri(peers.Address, path))),
    }).Build(), new Clients());

    private async Task Dial(string peer, string mode) => (await peers.Http.PutAsJsonAsync(new Uri(peers.Address, $"/dial/{peer}"),
        new { mode })).EnsureSuccessStatusCode();

    private async Task<IReadOnlyList<byte[]>> Chain(EnrolledKey key) => [.. key.Chain, (await Authorities().Roots())[0]];

    private async Task<EnrolledKey> Revoked()
    {
        var key = await peers.Enrolment.Enrol("Người Bị Thu Hồi");
        (await peers.Http.PostAsync(new Uri(peers.Address, $"/revoke/{X509CertificateLoader.LoadCertificate(key.Chain[0]).SerialNumber}"),
            null)).EnsureSuccessStatusCode();
        return key;
    }

    [Fact]
    public async Task Either_way_of_asking_knows_a_good_and_a_revoked_certificate()
    {
        var (good, bad) = (await Chain(peers.Signer), await Chain(await Revoked()));
        foreach (var authorities in new[] { Authorities(), Authorities(ocsp: ""), Authorities(crl: "/root.crl") })
        {
            foreach (var anew in new[] { false, true })
            {
                Assert.All(await authorities.Status(good, anew), status => Assert.Equal(new CertificateStatus(true, null), status));
                var told = (await authorities.Status(bad, anew))[0];
                Assert.True(told.IsKnown);
                Assert.InRange(told.RevokedAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(1));
            }
        }
    }

    [Fact]
    public async Task No_answer_a_stale_one_and_a_forged_one_are_no_answer()
    {
        var chain = await Chain(peers.Signer);
        foreach (var mode in new[] { "fail", "stale", "forged" })
        {
            await Dial("ocsp", mode);
            Assert.False((await Authorities(crl: "/root.crl").Status(chain))[0].IsKnown, mode);
            // The list still answers.
            Assert.True((await Authorities().Status(chain, anew: true))[0].IsKnown, mode);
            await Dial("crl", mode);
            Assert.All(await Authorities().Status(chain, anew: true), status => Assert.False(status.IsKnown, mode));
            Assert.All(await Authorities().Status(chain), status => Assert.False(status.IsKnown, mode));
            await Dial("crl", "ok");
            await Dial("ocsp", "ok");
        }

        // The certificate names its own addresses; without configured ones nobody is asked.
        Assert.All(await Authorities("", "").Status(chain, anew: true), status => Assert.False(status.IsKnown));
    }

    [Fact]
    public async Task Openssl_accepts_the_answers_of_the_shipped_authority()
    {
        string Pem(string name, byte[] der) => scratch.Put(name, Encoding.ASCII.GetBytes(X509CertificateLoader.LoadCertificate(der).ExportCertificatePem()));
        var root = Pem("root.pem", (await Authorities().Roots())[0]);
        var issuer = Pem("issuer.pem", peers.Signer.Chain[1]);
        (string Out, int Exit) Ask(byte[] certificate)
        {
            var (exit, output) = Tool.Run("openssl", "ocsp", "-issuer", issuer, "-cert", Pem("cert.pem", certificate), "-url",
                new Uri(peers.Address, "/ocsp").ToString(), "-CAfile", root, "-verify_other", issuer);
            return (output, exit);
        }

        var good = Ask(peers.Signer.Chain[0]);
        Assert.True(good.Out.Contains("Response verify OK", StringComparison.Ordinal) && good.Out.Contains(": good", StringComparison.Ordinal), good.Out);
        Assert.Contains(": revoked", Ask((await Revoked()).Chain[0]).Out);
        await Dial("ocsp", "forged");
        Assert.DoesNotContain("Response verify OK", Ask(peers.Signer.Chain[0]).Out);
        await Dial("ocsp", "ok");
        foreach (var (path, authority) in new[] { ("/crl", issuer), ("/root.crl", root) })
        {
            var list = scratch.Put("list.crl", await peers.Http.GetByteArrayAsync(new Uri(peers.Address, path)));
            Assert.Contains("verify OK", Tool.Run("openssl", "crl", "-inform", "DER", "-in", list, "-CAfile", authority, "-noout").Output);
        }
    }
}
