using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Security;
using Npgsql;

namespace MotCua.Platform.Testing;

/// <summary>
/// Đặt lại về dữ liệu mẫu: empties every table of every room and loads reference data and demo people again. Needs the
/// schema owner, because the application's role may not empty a ledger; exists only in the demonstration.
/// </summary>
public static class DemoReset
{
    public static async Task Run(IServiceProvider services, Action<string> say)
    {
        var options = services.GetRequiredService<StartOptions>();
        if (!options.Demo || options.OwnerConnection is null)
            throw new InvalidOperationException("Only the demonstration can be reset, and only with the owner's connection.");
        say("Xóa dữ liệu dùng thử");
        services.GetRequiredService<Outside.Journal>().Clear();
        await Empty(options.OwnerConnection, services.GetRequiredService<ModuleSet>());
        services.GetRequiredService<Throttle>().Clear();
        services.GetRequiredService<Budgets>().Clear();
        foreach (var module in services.GetRequiredService<ModuleSet>().All) await InScope(services, scope => module.Load(scope, options, say));
        foreach (var module in services.GetRequiredService<ModuleSet>().All) await InScope(services, scope => module.SeedDemo(scope, options, say));
    }

    private static async Task Empty(string ownerConnection, ModuleSet modules)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        var schemas = modules.All.Select(module => module.Name.ToLowerInvariant()).ToArray();
        var kept = modules.All.SelectMany(module => module.KeptByReset.Select(table => $"{module.Name.ToLowerInvariant()}.{table}")).ToArray();
        var tables = new List<string>();
        await using (var list = source.CreateCommand("""
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname = any($1) and not schemaname || '.' || tablename = any($2)
            """))
        {
            list.Parameters.Add(new() { Value = schemas });
            list.Parameters.Add(new() { Value = kept });
            await using var reader = await list.ExecuteReaderAsync();
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }
        // Together in one transaction; the mark that reference data is loaded must go with the data itself.
        await using var truncate = source.CreateCommand(
            $"truncate {string.Join(", ", tables)} restart identity cascade; delete from platform.setting where name not in ('demo', 'files', 'filled')");
        await truncate.ExecuteNonQueryAsync();
    }

    private static async Task InScope(IServiceProvider services, Func<IServiceProvider, Task> act)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        await act(scope.ServiceProvider);
    }
}
