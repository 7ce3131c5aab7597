using MotCua.Platform.Time;
using Npgsql;

namespace MotCua.Dossiers;

/// <summary>Mã trạng thái ở hệ thống ngoài, by scheme and date ("national": TrangThaiHoSo 1–10). Rows of dossiers.status_code.</summary>
internal sealed class StatusMapping(NpgsqlDataSource source, TimeProvider clock)
{
    private IReadOnlyList<(string Scheme, string Status, string Code, DateOnly From)>? rows;

    /// <returns>Null when that system has no word for it.</returns>
    public async ValueTask<string?> Of(string scheme, string status)
    {
        var today = clock.Today();
        return (rows ??= await Read()).Where(row => row.Scheme == scheme && row.Status == status && row.From <= today).MaxBy(row => row.From).Code;
    }

    private async Task<IReadOnlyList<(string, string, string, DateOnly)>> Read()
    {
        await using var command = source.CreateCommand("select scheme, status, code, valid_from from dossiers.status_code");
        await using var reader = await command.ExecuteReaderAsync();
        var read = new List<(string, string, string, DateOnly)>();
        while (await reader.ReadAsync()) read.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateOnly>(3)));
        return read;
    }
}
