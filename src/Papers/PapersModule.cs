using MotCua.Platform;

namespace MotCua.Papers;

public sealed class PapersModule : Module
{
    public override int Rank => 3;
}
