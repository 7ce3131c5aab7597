using MotCua.Benchmarks.Demo;

return args switch
{
    ["demo", .. var rest] => await DemoCommand.Run(rest),
    _ => Unknown(),
};

static int Unknown()
{
    Console.Error.WriteLine("MotCua.Benchmarks demo …");
    return 2;
}
