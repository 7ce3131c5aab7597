using MotCua.Platform.Web;

namespace MotCua.People.Contracts;

/// <summary>
/// Xác nhận lại người ký, right before each act of signing: a session left open on a desk signs nothing. The proof lives as
/// long as the act that it is given for; how long ago another was given does not count. A second factor becomes one more way.
/// </summary>
public sealed class SigningProof(PasswordProof proof)
{
    /// <exception cref="Refused">400 nothing given or wrong, 429 wrong too often; field "password".</exception>
    public async Task<Proven> Require(string? password)
    {
        if (string.IsNullOrEmpty(password)) throw new Refused(400, "Nhập lại mật khẩu để xác nhận chính anh/chị ký", "password");
        await proof.Give(password);
        return new Proven("password");
    }
}

/// <summary>Whoever signs has just proven who they are: no key is used without it.</summary>
public sealed class Proven
{
    internal Proven(string way) => Way = way;

    /// <summary>"password".</summary>
    public string Way { get; }
}
