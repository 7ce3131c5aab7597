using Npgsql;

namespace MotCua.Proof.Seal;

/// <summary>How the witness file stands to the seals of the database, looked at before each seal.</summary>
/// <param name="Contradiction">Why nothing may be sealed; null: nothing speaks against it.</param>
/// <param name="Missing">The one line that a crash between commit and file has kept away; anything else that is missing is a contradiction.</param>
internal sealed record WitnessStand(string? Contradiction, SealedBatch? Missing)
{
    private static readonly WitnessStand Agrees = new(null, null);

    /// <param name="last">The last seal of the database; null: none.</param>
    public static async Task<WitnessStand> Of(WitnessFile witness, Guid log, SealedBatch? last, Func<long, Task<SealedBatch?>> seal)
    {
        var (line, torn) = witness.Tail(log);
        if (line is { Batch: 0 }) return new($"Tệp đối chứng có dòng không đọc được: “{line.Hash[..Math.Min(60, line.Hash.Length)]}”", null);
        var known = line?.Batch ?? 0;
        var there = last?.Batch ?? 0;
        if (known > there) return new($"Tệp đối chứng biết lô {known} nhưng cơ sở dữ liệu chỉ còn đến lô {there}: dữ liệu đã lùi lại", null);
        if (line is not null && (await seal(known) is not { } same || Convert.ToHexStringLower(same.Hash) != line.Hash))
            return new($"Lô {known} khác với tệp đối chứng: nhật ký đã bị dựng lại", null);
        if (torn.Length > 0 && (there != known + 1 || !WitnessFile.Text(last!).StartsWith(torn, StringComparison.Ordinal)))
            return new($"Dòng cuối của tệp đối chứng dở dang và không phải của lô {there}", null);
        return there == known ? Agrees
            // One sealer at a time, and its line before the next seal: a crash leaves out one line, never two.
            : there == known + 1 ? new(null, last)
            : new(known == 0 ? $"Không còn tệp đối chứng của {there} lô đã niêm phong" : $"Tệp đối chứng thiếu các lô {known + 1}–{there}: tệp đã lùi lại",
                null);
    }

    public static async Task<SealedBatch?> Seal(NpgsqlConnection connection, long batch)
    {
        await using var command = new NpgsqlCommand($"select {SealedBatch.Columns} from proof.seal where batch = $1", connection);
        command.Parameters.Add(new() { Value = batch });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? SealedBatch.Read(reader) : null;
    }
}
