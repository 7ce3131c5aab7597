namespace MotCua.Peers;

internal static class EndWithParent
{
    /// <summary>
    /// Started with --parent: ends when the product does, even when that was killed. Standard input is a pipe from it, and
    /// its end closes with the process; a number of a process could by then belong to another, or to a zombie.
    /// </summary>
    public static void Follow(this WebApplication app)
    {
        if (app.Configuration["parent"] is null) return;
        _ = Task.Run(async () =>
        {
            using var input = Console.OpenStandardInput();
            var rest = new byte[64];
            while (await input.ReadAsync(rest) > 0) { }
            app.Lifetime.StopApplication();
        });
    }
}
