using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace MotCua.Peers;

internal sealed record IssuedCertificate(string Serial, string Subject, DateTimeOffset IssuedAt, DateTimeOffset? RevokedAt);

/// <summary>Root, issuing authority, timestamp and OCSP signers: made once in the data folder, kept as PEM.</summary>
internal sealed class AuthorityStore
{
    /// <summary>Certificates of development reach back, so that a test clock set into the past still finds them in force.</summary>
    private static readonly DateTimeOffset From = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string folder;
    private readonly Lock gate = new();
    private readonly Dictionary<string, IssuedCertificate> issued = [];

    public AuthorityStore(string folder)
    {
        this.folder = folder;
        Root = Load("root") ?? Save("root", MakeRoot());
        Issuing = Load("issuing") ?? Save("issuing", Make("CN=MotCua CA phat trien - cap chung thu, O=MotCua, C=VN", Root, 10, isAuthority: true, []));
        Timestamp = Load("tsa") ?? Save("tsa", Make("CN=MotCua TSA phat trien, O=MotCua, C=VN", Issuing, 8, isAuthority: false, ["1.3.6.1.5.5.7.3.8"]));
        Ocsp = Load("ocsp") ?? Save("ocsp", Make("CN=MotCua OCSP phat trien, O=MotCua, C=VN", Issuing, 8, isAuthority: false, ["1.3.6.1.5.5.7.3.9"]));
        if (File.Exists(IssuedPath))
        {
            foreach (var entry in File.ReadLines(IssuedPath).Select(l => JsonSerializer.Deserialize<IssuedCertificate>(l)!))
            {
                issued[entry.Serial] = entry;
            }
        }
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Issuing { get; }

    public X509Certificate2 Timestamp { get; }

    public X509Certificate2 Ocsp { get; }

    private string IssuedPath => Path.Combine(folder, "issued.jsonl");

    public IReadOnlyList<IssuedCertificate> Issued
    {
        get
        {
            lock (gate)
            {
                return [.. issued.Values];
            }
        }
    }

    public IssuedCertificate? Find(string serial)
    {
        lock (gate)
        {
            return issued.GetValueOrDefault(serial.ToUpperInvariant());
        }
    }

    public void Record(IssuedCertificate entry)
    {
        lock (gate)
        {
            issued[entry.Serial] = entry;
            File.AppendAllText(IssuedPath, JsonSerializer.Serialize(entry) + "\n");
        }
    }

    /// <summary>Issues for a request whose own signature was checked; profile for signing documents.</summary>
    public X509Certificate2 Issue(CertificateRequest request, string baseUrl, bool expired)
    {
        request.CertificateExtensions.Clear();
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        // Document signing (RFC 9336); e-mail protection beside it because common verifiers ask for that one.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.36"), new Oid("1.3.6.1.5.5.7.3.4")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Issuing, true, false));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{baseUrl}/crl"]));
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([$"{baseUrl}/ocsp"], [$"{baseUrl}/issuing.cer"]));
        var now = DateTimeOffset.UtcNow;
        using var key = Issuing.GetRSAPrivateKey()!;
        var certificate = request.Create(Issuing.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), From,
            expired ? now.AddDays(-1) : now.AddYears(3), Serial());
        Record(new IssuedCertificate(certificate.SerialNumber, certificate.Subject, now, null));
        return certificate;
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x3f | 0x40);
        return serial;
    }

    private static X509Certificate2 MakeRoot()
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=MotCua CA phat trien - goc, O=MotCua, C=VN", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(From, DateTimeOffset.UtcNow.AddYears(15));
    }

    private static X509Certificate2 Make(string subject, X509Certificate2 issuer, int years, bool isAuthority, string[] purposes)
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, isAuthority, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(isAuthority
            ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        if (purposes.Length > 0)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. purposes.Select(p => new Oid(p))], true));
        }

        using var certificate = request.Create(issuer, From, DateTimeOffset.UtcNow.AddYears(years), Serial());
        return certificate.CopyWithPrivateKey(key);
    }

    private X509Certificate2? Load(string name) => File.Exists(Path.Combine(folder, name + ".key"))
        ? X509Certificate2.CreateFromPemFile(Path.Combine(folder, name + ".pem"), Path.Combine(folder, name + ".key"))
        : null;

    private X509Certificate2 Save(string name, X509Certificate2 certificate)
    {
        File.WriteAllText(Path.Combine(folder, name + ".pem"), certificate.ExportCertificatePem());
        using var key = certificate.GetRSAPrivateKey()!;
        var path = Path.Combine(folder, name + ".key");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
