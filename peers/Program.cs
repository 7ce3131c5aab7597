using MotCua.Peers;
using MotCua.Peers.Life;

if (args is ["live", .. var words]) return await LiveCommand.Run(words);
await PeerHost.Build(args).RunAsync();
return 0;
