using MotCua.Platform.Ui;

namespace MotCua.Organisation.Calendar;

/// <summary>Thông báo lịch của một năm, read from the form and free of contradictions.</summary>
/// <param name="PastReason">Why days that have passed are changed; empty when none is.</param>
internal sealed record Notice(int Year, bool Official, string Number, DateOnly Dated, string Reason, string PastReason, IReadOnlyList<CalendarDay> Days)
{
    /// <summary>"Công văn 9859/VPCP-KGVX (13/10/2025)": what the rows name as their decision.</summary>
    public string Decision => $"{Number} ({Vi.Date(Dated)})";

    /// <summary>What stands in the log, beside the version, and in the ledger of each dossier that it moves.</summary>
    public string Words => $"{Number} ngày {Vi.Date(Dated)}, lịch năm {Year} ({YearState.Words(Official ? YearState.Official : YearState.Provisional)}): "
        + $"{Reason}"
        + (PastReason.Length > 0 ? $". Đổi ngày đã qua: {PastReason}" : "");
}

/// <summary>Tình trạng lịch của một năm.</summary>
internal static class YearState
{
    public const string Official = "official";
    public const string Provisional = "provisional";
    public const string Unknown = "unknown";

    public static string Words(string state) => state switch
    {
        Official => "chính thức",
        Provisional => "tạm tính",
        _ => "chưa có",
    };

    public static string Explained(string state) => state switch
    {
        Official => "Chính thức, đã có thông báo",
        Provisional => "Tạm tính, chờ thông báo",
        _ => "Chưa có lịch",
    };
}
