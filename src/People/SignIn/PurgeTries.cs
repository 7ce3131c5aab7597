using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;

namespace MotCua.People.SignIn;

/// <summary>Failed sign-ins and requests for a code are kept as long as they explain something, and no longer.</summary>
internal static class PurgeTries
{
    private const int AtOnce = 5000;

    public static readonly RecurringJob Job = new("people.purge-tries", TimeSpan.FromHours(1), Run);

    private static async Task Run(IServiceProvider services, CancellationToken stop)
    {
        var db = services.GetRequiredService<Db>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var failures = now.AddDays(-services.GetRequiredService<IConfiguration>().GetValue("SignIn:KeepFailuresDays", 180));
        await db.Database.ExecuteSqlAsync($"""
            delete from people.sign_in_failure where id in (select id from people.sign_in_failure where at < {failures} order by at limit {AtOnce})
            """, stop);
        var resets = services.GetRequiredKeyedService<TimeProvider>(Sessions.Clock).GetUtcNow().AddDays(-2);
        await db.Database.ExecuteSqlAsync($"""
            delete from people.password_reset where id in (select id from people.password_reset where expires_at < {resets} order by expires_at limit {AtOnce})
            """, stop);
    }
}
