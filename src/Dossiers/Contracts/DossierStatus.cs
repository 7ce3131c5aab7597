namespace MotCua.Dossiers.Contracts;

/// <summary>
/// Trạng thái hồ sơ, as code. The ten words that people see are derived from it; what other systems call it stands in
/// dossiers.status_code.
/// </summary>
public static class DossierStatus
{
    public const string Submitted = "submitted";
    public const string Processing = "processing";
    public const string Supplement = "supplement";
    public const string Payment = "payment";
    public const string Paused = "paused";
    public const string Done = "done";
    public const string Returned = "returned";
    public const string NotReceived = "notReceived";
    public const string Refused = "refused";
    public const string Withdrawn = "withdrawn";
    /// <summary>Dừng giải quyết: stopped by decision after reception, which is neither refusal nor withdrawal.</summary>
    public const string Stopped = "stopped";

    /// <summary>The words on every screen and the chip.</summary>
    public static (string Words, string Chip) Of(string status) => status switch
    {
        Submitted => ("Đã nộp, chờ tiếp nhận", "info"),
        Processing => ("Đang giải quyết", "progress"),
        Supplement => ("Cần ông/bà bổ sung", "turn"),
        Payment => ("Chờ ông/bà nộp tiền", "turn"),
        Paused => ("Tạm dừng tính giờ", "paused"),
        Done => ("Có kết quả, mời nhận", "ready"),
        Returned => ("Đã trả kết quả", "done"),
        NotReceived => ("Không giải quyết được", "refused"),
        Refused => ("Không giải quyết được", "refused"),
        Stopped => ("Không giải quyết được", "refused"),
        Withdrawn => ("Đã rút hồ sơ", "neutral"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static bool IsKnown(string status) => status is Submitted or Processing or Supplement or Payment or Paused or Done or Returned or NotReceived
        or Refused or Withdrawn or Stopped;

    public static string Words(string status) => Of(status).Words;

    /// <summary>The result has been released.</summary>
    public static bool HasResult(string status) => status is Done or Returned;

    /// <summary>Clock still counts or may count again.</summary>
    public static bool IsOpen(string status) => status is Submitted or Processing or Supplement or Payment or Paused;
}
