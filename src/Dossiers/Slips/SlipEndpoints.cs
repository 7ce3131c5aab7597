using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Files;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Slips;

/// <summary>Slips as PDF and the files of a dossier, each decided again by the policy at the bytes.</summary>
internal static class SlipEndpoints
{
    public static void MapSlips(this IEndpointRouteBuilder app)
    {
        app.MapGet("/noi-bo/ho-so/{code}/phieu/tiep-nhan", async (string code, DossierDesk desk, OrganisationDirectory organisation, HttpContext http) =>
        {
            var dossier = await desk.Load(code);
            if (dossier.ReceivedAt is null) throw Refused.WrongState("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn");
            return Pdf(Slips.Receipt(dossier, await desk.Version(dossier), await IssuerOf(dossier, desk, organisation, http)), $"Giay-hen-{code}.pdf");
        });
        app.MapGet("/noi-bo/ho-so/{code}/phieu/bo-sung", async (string code, int? lan, DossierDesk desk, OrganisationDirectory organisation, HttpContext http) =>
        {
            var dossier = await desk.Load(code);
            var request = dossier.Supplements.SingleOrDefault(s => s.No == (lan ?? dossier.Supplements.Count))
                ?? throw Refused.NotFound("Hồ sơ này không có phiếu yêu cầu bổ sung đó");
            return Pdf(Slips.Supplement(dossier, request, await IssuerOf(dossier, desk, organisation, http)), $"Phieu-bo-sung-{code}.pdf");
        });
        app.MapGet("/noi-bo/ho-so/{code}/phieu/tu-choi", async (string code, DossierDesk desk, OrganisationDirectory organisation, HttpContext http) =>
        {
            var dossier = await desk.Load(code);
            if (dossier.Status is not (DossierStatus.NotReceived or DossierStatus.Refused)) throw Refused.NotFound("Hồ sơ này không bị từ chối");
            return Pdf(Slips.Refusal(dossier, await IssuerOf(dossier, desk, organisation, http)), $"Phieu-tu-choi-{code}.pdf");
        });
        app.MapGet("/noi-bo/ho-so/{code}/tep/{id:guid}", async (string code, Guid id, DossierDesk desk, FileStore files) =>
        {
            var dossier = await desk.Load(code);
            var file = await desk.Db.Set<Attachment>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.DossierId == dossier.Id)
                ?? throw Refused.NotFound("Không tìm thấy tệp này trong hồ sơ");
            return new SandboxedFile(files.Open(file.Sha256), file.MediaType, file.FileName);
        });
        // A paper of the owner's vault, in this case: the dossier's policy first, then the grant, then the record of the reading.
        app.MapGet("/noi-bo/ho-so/{code}/kho/{id:guid}", async (string code, Guid id, DossierDesk desk, VaultReading reading) =>
        {
            var dossier = await desk.Load(code);
            var unit = desk.Actor.Agencies.FirstOrDefault() is { } agency ? await desk.AgencyName(agency) : "Đơn vị chưa rõ";
            var paper = await reading.Open(id, "desk", new ReadingCase(dossier.Id, dossier.Code, "Giải quyết hồ sơ", unit));
            await desk.Db.Save();
            return new SandboxedFile(desk.Files.Open(paper.Sha256), paper.MediaType, paper.Title);
        });
    }

    private static async Task<Slips.Issuer> IssuerOf(Dossier dossier, DossierDesk desk, OrganisationDirectory organisation, HttpContext http)
    {
        var office = await organisation.Office(dossier.IntakeOffice, (dossier.ReceivedAt ?? dossier.SubmittedAt).Day())
            ?? throw new InvalidOperationException($"Office {dossier.IntakeOffice} is gone.");
        var agency = await organisation.Agency(office.AgencyCode, desk.Now.Day()) ?? throw new InvalidOperationException($"Agency {office.AgencyCode} is gone.");
        var officer = dossier.HandOvers.OrderBy(h => h.Seq).FirstOrDefault()?.FromName ?? desk.Actor.Name;
        return new Slips.Issuer(office, agency, officer, $"{http.Request.Scheme}://{http.Request.Host}/tra-cuu/{dossier.TrackingToken}", desk.Now);
    }

    private static SandboxedFile Pdf(byte[] bytes, string name) => new(new MemoryStream(bytes), "application/pdf", name);
}
