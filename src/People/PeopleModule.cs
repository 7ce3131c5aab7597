using MotCua.Platform;

namespace MotCua.People;

public sealed class PeopleModule : Module
{
    public override int Rank => 1;
}
