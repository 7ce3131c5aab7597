using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MotCua.Platform.Data;

public static class DatabaseServices
{
    /// <summary>Of the pool that serves people, wherever it is measured.</summary>
    public const string PoolName = "motcua";

    /// <summary>Registers the data source and the context for the application's role.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, string appConnection)
    {
        var builder = new NpgsqlDataSourceBuilder(appConnection);
        // Off: up to 10.0.3 the driver loses its place when a batch fails (a double submission) at the very use that prepares a
        // later statement of it, and honest requests on that connection then fail. Queries and hot paths prepare by themselves.
        builder.ConnectionStringBuilder.MaxAutoPrepare = 0;
        // Nothing here changes a session: settings are set for a transaction, locks of a session are given up by name (a test of the house
        // holds both). Cleaning it before each use was a third of what PostgreSQL did for a tracking page.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        builder.ConnectionStringBuilder.ApplicationName = "motcua";
        // The detail of a refusal quotes the row, and with it names and numbers.
        builder.ConnectionStringBuilder.IncludeErrorDetail = false;
        // Otherwise the pool is named by the connection string wherever it is measured.
        builder.Name = PoolName;
        // The driver must not answer "committed" when it only stopped waiting (reliability rule: commit is not cancellable).
        builder.ConnectionStringBuilder.CancellationTimeout = -1;
        var source = builder.Build();
        services.AddSingleton(source);
        services.AddDbContextPool<Db>(options => options
            .UseNpgsql(source, npgsql => npgsql.CommandTimeout(30))
            // "First without a filter" speaks of written SQL, whose own WHERE the context cannot see.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.FirstWithoutOrderByAndFilterWarning))
            .AddInterceptors(new UnstorableText(), new PreparedQueries())
            .UseSnakeCaseNamingConvention());
        return services;
    }
}
