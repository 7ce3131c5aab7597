using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace MotCua.Platform.Security;

/// <summary>
/// Ngân sách: how often something may be done in a stretch of time. Every figure is a setting,
/// <c>Budgets__{Name}__Limit</c>, <c>__Whole</c> and <c>__Minutes</c>; what stands in the code is the default.
/// </summary>
/// <param name="Limit">For one key: an address, an account, a dossier.</param>
/// <param name="Whole">For everybody without an account together; 0: no such limit.</param>
public sealed record Budget(string Name, int Limit, int Whole, TimeSpan Window)
{
    /// <summary>With the settings of this installation.</summary>
    public Budget With(IConfiguration settings) => this with
    {
        Limit = Number(settings, "Limit", Limit, least: 1),
        Whole = Number(settings, "Whole", Whole, least: 0),
        Window = TimeSpan.FromMinutes(Number(settings, "Minutes", (int)Window.TotalMinutes, least: 1)),
    };

    private int Number(IConfiguration settings, string what, int otherwise, int least)
    {
        var name = $"Budgets:{Name}:{what}";
        if (settings[name] is not { Length: > 0 } given) return otherwise;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
            : throw new InvalidOperationException($"{name.Replace(":", "__", StringComparison.Ordinal)} phải là số nguyên từ {least}, không phải “{given}”.");
    }
}

/// <summary>
/// Các cửa không cần đăng nhập: what an unknown caller's request costs. An office of a hundred people stands behind one address, so the
/// figures are those of an office; a person with an account has a budget of their own.
/// </summary>
public static class Doors
{
    /// <summary>Any request that no other door counts.</summary>
    public static readonly Budget Page = new("Page", 1500, 15000, TimeSpan.FromMinutes(1));

    /// <summary>Any request that changes something, for example an answer of a draft.</summary>
    public static readonly Budget Write = new("Write", 300, 3000, TimeSpan.FromMinutes(1));

    public static readonly Budget Search = new("Search", 400, 4000, TimeSpan.FromMinutes(1));

    public static readonly Budget Draft = new("Draft", 120, 2400, TimeSpan.FromMinutes(10));

    /// <summary>Each file is opened and judged.</summary>
    public static readonly Budget Upload = new("Upload", 600, 6000, TimeSpan.FromMinutes(10));

    /// <summary>A draft of one's own, when strangers behind the same address have used that address up.</summary>
    public static readonly Budget UploadOfDraft = new("UploadOfDraft", 20, 0, TimeSpan.FromMinutes(10));

    /// <summary>Signatures of a whole file are judged.</summary>
    public static readonly Budget Verify = new("Verify", 120, 1200, TimeSpan.FromMinutes(10));

    /// <summary>Of its own, so that whatever floods the other doors keeps nobody from signing in; wrong passwords are counted by account.</summary>
    public static readonly Budget SignIn = new("SignIn", 300, 6000, TimeSpan.FromMinutes(5));

    /// <summary>Looking up by a printed code.</summary>
    public static readonly Budget Track = new("Track", 200, 4000, TimeSpan.FromMinutes(10));

    /// <summary>Codes sent to a phone, by address; how many one dossier may have is counted with the dossier.</summary>
    public static readonly Budget PhoneCode = new("PhoneCode", 10, 300, TimeSpan.FromMinutes(10));

    /// <summary>Codes that belong to nobody, by address; kept over a restart.</summary>
    public static readonly Budget TrackWrong = new("TrackWrong", 15, 0, TimeSpan.FromMinutes(10));

    /// <summary>Every request of a program, by its account.</summary>
    public static readonly Budget Program = new("Program", 1200, 0, TimeSpan.FromMinutes(1));

    /// <summary>Whole lists as files, by account: each is thousands of rows.</summary>
    public static readonly Budget Export = new("Export", 30, 0, TimeSpan.FromMinutes(10));

    public static IReadOnlyList<Budget> All =>
        [Page, Write, Search, Draft, Upload, UploadOfDraft, Verify, SignIn, Track, PhoneCode, TrackWrong, Program, Export];
}
