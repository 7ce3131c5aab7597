using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Web;

namespace MotCua.Platform.Security;

/// <summary>
/// What a request costs, counted per address and for all unknown callers together (System.Threading.RateLimiting, tokens that come
/// back one by one). In memory: a restart forgives, which is right for slowing down; tries of guessable codes are <see cref="GuessBudget"/>.
/// Who has signed in is counted by account and never pays for the address, nor for what strangers do to the whole.
/// </summary>
public sealed class Budgets : IDisposable
{
    private const string Everybody = "*";

    private readonly IHttpContextAccessor http;
    private readonly Dictionary<string, Budget> known;
    private readonly bool off;
    private PartitionedRateLimiter<(Budget Budget, string Key)> limiter = Make();

    public Budgets(IConfiguration settings, IHttpContextAccessor http)
    {
        this.http = http;
        known = Doors.All.ToDictionary(door => door.Name, door => door.With(settings), StringComparer.Ordinal);
        // For measuring how fast the product is from one machine, never for serving people.
        off = settings["Budgets:Off"] == "true";
    }

    public Budget Of(Budget door) => known.GetValueOrDefault(door.Name, door);

    /// <summary>Counts what this request does at a door. Outside a request, as in a job or a command, nothing is counted.</summary>
    /// <param name="own">Budget of what the caller has a key of, for when strangers have used up the address.</param>
    /// <param name="holder">What that is, for example the draft.</param>
    /// <exception cref="Refused">429 with the waiting time.</exception>
    public void Spend(Budget door, Budget? own = null, Guid holder = default)
    {
        if (off || http.HttpContext is not { } context || Wait(context, door) is not { } wait) return;
        if (own is null || Take(Of(own), holder.ToString("n")) is not null) throw Refused.TooMany(wait);
    }

    /// <summary>Where the request came from; empty outside a request.</summary>
    public string Address => http.HttpContext is { } context ? Caller.Address(context) : "";

    /// <summary>Counts one of a key. True: there was one left.</summary>
    public bool Allows(Budget budget, string key) => off || Take(Of(budget), key) is null;

    /// <returns>Null: counted. Otherwise how long until the next one is taken.</returns>
    private TimeSpan? Wait(HttpContext context, Budget door)
    {
        var budget = Of(door);
        var actor = context.RequestServices.GetRequiredService<CurrentActor>().Value;
        if (actor.AccountId is { } account) return Take(budget, $"account:{account:n}");
        return Take(budget, Caller.Address(context)) ?? (budget.Whole == 0 ? null : Take(budget with { Limit = budget.Whole }, Everybody));
    }

    /// <summary>Forgets everything, when the demonstration is reset.</summary>
    public void Clear() => Interlocked.Exchange(ref limiter, Make()).Dispose();

    public void Dispose() => limiter.Dispose();

    private TimeSpan? Take(Budget budget, string key)
    {
        using var lease = limiter.AttemptAcquire((budget, key));
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : budget.Window;
    }

    private static PartitionedRateLimiter<(Budget, string)> Make() => PartitionedRateLimiter.Create<(Budget Budget, string Key), (string, string)>(
        asked => RateLimitPartition.GetTokenBucketLimiter((asked.Budget.Name, asked.Key), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = asked.Budget.Limit, TokensPerPeriod = 1, ReplenishmentPeriod = asked.Budget.Window / asked.Budget.Limit, QueueLimit = 0,
        }));
}
