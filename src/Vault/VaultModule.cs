using MotCua.Platform;

namespace MotCua.Vault;

public sealed class VaultModule : Module
{
    public override int Rank => 3;
}
