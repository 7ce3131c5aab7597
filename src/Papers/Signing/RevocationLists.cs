using System.Collections.Concurrent;
using MotCua.Papers.Contracts;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace MotCua.Papers.Signing;

/// <summary>Danh sách chứng thư bị thu hồi (CRL, RFC 5280): fetched when asked for, kept as long as it is fresh.</summary>
internal sealed class RevocationLists(IHttpClientFactory http)
{
    // The list of a national authority has tens of thousands of lines.
    private const int Most = 30_000_000;

    private readonly ConcurrentDictionary<Uri, Kept> kept = new();

    private sealed class Kept
    {
        public SemaphoreSlim Gate { get; } = new(1);
        public DateTimeOffset At { get; set; }
        public X509Crl? List { get; set; }
    }

    /// <param name="age">How old a fetched list may be.</param>
    public async Task<CertificateStatus> Find(IReadOnlyList<Uri> addresses, X509Certificate certificate, X509Certificate issuer, TimeSpan age,
        CancellationToken stop)
    {
        foreach (var address in addresses)
        {
            if (await Get(address, age, stop) is not { } list || !IsOf(list, issuer))
            {
                continue;
            }

            return new CertificateStatus(true, list.GetRevokedCertificate(certificate.SerialNumber) is { } entry
                ? new DateTimeOffset(DateTime.SpecifyKind(entry.RevocationDate, DateTimeKind.Utc)) : null);
        }

        return CertificateStatus.Unknown;
    }

    private async Task<X509Crl?> Get(Uri address, TimeSpan age, CancellationToken stop)
    {
        var entry = kept.GetOrAdd(address, _ => new Kept());
        await entry.Gate.WaitAsync(stop);
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            if (now - entry.At < age)
            {
                return entry.List;
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            (entry.At, entry.List) = (now, await StatusAnswers.Read(http.CreateClient("ca"), request, Most, stop) is { } der ? Parse(der) : null);
            return entry.List;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private static X509Crl? Parse(byte[] der)
    {
        try
        {
            return new X509CrlParser().ReadCrl(der);
        }
        // A list that cannot be read is none.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Whole, of this authority, by its key, and of now.</summary>
    private static bool IsOf(X509Crl list, X509Certificate issuer)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        if (!list.IssuerDN.Equivalent(issuer.SubjectDN) || list.GetCriticalExtensionOids() is { Count: > 0 }
            || list.GetExtensionValue(X509Extensions.DeltaCrlIndicator) is not null
            || list.ThisUpdate > now + StatusAnswers.Skew || (list.NextUpdate ?? list.ThisUpdate.AddDays(1)) < now - StatusAnswers.Skew)
        {
            return false;
        }

        try
        {
            list.Verify(issuer.GetPublicKey());
            return true;
        }
        catch (Exception e) when (e is Org.BouncyCastle.Security.GeneralSecurityException or Org.BouncyCastle.Crypto.CryptoException or ArgumentException)
        {
            return false;
        }
    }
}
