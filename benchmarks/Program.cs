using MotCua.Benchmarks.Bench;
using MotCua.Benchmarks.Demo;
using MotCua.Benchmarks.Generate;
using MotCua.Benchmarks.GovStack;
using MotCua.Host;

return args switch
{
    ["demo", .. var rest] => await DemoCommand.Run(rest),
    ["generate", ..] => await RunCommand.Run(StartArguments.Parse(args, command: true), GenerateCommand.Command),
    ["bare-page", var size] => await BarePage.Serve(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
    ["bench", .. var rest] => await BenchCommand.Run(rest),
    ["govstack", .. var rest] => await ScoreCommand.Run(rest),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("MotCua.Benchmarks demo … | bench … | generate N | govstack …");
    return 2;
}
