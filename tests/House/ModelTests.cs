using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Data;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Architecture;

public sealed record CatalogueColumn(string Table, string Name, string Type, bool Nullable, bool Filled);

public sealed class ModelTests(TestKit.House house) : IClassFixture<TestKit.House>
{
    [Fact]
    public async Task What_the_code_maps_is_what_the_database_has()
    {
        await using var scope = house.Scope();
        var columns = await Columns();
        Assert.Empty(Differences(scope.ServiceProvider.GetRequiredService<Db>().Model.GetRelationalModel(), columns));
    }

    [Fact]
    public async Task A_column_that_is_missing_of_another_type_or_must_be_filled_is_found()
    {
        await using var scope = house.Scope();
        var model = scope.ServiceProvider.GetRequiredService<Db>().Model.GetRelationalModel();
        var columns = await Columns();
        var item = columns.Where(column => column.Table == "vault.item").ToList();
        Assert.Single(Differences(model, [.. columns.Except([item.Single(column => column.Name == "title")])]));
        Assert.Single(Differences(model, [.. columns.Select(column => column == item.Single(c => c.Name == "title")
            ? column with { Type = "integer" } : column)]));
        Assert.Single(Differences(model, [.. columns.Select(column => column == item.Single(c => c.Name == "issuer")
            ? column with { Nullable = false } : column)]));
        Assert.Single(Differences(model, [.. columns, new CatalogueColumn("vault.item", "weight", "integer", false, false)]));
    }

    private static IEnumerable<string> Differences(IRelationalModel model, IReadOnlyCollection<CatalogueColumn> columns)
    {
        var byTable = columns.ToLookup(column => column.Table);
        foreach (var table in model.Tables)
        {
            var name = $"{table.Schema}.{table.Name}";
            var known = byTable[name].ToDictionary(column => column.Name);
            foreach (var mapped in table.Columns)
            {
                if (!known.TryGetValue(mapped.Name, out var column)) yield return $"{name}.{mapped.Name} is not in the database";
                else if (mapped.StoreType != column.Type) yield return $"{name}.{mapped.Name} is {column.Type}, mapped as {mapped.StoreType}";
                else if (mapped.IsNullable != column.Nullable)
                    yield return $"{name}.{mapped.Name} {(column.Nullable ? "may" : "may not")} be null, mapped otherwise";
            }
            foreach (var column in known.Values.Where(column => !column.Nullable && !column.Filled && table.FindColumn(column.Name) is null))
                yield return $"{name}.{column.Name} must be filled but is not mapped";
        }
    }

    private async Task<List<CatalogueColumn>> Columns()
    {
        await using var connection = new NpgsqlConnection(house.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("""
            select n.nspname || '.' || c.relname, a.attname::text, format_type(a.atttypid, a.atttypmod), not a.attnotnull, a.atthasdef or a.attidentity <> ''
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema')
            """, connection);
        var columns = new List<CatalogueColumn>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            columns.Add(new CatalogueColumn(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), reader.GetBoolean(4)));
        return columns;
    }
}
