using MotCua.Platform;

namespace MotCua.Organisation;

public sealed class OrganisationModule : Module
{
    public override int Rank => 1;
}
