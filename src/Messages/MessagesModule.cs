using MotCua.Platform;

namespace MotCua.Messages;

public sealed class MessagesModule : Module
{
    public override int Rank => 3;
}
