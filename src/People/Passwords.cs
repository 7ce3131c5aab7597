using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using MotCua.Platform.Web;

namespace MotCua.People;

/// <summary>
/// Mật khẩu: long and not known to everybody, nothing else asked of it (NIST SP 800-63B, 5.1.1.2). Only a salted hash is kept.
/// </summary>
internal static class Passwords
{
    public const int Shortest = 12;
    public const int Longest = 200;

    // No look-alikes: it is read from a screen once and typed by hand.
    private const string Symbols = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679";

    private static readonly PasswordHasher<string> Hasher = new();

    /// <summary>A hash nobody's password has, so that an unknown name costs the same work as a wrong password.</summary>
    public static readonly string Nobody = Hash(Guid.NewGuid().ToString());

    private static readonly Lazy<HashSet<string>> Common = new(() =>
    {
        using var list = new StreamReader(typeof(Passwords).Assembly.GetManifestResourceStream("MotCua.People.common-passwords.txt")!);
        return [.. list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#')];
    });

    public static string Hash(string password) => Hasher.HashPassword("", Normal(password));

    public static bool Match(string hash, string password)
    {
        // Too long to be anybody's; the work is done all the same.
        var typed = password.Length > Longest * 2 ? "" : password;
        // Phones and computers write the same Vietnamese letter in two ways; passwords of before were kept as they came.
        return Verify(hash, Normal(typed)) || Normal(typed) != typed && Verify(hash, typed);
    }

    public static string OneTime() => RandomNumberGenerator.GetString(Symbols, 16);

    /// <summary>Refuses what is too short, known to everybody, made of digits alone, or of the account's own name.</summary>
    public static void Demand(string? password, Account? account, string field)
    {
        if (string.IsNullOrEmpty(password)) throw new Refused(400, "Nhập mật khẩu mới", field);
        var plain = Normal(password);
        var length = new System.Globalization.StringInfo(plain).LengthInTextElements;
        if (length < Shortest) throw new Refused(400, $"Mật khẩu mới cần ít nhất {Shortest} ký tự, hiện có {length}. Một câu dài là tốt", field);
        if (plain.Length > Longest) throw new Refused(400, $"Mật khẩu mới dài quá {Longest} ký tự. Rút ngắn lại", field);
        var lower = plain.ToLowerInvariant();
        var bare = string.Concat(lower.Where(char.IsLetterOrDigit));
        // "matkhau" with the year behind it is the same word.
        var stem = bare.Trim('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var known = new[] { lower, bare, stem }.Any(Common.Value.Contains);
        if (known || stem.Length == 0 && bare.Length < 16 || plain.Distinct().Count() < 5 || IsRun(lower) || Repeats(lower))
            throw new Refused(400, "Mật khẩu này nhiều người dùng nên dễ đoán. Chọn một câu khác", field);
        var own = new[] { account?.Username, account?.Phone }.OfType<string>().Where(word => word.Length >= 4);
        if (own.Any(word => lower.Replace(word, "", StringComparison.Ordinal).Length < 6))
            throw new Refused(400, "Mật khẩu gần như là tên đăng nhập hoặc số điện thoại. Chọn một câu khác", field);
    }

    /// <summary>Half a surrogate pair has no normal form and stays as it came.</summary>
    private static string Normal(string text)
    {
        try { return text.Normalize(); }
        catch (ArgumentException) { return text; }
    }

    private static bool Verify(string hash, string password) => Hasher.VerifyHashedPassword("", hash, password) != PasswordVerificationResult.Failed;

    /// <summary>abcdefghijkl, 987654321098: each sign is next to the one before.</summary>
    private static bool IsRun(string text) => Enumerable.Range(1, text.Length - 1).All(i => Math.Abs(text[i] - text[i - 1]) is 1 or 9);

    /// <summary>matkhaumatkhau: one short word again and again.</summary>
    private static bool Repeats(string text) =>
        Enumerable.Range(1, Math.Min(8, text.Length / 2)).Any(unit => Enumerable.Range(0, text.Length).All(i => text[i] == text[i % unit]));
}
