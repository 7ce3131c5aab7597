namespace MotCua.Platform.Loading;

/// <summary>Một dòng bị từ chối: where and why. Line 1 is the header, 0 the file as a whole; column is empty when the whole line is meant.</summary>
public sealed record RowProblem(string File, int Line, string Column, string Reason)
{
    public override string ToString() => $"{File}{(Line > 0 ? $", dòng {Line}" : "")}{(Column.Length > 0 ? $", cột {Column}" : "")}: {Reason}";
}

/// <summary>Kết quả nạp một tệp.</summary>
/// <param name="Loaded">Rows that were new or different.</param>
/// <param name="Refused">Rows left out; each has at least one problem.</param>
/// <param name="Problems">What was wrong with refused rows; with none refused, what is doubtful in what was loaded.</param>
/// <param name="Reason">Why the whole file was refused; null when it was read.</param>
public sealed record FileReport(string File, int Rows, int Loaded, int Unchanged, int Refused, IReadOnlyList<RowProblem> Problems, string? Reason = null)
{
    /// <summary>What is different from before, in words: the parts of a procedure that change.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>"không đổi", "1.471 dòng mới hoặc đổi, 2 dòng bị từ chối"…</summary>
    public string Words => Reason is not null ? $"Không nạp: {Reason}"
        : Refused == 0 && Problems.Count > 0 ? $"{Number(Problems.Count)} điều cần xem lại"
        : Refused == 0 && Loaded == 0 ? "không đổi"
        : string.Join(", ", new[]
        {
            Loaded > 0 ? $"{Number(Loaded)} dòng mới hoặc đổi" : null,
            Unchanged > 0 ? $"{Number(Unchanged)} dòng không đổi" : null,
            Refused > 0 ? $"{Number(Refused)} dòng bị từ chối" : null,
        }.Where(part => part is not null));

    private static string Number(int value) => value.ToString("N0", System.Globalization.CultureInfo.GetCultureInfo("vi-VN"));
}

/// <summary>Báo cáo một lần nạp.</summary>
public sealed record LoadReport(Guid Id, DateTimeOffset At, string Folder, bool DryRun, IReadOnlyList<FileReport> Files)
{
    public int Loaded => Files.Sum(file => file.Loaded);

    public int Unchanged => Files.Sum(file => file.Unchanged);

    public int Refused => Files.Sum(file => file.Refused);

    public bool IsClean => Refused == 0 && Files.All(file => file.Reason is null && file.Problems.Count == 0);
}
