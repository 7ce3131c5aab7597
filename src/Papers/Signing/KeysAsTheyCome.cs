using System.Runtime.CompilerServices;

namespace MotCua.Papers.Signing;

/// <summary>
/// BouncyCastle looks for a prime number in the modulus of every RSA key it reads, forty rounds of it: 30 ms for a key of 3072 bits, and a
/// signature reads some twenty keys of certificates. An authority answers for the keys that it certifies, and a key without one proves nothing
/// here whatever its modulus is; OpenSSL and .NET ask for no such proof either. Small factors and the size are still looked at.
/// </summary>
internal static class KeysAsTheyCome
{
#pragma warning disable CA2255 // This is a room of one product, not somebody's library: it has to hold in every process that reads a key.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Take() => Environment.SetEnvironmentVariable("Org.BouncyCastle.Rsa.MaxMRTests", "0");
}
