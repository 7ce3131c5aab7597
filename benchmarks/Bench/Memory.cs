namespace MotCua.Benchmarks.Bench;

/// <summary>What the product's process holds after many requests of many kinds: it must not grow for ever.</summary>
internal sealed class Memory(House house, Table table, int requests)
{
    private const int Clients = 8;

    public async Task Measure()
    {
        var codes = await house.Column<string>("select code from dossiers.dossier where code not like 'BENCH-%' limit 500");
        var token = await house.Token("khoi");
        Ask(codes, token, requests / 2);
        var half = house.Memory();
        Ask(codes, token, requests / 2);
        var whole = house.Memory();
        table.Add(new Row($"memory after {requests:#,0} requests", "MB", whole, Goal: "≤ 400", Ok: whole <= 400, Note: $"{half:0} MB after half of them"));
    }

    private void Ask(List<string> codes, string token, int count)
    {
        string[] paths = ["/", "/thu-tuc?q=khai+sanh", "/thu-tuc/ks01", "/tra-cuu?ma=", "/noi-bo/viec", "/api/v1/tracking/"];
        Exception? problem = null;
        var threads = Enumerable.Range(0, Clients).Select(client => new Thread(() =>
        {
            try
            {
                using var wire = new Wire(house.Url);
                for (var i = client; i < count; i += Clients)
                {
                    var path = paths[i / Clients % paths.Length];
                    if (path.EndsWith('=') || path.StartsWith("/api", StringComparison.Ordinal)) path += codes[i % codes.Count];
                    var status = wire.Send(wire.Request("GET", path, null, Wire.Session(path, token), ("Accept-Encoding", "br")));
                    if (status != 200) throw new Demo.Unexpected($"{path}: {status}");
                }
            }
            catch (Exception caught) when (caught is Demo.Unexpected or IOException or System.Net.Sockets.SocketException) { problem = caught; }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (problem is not null) throw new Demo.Unexpected(problem.Message);
    }
}
