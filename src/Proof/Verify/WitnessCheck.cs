using MotCua.Proof.Seal;

namespace MotCua.Proof.Verify;

/// <summary>Walks the witness file in step with the seals.</summary>
internal sealed class WitnessCheck(WitnessFile file, Guid? log, bool skip) : IDisposable
{
    private readonly long length = log is null ? 0 : file.LengthOf(log.Value);
    private IEnumerator<WitnessFile.Line>? lines;
    private WitnessFile.Line? current;

    /// <summary>Before the first seal. Called before the last seal is looked up, so that no line can be ahead of it innocently.</summary>
    public Breach? Open()
    {
        if (skip) return null;
        if (file.Strangers(log) is [var stranger, ..])
            return new Breach(BreachKind.Witness, 0, null,
            $"Thư mục đối chứng có tệp của một nhật ký khác ({Path.GetFileName(stranger)}): cơ sở dữ liệu đã bị thay, hoặc tệp cũ chưa chuyển đi");
        if (log is null) return null;
        lines = file.Read(log.Value, length).GetEnumerator();
        return lines.MoveNext() && (current = lines.Current) is not null ? null
            : new Breach(BreachKind.Witness, 0, null, $"Không còn tệp đối chứng {file.PathOf(log.Value)}. Nếu đã cố ý bỏ, chạy lại với --without-witness");
    }

    public Breach? Compare(SealedBatch seal)
    {
        while (!skip && current is not null && current.Batch <= seal.Batch)
        {
            if (current.Batch == 0) return new Breach(BreachKind.Witness, seal.Batch, null,
                $"Tệp đối chứng có dòng không đọc được: “{current.Hash[..Math.Min(60, current.Hash.Length)]}”");
            if (current.Batch == seal.Batch && current.Hash != Convert.ToHexStringLower(seal.Hash))
                return new Breach(BreachKind.Witness, seal.Batch, null, $"Lô {seal.Batch} khác với tệp đối chứng: nhật ký đã bị dựng lại");
            current = lines!.MoveNext() ? lines.Current : null;
        }
        return null;
    }

    public Breach? Close(long lastBatch) => skip || current is null ? null : current.Batch == 0
        ? new Breach(BreachKind.Witness, lastBatch, null, "Tệp đối chứng có dòng không đọc được")
        : new Breach(BreachKind.Truncated, lastBatch + 1, null,
        $"Tệp đối chứng biết lô {current.Batch} nhưng cơ sở dữ liệu chỉ còn đến lô {lastBatch}: phần cuối đã bị cắt");

    public void Dispose() => lines?.Dispose();
}
