using System.Security.Cryptography.X509Certificates;

namespace MotCua.Papers.Signing;

/// <summary>Chứng thư của người ký: whose it is, for which agency and in which position.</summary>
internal static class SignerCertificate
{
    /// <returns>What does not agree, in Vietnamese; null when all does. A certificate without a title says nothing of the position.</returns>
    public static string? Mismatch(byte[] certificate, string name, string agency, string? title)
    {
        using var own = X509CertificateLoader.LoadCertificate(certificate);
        return !Same(own.GetNameInfo(X509NameType.SimpleName, false), name) ? "họ tên"
            : !Same(CertificateChain.Part(own, "2.5.4.10"), agency) ? "cơ quan"
            : CertificateChain.Part(own, "2.5.4.12") is { } held && title is not null && !Same(held, title) ? "chức vụ"
            : null;
    }

    private static bool Same(string? one, string? other) =>
        string.Equals(one?.Normalize().Trim(), other?.Normalize().Trim(), StringComparison.OrdinalIgnoreCase);
}
