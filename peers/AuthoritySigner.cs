using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;

namespace MotCua.Peers;

/// <summary>RSA with SHA-256 by the machine's own cryptography, for what BouncyCastle puts together: its own arithmetic takes fifty times as long.</summary>
internal sealed class AuthoritySigner(RSA key) : ISignatureFactory
{
    public object AlgorithmDetails { get; } = new AlgorithmIdentifier(PkcsObjectIdentifiers.Sha256WithRsaEncryption, DerNull.Instance);

    public IStreamCalculator<IBlockResult> CreateCalculator() => new Calculation(key);

    private sealed class Calculation(RSA key) : IStreamCalculator<IBlockResult>
    {
        private readonly MemoryStream content = new();

        public Stream Stream => content;

        public IBlockResult GetResult() => new Signed(key.SignData(content.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private sealed class Signed(byte[] signature) : IBlockResult
    {
        public byte[] Collect() => signature;

        public int Collect(byte[] buf, int off)
        {
            signature.CopyTo(buf, off);
            return signature.Length;
        }

        public int Collect(Span<byte> output)
        {
            signature.CopyTo(output);
            return signature.Length;
        }

        public int GetMaxResultLength() => signature.Length;
    }
}
