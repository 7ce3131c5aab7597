using MotCua.Platform.Web;

namespace MotCua.People.Contracts;

/// <summary>
/// Xác nhận lại người ký, right before each act of signing: a session left open on a desk signs nothing. The proof lives as
/// long as the request that brings it and is good for one act; how long ago another was given does not count. A second factor
/// becomes one more way.
/// </summary>
public sealed class SigningProof(PasswordProof proof)
{
    /// <summary>How it was proven in this request: "password"; null: not at all.</summary>
    public string? Given { get; private set; }

    /// <exception cref="Refused">400 nothing given or wrong, 429 wrong too often; field "password".</exception>
    public async Task Require(string? password)
    {
        if (string.IsNullOrEmpty(password)) throw NotGiven();
        await proof.Give(password);
        Given = "password";
    }

    /// <summary>For whoever uses a key: no way leads here without a proof.</summary>
    public void Demand()
    {
        if (Given is null) throw NotGiven();
    }

    private static Refused NotGiven() => new(400, "Nhập lại mật khẩu để xác nhận chính anh/chị ký", "password");
}
