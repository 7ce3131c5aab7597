using MotCua.Platform;

namespace MotCua.Catalogue;

public sealed class CatalogueModule : Module
{
    public override int Rank => 2;
}
