using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MotCua.Platform.Postgres;
using MotCua.Tests.TestKit;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform;

/// <summary>A real pgbouncer between the product and its database.</summary>
public sealed class PoolerTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("transaction", "")]
    [InlineData("transaction", "server_round_robin = 1\nmin_pool_size = 5")]
    [InlineData("transaction", "default_pool_size = 1")]
    [InlineData("statement", "")]
    public async Task Sessions_that_are_not_kept_are_refused_in_words(string mode, string more)
    {
        await using var pooler = await Pooler.Start(house, mode, more);
        var refusal = await Assert.ThrowsAsync<GroundException>(() => GivenDatabase.Open(pooler.Application, pooler.Owner, _ => { }, CancellationToken.None));
        Assert.Contains("pool_mode = session", refusal.Message);
        // The owner may go past the pooler; the application's own sessions are looked at too.
        refusal = await Assert.ThrowsAsync<GroundException>(() =>
            GivenDatabase.Open(pooler.Application, house.OwnerConnection, _ => { }, CancellationToken.None));
        Assert.Contains("pool_mode = session", refusal.Message);
    }

    [Fact]
    public async Task Kept_sessions_pass_with_a_pooler_and_without()
    {
        await using var pooler = await Pooler.Start(house, "session", "default_pool_size = 40");
        var given = await GivenDatabase.Open(pooler.Application, pooler.Owner, _ => { }, CancellationToken.None);
        Assert.Equal(pooler.Application, given.AppConnectionString);
        await GivenDatabase.Open(Pooler.ApplicationOf(house), house.OwnerConnection, _ => { }, CancellationToken.None);
    }

    [Fact]
    public async Task The_product_works_through_kept_sessions()
    {
        await using var pooler = await Pooler.Start(house, "session", "default_pool_size = 40");
        await using var through = new HouseBehind(pooler);
        await through.InitializeAsync();
        Assert.Equal(HttpStatusCode.OK, (await through.Anonymous().GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await through.SignedIn("diem")).GetAsync("/tai-khoan")).StatusCode);
        await through.Drain();
    }

    [Fact]
    public async Task One_login_whose_role_the_pooler_drops_is_refused_in_words()
    {
        foreach (var more in new[] { "", "ignore_startup_parameters = options" })
        {
            await using var pooler = await Pooler.Start(house, "session", more);
            var refusal = await Assert.ThrowsAsync<GroundException>(() => GivenDatabase.Open(pooler.Owner, null, _ => { }, CancellationToken.None));
            Assert.Contains("hai tài khoản", refusal.Message);
        }
    }

    private sealed class HouseBehind(Pooler pooler) : House
    {
        protected override async Task<(string Owner, string Application)> Database(Ground given)
        {
            var own = new NpgsqlConnectionStringBuilder((await given.Clone()).Owner).Database;
            string At(string connection) => new NpgsqlConnectionStringBuilder(connection) { Database = own }.ConnectionString;
            return (At(pooler.Owner), At(pooler.Application));
        }
    }

    private sealed class Pooler : IAsyncDisposable
    {
        private readonly Process process;
        private readonly string folder;

        private Pooler(Process process, string folder, string owner, string application) =>
            (this.process, this.folder, Owner, Application) = (process, folder, owner, application);

        public string Owner { get; }

        public string Application { get; }

        public static string ApplicationOf(House house) =>
            new NpgsqlConnectionStringBuilder(house.OwnerConnection) { Username = AppRole.Name, Password = "motcua-tests" }.ConnectionString;

        public static async Task<Pooler> Start(House house, string mode, string more)
        {
            var owner = new NpgsqlConnectionStringBuilder(house.OwnerConnection);
            var folder = Directory.CreateTempSubdirectory("motcua-pooler-").FullName;
            var port = FreePort();
            await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"\"{owner.Username}\" \"{owner.Password}\"\n\"{AppRole.Name}\" \"motcua-tests\"\n");
            await File.WriteAllTextAsync(Path.Combine(folder, "pooler.ini"), $"""
                [databases]
                * = host={owner.Host} port={owner.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = trust
                auth_file = {folder}/users
                pool_mode = {mode}
                {more}
                """);
            var root = Environment.UserName == "root";
            if (root) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            var start = new ProcessStartInfo("pgbouncer") { RedirectStandardError = true, RedirectStandardOutput = true };
            if (root) { start.ArgumentList.Add("-u"); start.ArgumentList.Add("postgres"); }
            start.ArgumentList.Add(Path.Combine(folder, "pooler.ini"));
            var process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            string At(string user, string password) => new NpgsqlConnectionStringBuilder
            {
                Host = "127.0.0.1", Port = port, Database = owner.Database, Username = user, Password = password, MaxPoolSize = 30
            }.ConnectionString;
            var pooler = new Pooler(process, folder, At(owner.Username!, owner.Password!), At(AppRole.Name, "motcua-tests"));
            for (var tries = 0; ; tries++)
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(IPAddress.Loopback, port);
                    return pooler;
                }
                catch (SocketException) when (tries < 200 && !process.HasExited) { await Task.Delay(25); }
            }
        }

        public async ValueTask DisposeAsync()
        {
            NpgsqlConnection.ClearAllPools();
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
