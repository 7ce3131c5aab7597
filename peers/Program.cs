using MotCua.Peers;

await PeerHost.Build(args).RunAsync();
