using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Contracts;

/// <summary>Where a dossier is taken in and who decides on it, as of one day.</summary>
/// <param name="UnitCode">Identifier in front of the dossier code.</param>
/// <param name="Away">Taken in by another office than the one of the deciding agency.</param>
public sealed record FilingPlace(string Office, string OfficeName, string? OfficeAddress, string IntakeAgency, string UnitCode,
    string CompetentAgency, string CompetentAgencyName, bool Away);

/// <summary>
/// Finds the office and the agency of a filing in today's directory. Kept for a minute, like the calendars: submitting
/// needs it each time and the directory changes a few times a year.
/// </summary>
public sealed class FilingPlaces(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Agency, string Unit, string Office, DateOnly Day), (FilingPlace Place, long At)> known = new();

    /// <param name="unit">Commune whose committee decides; needed for procedures of the commune level.</param>
    /// <param name="office">Another office that takes the dossier in; null = the office of the deciding agency.</param>
    /// <param name="byDeclaration">Opened by a declaration that any office may take in: whoever took that one in takes in this one.</param>
    public async ValueTask<FilingPlace> Find(ProcedureVersionView version, string? unit, string? office, bool byDeclaration = false)
    {
        var commune = version.CompetentLevel == "commune";
        if (commune && string.IsNullOrEmpty(unit)) throw new Refused(400, "Chọn xã, phường giải quyết. Có thể tìm theo tên cũ", "unit");
        var key = (commune ? "" : version.CompetentAgency ?? "", commune ? unit! : "", office ?? "", clock.Today());
        if (!known.TryGetValue(key, out var kept) || Stopwatch.GetElapsedTime(kept.At) > Kept)
            known[key] = kept = (await Look(version, key.Item1, key.Item2, office, key.Item4), Stopwatch.GetTimestamp());
        if (kept.Place.Away && !version.NonTerritorial && !byDeclaration)
            throw new Refused(400, version.SiteVisit
                ? $"Thủ tục này cần kiểm tra thực địa nên chỉ nộp tại nơi giải quyết: {kept.Place.CompetentAgencyName}"
                : $"Thủ tục này chỉ nộp tại nơi giải quyết: {kept.Place.CompetentAgencyName}", "office");
        return kept.Place;
    }

    /// <param name="code">Empty: nobody helps.</param>
    public async Task<SupportPoint?> Support(string? code)
    {
        if (string.IsNullOrEmpty(code)) return null;
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrganisationDirectory>().SupportPoint(code)
            ?? throw new Refused(400, "Chọn điểm hỗ trợ trong danh sách, hoặc bỏ trống", "support");
    }

    private async Task<FilingPlace> Look(ProcedureVersionView version, string agencyCode, string unit, string? office, DateOnly today)
    {
        await using var scope = scopes.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<OrganisationDirectory>();
        AgencyView? agency;
        OfficeView? home;
        if (unit.Length > 0)
        {
            agency = await directory.CommitteeOf(unit, today) ?? throw new Refused(400, "Chọn xã, phường đang hoạt động. Có thể tìm theo tên cũ", "unit");
            home = await directory.Offices(today, agency.Code) is [var first, ..] ? first : null;
        }
        else
        {
            agency = agencyCode.Length == 0 ? null : await directory.Successor(agencyCode, today);
            home = await directory.ProvincialCentre(today);
        }
        if (agency is null || home is null) throw new Refused(409,
            $"Chưa xác định được nơi giải quyết \"{version.PlainTitle}\". Gọi 1022 để được hướng dẫn nơi nộp");
        var taking = string.IsNullOrEmpty(office) || office == home.Code ? home
            : await directory.OfficeFor(office, today) ?? throw new Refused(400, "Chọn bộ phận một cửa đang hoạt động", "office");
        var intake = taking.AgencyCode == agency.Code ? agency
            : await directory.Agency(taking.AgencyCode, today) ?? throw new Refused(400, "Chọn bộ phận một cửa đang hoạt động", "office");
        // The provincial centre has several counters, and a commune that was merged has several points: each of them is at home.
        var away = taking.Code != home.Code && taking.AgencyCode != home.AgencyCode;
        return new FilingPlace(taking.Code, taking.Name, taking.Address, intake.Code, intake.UnitCode, agency.Code, agency.Name, away);
    }
}
