using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace MotCua.Peers.Life;

/// <summary>
/// Bản dùng thử sống động: people file and officials work for some weeks, over the public API, with the clock of the demonstration turned to each
/// moment in order. What the plan leaves undone is what waits today: <c>live --site URL [--dossiers 200]</c>.
/// </summary>
internal static class LiveCommand
{
    private sealed record Place(string Commune, string Counter, string Specialist, string Leader, string Registrar);

    private static readonly Place[] Places =
    [
        new("32248", "diem", "khoi", "tam", "ut"), new("32248", "diem", "khoi", "tam", "ut"), new("32248", "diem", "khoi", "tam", "ut"),
        new("32025", "hanh", "phuc", "loan", "tuyen"), new("32191", "thao", "luan", "kiet", "duyen"),
    ];

    private const int AtOnce = 3;

    private sealed record Citizen(string Account, Invented Person);

    /// <summary>How far a dossier has come by today, and how many of a hundred.</summary>
    private static readonly (string End, int Share)[] Ends =
    [
        ("submitted", 12), ("refused", 3), ("supplement", 8), ("processing", 32), ("held", 2), ("toSign", 9), ("toRegister", 3), ("ready", 11),
        ("returned", 16), ("stopped", 2), ("withdrawn", 2),
    ];

    /// <summary>Accounts of the demonstration that citizens sign in with: the pages of their own are not empty either.</summary>
    private static readonly (Citizen Who, string Commune, string[] Ends)[] Citizens =
    [
        (new("benam", new("Nguyễn Thị Bé Năm", true, "096159999001", "0900999001", 1959, "Ấp Rạch Tàu")), "32248",
            ["submitted", "supplement", "processing", "returned", "returned"]),
        (new("ngan", new("Lâm Kim Ngân", true, "096196999004", "0900999004", 1996, "Ấp Cồn Mũi")), "32248", ["processing", "returned"]),
        (new("sarich", new("Danh Sà Rích", false, "096084999002", "0900999002", 1984, "Khóm 6")), "32025", ["submitted", "processing", "returned"]),
    ];

    public static async Task<int> Run(string[] words)
    {
        string Option(string name, string otherwise) => Array.IndexOf(words, name) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : otherwise;
        var site = new Uri(Option("--site", "http://127.0.0.1:5080"));
        var count = int.Parse(Option("--dossiers", "200"), CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        using var anyone = new Browser(site);
        // The machine's own clock: the demonstration's may stand anywhere.
        var now = DateTimeOffset.UtcNow;
        var people = new ConcurrentDictionary<string, Lazy<Task<Browser>>>();
        Task<Browser> Who(string name) => people.GetOrAdd(name, _ => new(() => new Browser(site).SignIn(name))).Value;
        var plans = Plans(count, now);
        var acts = new PriorityQueue<Life, DateTimeOffset>(plans.Select(life => (life, life.Next!.Value)));
        try
        {
            while (acts.TryPeek(out _, out var first))
            {
                // Each turn of the clock makes whatever recurs due at once, so it is turned by the hour: acts within one follow each other.
                await anyone.Post("/api/test/clock", new { now = first });
                // One machine is a whole province here: what it has used of its budgets is given back.
                await anyone.Post("/api/test/forgive");
                while (acts.TryPeek(out _, out var at) && at - first < TimeSpan.FromMinutes(55)) await Together(Due(acts, first.AddMinutes(55)));
            }
        }
        finally
        {
            await anyone.Post("/api/test/clock", new { });
            foreach (var signedIn in people.Values.Where(one => one is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
                (await signedIn.Value).Dispose();
        }
        Console.WriteLine($"  Đã tạo {plans.Count(life => life.Code is not null)} hồ sơ dùng thử trong {watch.Elapsed.TotalSeconds:0} giây");
        return plans.All(life => life.Code is not null) ? 0 : 1;

        // People do not wait for each other; a dossier has one act at a time.
        async Task Together(List<Life> lives)
        {
            await Parallel.ForEachAsync(lives, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (life, _) =>
            {
                try { await life.Act(anyone, Who); }
                catch (InvalidOperationException problem)
                {
                    // The rest of the province lives on; one that cannot go on is told and left where it stands.
                    await Console.Error.WriteLineAsync($"  Hồ sơ dùng thử {life.Code}: {problem.Message}");
                    life.Leave();
                }
            });
            foreach (var life in lives)
                if (life.Next is { } next && next < now) acts.Enqueue(life, next);
        }
    }

    private static List<Life> Due(PriorityQueue<Life, DateTimeOffset> acts, DateTimeOffset before)
    {
        var due = new List<Life>();
        while (acts.TryPeek(out _, out var at) && at < before) due.Add(acts.Dequeue());
        return due;
    }

    private static List<Life> Plans(int count, DateTimeOffset now)
    {
        // The same province each time; only the days move.
        var random = new Random(829);
        var ends = new List<string>();
        foreach (var (end, share) in Ends) ends.AddRange(Enumerable.Repeat(end, Math.Max(1, share * count / 100)));
        while (ends.Count < count) ends.Add("processing");
        var wanted = Citizens.SelectMany(one => one.Ends.Select(end => (one.Who, one.Commune, End: end))).ToList();
        return [.. ends.Take(count).Select((end, serial) =>
        {
            var (place, asked) = (Places[random.Next(Places.Length)], Asked.All[random.Next(Asked.All.Length)]);
            // Each paper that is sent is opened in a process of its own, which takes most of the time there is: every third brings some.
            if (Life.Online(end) && serial % 3 > 0) asked = Asked.All.Single(one => one.Papers.Length == 0);
            // What is under way was filed about as long ago as it takes, some of it longer; what has ended, earlier.
            var back = end switch
            {
                "submitted" => random.Next(1, 7) * .15,
                "processing" or "held" or "toSign" or "toRegister" => asked.Days * (.2 + random.NextDouble() * 1.1) + .2,
                "supplement" => 1 + random.NextDouble() * 5, _ => 3 + random.NextDouble() * 8,
            };
            var team = (place.Counter, place.Specialist, place.Leader, place.Registrar);
            var (invented, own) = (Invented.Draw(random, serial + 1), wanted.FindIndex(one => one.Commune == place.Commune && one.End == end));
            var citizen = own < 0 ? null : wanted[own].Who;
            if (citizen is not null) wanted.RemoveAt(own);
            return new Life(citizen?.Person ?? invented, asked, place.Commune, team, end, WorkingTime.Before(now, back), new Random(serial))
            {
                Account = citizen?.Account,
            };
        })];
    }
}
