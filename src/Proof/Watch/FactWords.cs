namespace MotCua.Proof.Watch;

/// <summary>Sự kiện bằng lời, by the stable names of docs/facts.txt.</summary>
internal static class FactWords
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["dossier.assigned/1"] = "Giao việc",
        ["dossier.handed-over/1"] = "Bàn giao hồ sơ",
        ["dossier.paper-digitised/1"] = "Số hóa giấy tờ",
        ["dossier.received/1"] = "Tiếp nhận hồ sơ",
        ["dossier.refused/1"] = "Từ chối hồ sơ",
        ["dossier.resolved/1"] = "Có kết quả",
        ["dossier.returned/1"] = "Trả kết quả",
        ["dossier.submitted/1"] = "Nộp hồ sơ",
        ["dossier.supplement-answered/1"] = "Bổ sung hồ sơ",
        ["dossier.supplement-requested/1"] = "Yêu cầu bổ sung",
        ["dossier.withdrawn/1"] = "Rút hồ sơ",
        ["position.ended/1"] = "Thôi vị trí công tác",
        ["position.granted/1"] = "Giao vị trí công tác",
        ["procedure.filing-door-set/1"] = "Đổi cửa nộp",
        ["result.signed/1"] = "Ký kết quả",
        ["vault.consent-given/1"] = "Đồng ý dùng giấy tờ",
        ["vault.consent-withdrawn/1"] = "Thu hồi đồng ý",
        ["vault.item-read/1"] = "Xem giấy tờ",
        ["vault.paper-deposited/1"] = "Lưu giấy tờ vào kho",
        ["vault.paper-reused/1"] = "Dùng lại giấy tờ",
    };

    /// <summary>A fact of a newer version keeps its name until it has words.</summary>
    public static string Of(string kind) => All.GetValueOrDefault(kind, kind);
}
