using System.Buffers.Text;
using System.Security.Cryptography;

namespace MotCua.Platform.Security;

/// <summary>What nobody guesses: 128 random bits as 22 signs that stand in an address, a header or a QR as they are.</summary>
public static class RandomKey
{
    public const int Length = 22;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    public static bool Is(string text) => text.Length == Length && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_');
}
