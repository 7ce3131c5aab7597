using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using MotCua.Dossiers.Clock;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Dossiers.Slips;

/// <summary>Nơi phát hành: the office and the agency that stand at the head of a paper.</summary>
internal sealed class Issuers(OrganisationDirectory organisation, IHttpContextAccessor http, IOptions<Brand> brand, IConfiguration settings)
{
    /// <summary>Whoever took it in, never whoever happens to print.</summary>
    public async Task<Issuer> Of(Dossier d)
    {
        var issuer = await Of(d.IntakeOffice, (d.ReceivedAt ?? d.SubmittedAt).Day(),
            d.Ledger.FirstOrDefault(entry => entry.Kind == ClockKind.Start)?.ActorName ?? "");
        return issuer with { IntakeAgencyName = await organisation.AgencyName(d.IntakeAgency) };
    }

    /// <summary>Where papers of an office come from that speak of no single dossier.</summary>
    public async Task<Issuer> Of(string officeCode, DateOnly day, string officer)
    {
        var office = await organisation.Office(officeCode, day) ?? await organisation.Office(officeCode)
            ?? throw new InvalidOperationException($"Office {officeCode} is gone.");
        var agency = await organisation.Agency(office.AgencyCode, day) ?? await organisation.Agency(office.AgencyCode)
            ?? throw new InvalidOperationException($"Agency {office.AgencyCode} is gone.");
        var unit = office.AdminUnitCode ?? agency.AdminUnitCode;
        var place = unit is null ? null : (await organisation.Unit(unit, day))?.Name;
        // The address that citizens open, not the one an official happens to use.
        var site = http.HttpContext!.SiteUrl();
        return new Issuer(office, agency, agency.Name, place ?? "……", officer, site, settings["Zalo:LookupUrl"], brand.Value.Hotline);
    }
}
