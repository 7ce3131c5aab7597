using System.Globalization;

namespace MotCua.Benchmarks.Demo;

/// <summary>The people of the demonstration at their machines, and what one step leaves for the next.</summary>
/// <param name="own">The system that was started for it; null: one that runs already.</param>
internal sealed class Story(Uri url, string data, string root, Instance? own = null) : IDisposable
{
    public const string Commune = "32248";

    private readonly Dictionary<string, Client> people = [];
    private readonly List<string> said = [];

    public Instance Own { get; private set; } = own!;

    public Uri Url => Own?.Url ?? url;

    public string Data => Own?.Data ?? data;

    public string Root => root;

    public string Scratch { get; } = Directory.CreateTempSubdirectory("motcua-demo-files-").FullName;

    public string Code { get; set; } = "";

    public string ShortCode { get; set; } = "";

    public string DossierId { get; set; } = "";

    public string VerifyToken { get; set; } = "";

    public byte[] Result { get; set; } = [];

    public byte[] Changed { get; set; } = [];

    public List<string> Unchecked { get; } = [];

    /// <summary>A fact that has just been checked, for the screen.</summary>
    public void Say(string fact) => said.Add(fact);

    public IReadOnlyList<string> Take()
    {
        List<string> taken = [.. said];
        said.Clear();
        return taken;
    }

    /// <summary>The signed-in person of the demo data; "" is somebody without an account.</summary>
    public async Task<Client> Who(string username)
    {
        if (people.TryGetValue(username, out var known)) return known;
        var client = people[username] = Machine(username);
        return username.Length == 0 ? client : await client.SignIn(username);
    }

    /// <summary>A browser at an address of its own.</summary>
    public Client Machine(string name) => new(Url, $"10.{(byte)(name.Length + 1)}.{(byte)name.Sum(letter => letter * 7)}.{(byte)name.Sum(letter => letter)}");

    /// <summary>Stops the system, does this to its folder, and starts it again; everybody signs in anew.</summary>
    /// <param name="meanwhile">Takes the folder, gives the one to start on.</param>
    public async Task Restart(Func<string, Task<string>> meanwhile)
    {
        foreach (var client in people.Values) client.Dispose();
        people.Clear();
        await Own.Stop();
        Own = await Instance.Start(root, await meanwhile(Own.Data), DemoCommand.Proxied);
    }

    public async Task<DateTimeOffset> Now() => (await (await Who("")).Get("/api/test/clock")).Ok().Json.Time("now");

    public static string Words(DateTimeOffset instant) => instant.ToOffset(TimeSpan.FromHours(7)).ToString("HH:mm, dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset instant) => instant.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string IsoDay(DateTimeOffset instant) => instant.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Put(string name, byte[] bytes)
    {
        var path = Path.Combine(Scratch, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose()
    {
        foreach (var client in people.Values) client.Dispose();
        Directory.Delete(Scratch, recursive: true);
    }
}
