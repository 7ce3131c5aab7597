using MotCua.Platform;

namespace MotCua.Dossiers;

public sealed class DossiersModule : Module
{
    public override int Rank => 4;
}
