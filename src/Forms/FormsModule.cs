using MotCua.Platform;

namespace MotCua.Forms;

public sealed class FormsModule : Module
{
    public override int Rank => 2;
}
