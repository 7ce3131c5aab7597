using MotCua.GovStackBridge;

await Bridge.Build(args).RunAsync();
