using MotCua.Peers;

var app = WebApplication.CreateBuilder(args).Build();
app.Follow();
app.Run();
