using System.Text;
using MotCua.Host;
using MotCua.Platform.Postgres;
using MotCua.Platform.Sandbox;

if (args is [ReadingProcess.Word, .. var words]) return await ReadingProcess.Run(words);

// ./run …  →  MotCua.Host …            ./motcua load …  →  MotCua.Host command load …
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    Product.CheckIcu();
    var command = args is ["command", ..];
    var arguments = StartArguments.Parse(command ? args[1..] : args, command);
    if (command) return await RunCommand.Run(arguments);
    if (arguments.Help)
    {
        Console.WriteLine(RunProduct.Help);
        return 0;
    }
    return await RunProduct.Run(arguments);
}
catch (GroundException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}
