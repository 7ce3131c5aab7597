using MotCua.People.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Web;

namespace MotCua.Vault;

internal static class Owners
{
    /// <summary>The owner an account stands for; 401 or 403 when it stands for none.</summary>
    public static OwnerIdentity Owner(this Actor actor) => actor switch
    {
        { OwnerKind: { } kind, OwnerNumber: { } number } => new OwnerIdentity(kind, number),
        { IsSignedIn: false } => throw new Refused(401, ApiErrors.Title(401)),
        _ => throw new Refused(403, "Tài khoản này không có kho giấy tờ. Đăng nhập bằng tài khoản của chủ giấy tờ"),
    };
}
