using Npgsql;
using NpgsqlTypes;

namespace MotCua.Platform.Loading;

/// <summary>Copies rows beside the table and merges them with one statement, touching only rows that differ.</summary>
internal sealed class TableMerge(NpgsqlConnection connection, ReferenceFile file)
{
    /// <returns>How many rows were new or different.</returns>
    public async Task<int> Run(IReadOnlyList<SourceRow> rows)
    {
        if (rows.Count == 0) return 0;
        var names = string.Join(", ", file.Columns.Select(column => column.Name));
        await Execute($"drop table if exists incoming; create temp table incoming (like {file.Table} including defaults) on commit drop");
        await using (var import = await connection.BeginBinaryImportAsync($"copy incoming ({names}) from stdin (format binary)"))
        {
            foreach (var row in rows)
            {
                await import.StartRowAsync();
                foreach (var column in file.Columns)
                {
                    var value = row[column.Name];
                    if (value.Length == 0 && !column.EmptyAsText) await import.WriteNullAsync();
                    else await import.WriteAsync(RowReader.Parse(column.Kind, value)!, TypeOf(column.Kind));
                }
            }
            await import.CompleteAsync();
        }
        var rest = file.Columns.Select(column => column.Name).Except(file.Key).ToList();
        var change = rest.Count == 0 ? "nothing" : $"""
            update set {string.Join(", ", rest.Select(name => $"{name} = excluded.{name}"))}
            where ({string.Join(", ", rest.Select(name => $"target.{name}"))})
                is distinct from ({string.Join(", ", rest.Select(name => $"excluded.{name}"))})
            """;
        return await Execute($"""
            insert into {file.Table} as target ({names}) select {names} from incoming
            on conflict ({string.Join(", ", file.Key)}) do {change}
            """);
    }

    private static NpgsqlDbType TypeOf(CellKind kind) => kind switch
    {
        CellKind.Integer => NpgsqlDbType.Integer,
        CellKind.Decimal => NpgsqlDbType.Numeric,
        CellKind.Date => NpgsqlDbType.Date,
        CellKind.Flag => NpgsqlDbType.Boolean,
        _ => NpgsqlDbType.Text,
    };

    /// <summary>All names in the statement come from the code's own declarations, never from the file.</summary>
    private async Task<int> Execute(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return await command.ExecuteNonQueryAsync();
    }
}
