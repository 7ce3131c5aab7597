using MotCua.Peers;
using MotCua.Peers.Life;

// BouncyCastle would look for primes in each key again and again; these are our own.
Environment.SetEnvironmentVariable("Org.BouncyCastle.Rsa.MaxMRTests", "0");
if (args is ["live", .. var words]) return await LiveCommand.Run(words);
await PeerHost.Build(args).RunAsync();
return 0;
