using System.Diagnostics;
using System.Runtime.InteropServices;
using MotCua.Platform;
using MotCua.Platform.Backup;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Postgres;
using MotCua.Platform.Sandbox;
using MotCua.Platform.Vitals;
using MotCua.Platform.Web;

namespace MotCua.Host;

/// <summary><c>./run</c>: from an empty folder to a serving product, and back to a folder that is safe to copy.</summary>
internal static class RunProduct
{
    public const string Help = """
        ./run [--port 5080] [--data THƯ_MỤC] [--empty] [--dossiers 200] [--connection "CHUỖI KẾT NỐI"] [--role all|web|worker] [--files NƠI]

          --port N          cổng trên 127.0.0.1 (mặc định 5080; 0: tự chọn cổng trống)
          --data THƯ_MỤC    nơi giữ cơ sở dữ liệu, tệp, khóa (mặc định: var trong thư mục chương trình)
          --empty           không tạo người và hồ sơ dùng thử
          --dossiers N      số hồ sơ dùng thử tạo trong lần chạy đầu (mặc định 200; 0: chỉ tạo người)
          --connection …    dùng PostgreSQL có sẵn thay cho cơ sở dữ liệu riêng (hoặc biến MOTCUA_CONNECTION)
          --files NƠI       nơi giữ tệp: thư mục hoặc s3://THÙNG/TIỀN_TỐ (mặc định: thư mục files trong dữ liệu, hoặc nơi đang giữ)
          --role …          web: chỉ phục vụ trang; worker: chỉ làm việc nền; all: cả hai (mặc định)

        Chạy thật: đặt ASPNETCORE_ENVIRONMENT=Production; xem docs/operations.md.
        """;

    /// <summary>Outside services that a real installation works without, and what does not work then.</summary>
    private static IEnumerable<string> Lacking(IConfiguration settings)
    {
        bool None(params string[] names) => names.All(name => string.IsNullOrEmpty(settings[name]));
        if (None("Ca:Url", "Peers:Url")) yield return "Chưa đặt Ca__Url (dịch vụ chứng thực chữ ký số): lãnh đạo chưa ký số được kết quả.";
        if (None("Tsa:Url", "Peers:Url")) yield return "Chưa đặt Tsa__Url (dịch vụ cấp dấu thời gian): lãnh đạo chưa ký số được kết quả.";
        if (None("Ca:Roots", "Ca:Url", "Peers:Url")) yield return "Chưa đặt Ca__Roots (thư mục chứng thư gốc): trang kiểm tra kết quả chưa dùng được.";
        if (None("ClamAv:Address")) yield return "Chưa đặt ClamAv__Address (chương trình quét vi-rút): tệp nhận vào mang trạng thái “chưa quét vi-rút”.";
        if (None("Ca:Ocsp", "Ca:Crl", "Ca:Url", "Peers:Url"))
            yield return "Chưa đặt Ca__Ocsp hoặc Ca__Crl (nơi hỏi chứng thư bị thu hồi): mọi chữ ký số chỉ được nói là chưa xác định.";
        if (None("Messages:Gateway", "Peers:Url")) yield return "Chưa đặt Messages__Gateway (cổng tin nhắn): SMS và thư điện tử chờ lại, chưa gửi đi.";
    }

    public static async Task<int> Run(StartArguments arguments)
    {
        var clock = Stopwatch.StartNew();
        RestoreBackup.RefuseUnfinished(arguments.Data);
        Directory.CreateDirectory(arguments.Data);
        using var only = FolderLock.Try(Path.Combine(arguments.Data, "app.lock"))
            ?? throw new GroundException($"Thư mục dữ liệu {arguments.Data} đang được một tiến trình khác dùng (hệ thống đang chạy, hoặc một lệnh quản trị "
                + $"chưa xong). Hãy dừng tiến trình đó, hoặc chọn thư mục khác bằng --data.");
        DataFolder.Close(arguments.Data);
        var builder = Product.Builder(arguments);
        var demo = builder.Environment.IsEnvironment(Product.Demo);
        if (arguments.Port is { } port) builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        else if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls("http://127.0.0.1:5080");
        if (builder.Configuration["urls"] is null or "" || arguments.Port is not null) Product.CheckPort(arguments.Port ?? 5080);

        if (!demo && string.IsNullOrEmpty(builder.Configuration["Site:Url"]))
            throw new GroundException("Chưa biết địa chỉ mà người dân mở cổng. Đặt Site__Url=https://… để tin nhắn dẫn về đúng nơi; xem docs/operations.md.");

        Proxies.Check(builder.Configuration, demo);
        Onlookers.Read(builder.Configuration);
        if (!demo && builder.Configuration["Budgets:Off"] is not null)
            throw new GroundException("Budgets__Off bỏ mọi giới hạn, chỉ dùng khi đo bản dùng thử. Bỏ thiết đặt này; xem docs/operations.md.");

        Ground? ground = null;
        Task<PeersProcess>? peers = null;
        using var starting = new CancellationTokenSource();
        // Until the web host listens to signals itself, Ctrl+C must still stop the cluster.
        void Interrupt(PosixSignalContext context)
        {
            if (starting.IsCancellationRequested) return;
            context.Cancel = true;
            starting.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        try
        {
            // Beside the database, not after it: each takes about a second to start.
            if (demo && arguments.Peers is { } program)
                peers = PeersProcess.Start(program, Path.Combine(arguments.Data, "peers"), starting.Token);
            var modules = ModuleSet.Discover();
            ground = await Ground.Open(arguments, builder.Configuration, modules, Say, starting.Token);
            await SchemaRunner.Run(ground.Owner, modules, Say);
            await ground.Claim(demo);
            await ground.FindFiles(arguments, builder.Configuration);
            if (peers is not null) builder.Configuration["Peers:Url"] = (await peers).Url;
            // Loading comes before serving.
            var options = Product.Options(arguments, demo) with { Alone = true };
            builder.AddProduct(modules, options, ground);
            if (arguments.Role != "web") builder.Services.AddWorkers();
            if (arguments.Role != "worker") builder.Services.AddSignOfLife();
            builder.Services.AddHostedService(provider => provider.GetRequiredService<SchemaWatch>());
            if (ground.Embedded is { } embedded) builder.Services.AddSingleton(embedded).AddHostedService<ClusterWatch>();
            await using var app = builder.Build();
            if (arguments.Role != "worker") app.UseHouse();
            else app.UseFront();

            var loading = Prepare(app.Services, modules, options, arguments);
            await Task.WhenAny(loading, Task.Delay(Timeout.Infinite, starting.Token));
            starting.Token.ThrowIfCancellationRequested();
            await loading;
            interrupt.Dispose();
            terminate.Dispose();
            await app.StartAsync();
            if (string.IsNullOrEmpty(app.Configuration["Site:Url"])) app.Configuration["Site:Url"] = Product.Address(app);
            if (demo && arguments is { Empty: false, Dossiers: > 0, Peers: { } players, Role: not "worker" })
                await LivingDemonstration.Fill(ground, players, Product.Address(app), arguments.Dossiers, Say, app.Lifetime.ApplicationStopping);
            Console.WriteLine($"Ready: {Product.Address(app)}");
            if (!demo) foreach (var lack in Lacking(app.Configuration)) Say(lack);
            OutsideProgram.Open();
            foreach (var lack in await ThrowAway.Open()) Say($"Tiến trình mở tệp lạ còn thiếu: {lack}. Cách bổ sung: docs/operations.md.");
            Say($"Khởi động trong {clock.Elapsed.TotalSeconds:0.0} giây. Dữ liệu: {arguments.Data}. Dừng: Ctrl+C.");
            if (demo && !arguments.Empty) ShowAccounts(modules);
            await app.WaitForShutdownAsync();
            Say("Đang dừng…");
            return 0;
        }
        catch (OperationCanceledException) when (starting.IsCancellationRequested)
        {
            Say("Đã ngắt khi đang khởi động; lần sau sẽ làm tiếp.");
            return 130;
        }
        finally
        {
            starting.Cancel();
            try { (peers is null ? null : await peers)?.Dispose(); }
            catch (Exception problem) when (problem is OperationCanceledException or GroundException) { /* it never came up */ }
            if (ground?.Embedded is { } embedded) await embedded.Stop();
        }
    }

    private static async Task Prepare(IServiceProvider services, ModuleSet modules, StartOptions options, StartArguments arguments)
    {
        await Product.Load(services, modules, options, seed: options.Demo && !arguments.Empty, Say);
    }

    private static void ShowAccounts(ModuleSet modules)
    {
        var accounts = modules.All.SelectMany(module => module.DemoAccounts).ToList();
        if (accounts.Count == 0) return;
        var (role, name, signIn) = (accounts.Max(a => a.Role.Length), accounts.Max(a => a.Name.Length), accounts.Max(a => a.SignIn.Length));
        Console.WriteLine("\nTài khoản dùng thử:");
        foreach (var account in accounts)
            Console.WriteLine($"  {account.Role.PadRight(role)}  {account.Name.PadRight(name)}  {account.SignIn.PadRight(signIn)}  {account.Password}");
    }

    private static void Say(string line) => Console.WriteLine("  " + line);
}
