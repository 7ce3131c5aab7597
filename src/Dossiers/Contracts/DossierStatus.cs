namespace MotCua.Dossiers.Contracts;

/// <summary>
/// Trạng thái hồ sơ, as code. The ten words that people see and the national code 1–10 are derived from it
/// (domain: TrangThaiHoSo; screens: the one list of status words).
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

    /// <summary>The words on every screen, the chip and the national code.</summary>
    public static (string Words, string Chip, int National) Of(string status) => status switch
    {
        Submitted => ("Đã nộp, chờ tiếp nhận", "info", 1),
        Processing => ("Đang giải quyết", "progress", 4),
        Supplement => ("Cần ông/bà bổ sung", "turn", 5),
        Payment => ("Chờ ông/bà nộp tiền", "turn", 6),
        Paused => ("Tạm dừng tính giờ", "paused", 6),
        Done => ("Có kết quả, mời nhận", "ready", 9),
        Returned => ("Đã trả kết quả", "done", 10),
        NotReceived => ("Không giải quyết được", "refused", 3),
        Refused => ("Không giải quyết được", "refused", 8),
        Withdrawn => ("Đã rút hồ sơ", "neutral", 7),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Words(string status) => Of(status).Words;

    /// <summary>Clock still counts or may count again.</summary>
    public static bool IsOpen(string status) => status is Submitted or Processing or Supplement or Payment or Paused;
}
