using MotCua.Benchmarks.Bench;
using MotCua.Benchmarks.Demo;

return args switch
{
    ["demo", .. var rest] => await DemoCommand.Run(rest),
    ["bench", .. var rest] => await BenchCommand.Run(rest),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("MotCua.Benchmarks demo … | bench …");
    return 2;
}
