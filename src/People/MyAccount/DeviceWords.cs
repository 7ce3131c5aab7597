namespace MotCua.People.MyAccount;

/// <summary>Thiết bị bằng lời: what a browser calls itself, as its owner would say it.</summary>
internal static class DeviceWords
{
    // The first that fits: Edge also calls itself Chrome, Chrome also Safari, Android also Linux.
    private static readonly (string Mark, string Words)[] Browsers =
        [("Zalo", "Zalo"), ("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Mark, string Words)[] Systems =
        [("Android", "điện thoại Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "máy Windows"), ("Mac OS", "máy Mac"), ("Linux", "máy Linux")];

    public static string Of(string? device)
    {
        var (browser, system) = (Find(Browsers, device), Find(Systems, device));
        return (browser, system) switch
        {
            (null, null) => "Thiết bị khác",
            (null, _) => char.ToUpperInvariant(system[0]) + system[1..],
            (_, null) => browser,
            _ => $"{browser} trên {system}",
        };
    }

    private static string? Find((string Mark, string Words)[] known, string? device) =>
        known.FirstOrDefault(one => device?.Contains(one.Mark, StringComparison.Ordinal) == true).Words;
}
