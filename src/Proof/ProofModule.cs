using MotCua.Platform;

namespace MotCua.Proof;

public sealed class ProofModule : Module
{
    public override int Rank => 6;
}
