using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MotCua.GovStackBridge;

/// <param name="Code">PENDING | APPROVED | SENDBACK | REJECTED.</param>
/// <param name="Title">The words of the product, which knows more states than four.</param>
internal sealed record Status(string Code, string Title)
{
    public static Status OfDossier(JsonNode dossier) => new((string)dossier["status"]! switch
    {
        "done" or "returned" => "APPROVED",
        "supplement" => "SENDBACK",
        "refused" or "notReceived" or "stopped" or "withdrawn" => "REJECTED",
        _ => "PENDING",
    }, (string)dossier["statusWords"]!);
}

internal sealed record FormContent(JsonNode Data, string EFormId);

internal sealed record ApplicationContent(string? ApplicantId, FormContent FormData, IReadOnlyList<string> DocumentUrls);

internal sealed record ApplicationFile(string FileId, DateTimeOffset? Registered, string ServiceId, string ServiceName, Status Status, bool Ended,
    ApplicationContent ApplicationData);

internal sealed record ApplicationLine(string FileId, Status Status, string? ApplicantId, DateTimeOffset? Registered, string? ServiceName, string ServiceId,
    string EformId);

/// <summary>
/// An application file is a dossier, or a draft as long as it lacks what the procedure demands. The product keeps its id as foreign reference, so the bridge
/// remembers nothing.
/// </summary>
internal static partial class Applications
{
    /// <summary>The <c>system</c> of the foreign references.</summary>
    public const string KnownTo = "govstack";

    private const int Most = 1_000;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/services/{serviceId}/applications", Submit).FromMediator();
        app.MapGet("/applications", List).FromMediator();
        app.MapGet("/applications/{fileId}", async (string fileId, Programs programs, Names names) =>
            await DossierOf(programs.Applicant, fileId) is { } code ? await Dossier(programs.Applicant, names, fileId, code)
            : await Draft(programs, names, fileId, await DraftOf(programs.Applicant, fileId), null)).FromMediator();
        app.MapPut("/applications/{fileId}", async (string fileId, HttpRequest request, Programs programs, Names names) =>
        {
            var (_, data) = await Read(request);
            if (await DossierOf(programs.Applicant, fileId) is not null)
                throw new Declined(409, "Hồ sơ đã nộp thì không sửa điều đã khai. Bổ sung theo yêu cầu của bộ phận một cửa");
            return await Fill(programs, names, fileId, await DraftOf(programs.Applicant, fileId), data);
        }).FromMediator();
    }

    /// <exception cref="Declined">404: it is neither draft nor dossier of ours.</exception>
    public static async Task<Guid> DraftOf(Product applicant, string fileId) =>
        (await applicant.Get($"drafts?{Reference(fileId)}"))!.AsArray() is [var draft, ..] ? (Guid)draft!["draftId"]!
            : throw new Declined(404, "Không có hồ sơ này");

    /// <summary>Who applies, as far as it is an id of theirs: what may be a number of a person or a company stays out of addresses.</summary>
    public static string? ApplicantIn(string fileId) => fileId.Split('.', 2) is [{ Length: 32 }, var applicant] ? applicant : null;

    public static string Reference(string fileId) => $"system={KnownTo}&foreignId={Uri.EscapeDataString(fileId)}";

    private static async Task<ApplicationFile> Submit(string serviceId, HttpRequest request, Programs programs, Names names)
    {
        var (applicant, data) = await Read(request);
        var procedure = (string)(await Services.Procedure(programs, names, serviceId))["code"]!;
        var fileId = RandomNumberGenerator.GetHexString(32, lowercase: true) + (Theirs().IsMatch(applicant) ? $".{applicant}" : "");
        var made = await programs.Applicant.Post("drafts", new { procedure, foreign = new { system = KnownTo, id = fileId } });
        return await Fill(programs, names, fileId, (Guid)made["draftId"]!, data) with { ServiceId = serviceId };
    }

    /// <summary>Saves what was declared and files it. What the product would not file stays a draft, whose status says why.</summary>
    private static async Task<ApplicationFile> Fill(Programs programs, Names names, string fileId, Guid draft, JsonObject? data)
    {
        var product = programs.Applicant;
        var why = default(string);
        if (data is not null)
        {
            if (data[Services.Place] is { } place) await product.Put($"drafts/{draft}/place", place);
            data.Remove(Services.Place);
            await product.Put($"drafts/{draft}/answers", data);
            try
            {
                var filed = await product.Post("dossiers", new { draftId = draft });
                return await Dossier(product, names, fileId, (string)filed["code"]!);
            }
            catch (Declined incomplete) when (incomplete.Status is 400 or 409 or 422) { why = incomplete.Message; }
        }
        return await Draft(programs, names, fileId, draft, why);
    }

    private static async Task<ApplicationFile> Draft(Programs programs, Names names, string fileId, Guid id, string? why)
    {
        var product = programs.Applicant;
        var draft = (await product.Get($"drafts/{id}"))!;
        var code = (string)draft["procedure"]!;
        var form = new FormContent((await product.Get($"drafts/{id}/answers"))!, names.Theirs("eForms", code));
        var files = (await product.Get($"drafts/{id}/files"))!.AsArray().Select(file => $"{product.Url}api/v1/drafts/{id}/files/{file!["id"]}");
        return new ApplicationFile(fileId, null, names.Theirs("services", code), (string)(await product.Get($"procedures/{code}"))!["name"]!,
            new Status("PENDING", why is null ? "Bản nháp, chưa nộp" : $"Bản nháp, chưa nộp: {why}"), false,
            new ApplicationContent(ApplicantIn(fileId), form, [.. files]));
    }

    private static async Task<ApplicationFile> Dossier(Product product, Names names, string fileId, string code)
    {
        var dossier = (await product.Get($"dossiers/{code}"))!;
        var (tracking, procedure) = (dossier["tracking"]!, (string)dossier["tracking"]!["procedureCode"]!);
        var files = (await product.Get($"dossiers/{code}/files"))!.AsArray().Select(file => $"{product.Url}api/v1/dossiers/{code}/files/{file!["id"]}");
        return new ApplicationFile(fileId, (DateTimeOffset?)tracking["submittedAt"], names.Theirs("services", procedure), (string)tracking["procedureName"]!,
            Status.OfDossier(tracking), tracking["finishedAt"] is not null,
            new ApplicationContent(ApplicantIn(fileId), new FormContent(dossier["answers"]!.DeepClone(), names.Theirs("eForms", procedure)), [.. files]));
    }

    /// <summary>The code of the dossier that goes by this id: its foreign reference, or the code itself for what another way has filed.</summary>
    private static async Task<string?> DossierOf(Product product, string fileId) =>
        (await product.Get($"dossiers?{Reference(fileId)}"))?["items"]?.AsArray() is [var dossier, ..] ? (string)dossier!["code"]!
            : (string?)(await product.Get($"dossiers/{Uri.EscapeDataString(fileId)}"))?["tracking"]?["code"];

    private static async Task<List<ApplicationLine>> List(string? serviceId, string? applicantId, int? firstResult, int? maxResult, string? sortBy,
        string? sortOrder, Programs programs, Names names)
    {
        var paging = new Paging(firstResult, maxResult, sortBy, sortOrder, ["created", "registered"]);
        var theirs = applicantId is not null && Theirs().IsMatch(applicantId);
        var filter = (serviceId is null ? "" : $"&procedure={Uri.EscapeDataString(names.Ours("services", serviceId))}")
            + (applicantId is null || theirs ? "" : $"&owner={Uri.EscapeDataString(applicantId)}");
        var lines = new List<ApplicationLine>();
        // An owner's number is in what was filed; a draft may not have it yet.
        if (applicantId is null || theirs)
        {
            lines.AddRange((await programs.Applicant.Get("drafts"))!.AsArray().Select(draft => Line(names, draft!, (string)draft!["procedure"]!, null))
                .Where(line => serviceId is null || line.ServiceId == names.Theirs("services", names.Ours("services", serviceId))));
        }
        await foreach (var row in programs.Applicant.Walk($"dossiers?{filter.TrimStart('&')}"))
        {
            if (lines.Count >= Most) throw new Declined(400, $"Hơn {Most} hồ sơ. Thêm serviceId hoặc applicantId");
            lines.Add(Line(names, row, (string)row["procedureCode"]!, Status.OfDossier(row)));
        }
        return paging.Of(lines.Where(line => !theirs || line.ApplicantId == applicantId), line => line.Registered ?? DateTimeOffset.MaxValue);
    }

    private static ApplicationLine Line(Names names, JsonNode row, string code, Status? status)
    {
        var fileId = (string?)row["foreign"]?["system"] == KnownTo ? (string)row["foreign"]!["id"]! : (string?)row["code"] ?? row["draftId"]!.ToString();
        return new ApplicationLine(fileId, status ?? new Status("PENDING", "Bản nháp, chưa nộp"), ApplicantIn(fileId), (DateTimeOffset?)row["submittedAt"],
            (string?)row["procedureName"], names.Theirs("services", code), names.Theirs("eForms", code));
    }

    /// <summary>Who applies and what is declared, from JSON as the specification says; simple clients send the fields as a form.</summary>
    private static async Task<(string Applicant, JsonObject? Data)> Read(HttpRequest request)
    {
        var (applicant, data) = (default(string), default(JsonObject));
        if (request.HasFormContentType) applicant = (await request.ReadFormAsync())["applicantId"];
        else if (await JsonNode.ParseAsync(request.Body) is JsonObject body)
        {
            applicant = body["applicantId"] is JsonValue given && given.TryGetValue<string>(out var id) ? id : null;
            data = (body["formData"] as JsonObject)?["data"]?.DeepClone() as JsonObject;
        }
        return (applicant is { Length: > 0 and <= 100 } ? applicant : throw new Declined(400, "Thiếu applicantId"), data);
    }

    [GeneratedRegex("^(?=.*[A-Za-z])[A-Za-z0-9_-]{1,100}$")]
    private static partial Regex Theirs();
}

/// <summary>firstResult counts from 0; the order is by time alone.</summary>
internal sealed class Paging
{
    private readonly int first;
    private readonly int most;
    private readonly bool rising;

    public Paging(int? firstResult, int? maxResult, string? sortBy, string? sortOrder, string[] known)
    {
        if (sortBy is not null && !known.Contains(sortBy)) throw new Declined(400, $"sortBy: {string.Join(", ", known)}");
        if (sortOrder is not (null or "asc" or "desc")) throw new Declined(400, "sortOrder: asc, desc");
        (first, most, rising) = (firstResult ?? 0, maxResult ?? 100, sortOrder == "asc");
        if (first < 0 || most is < 0 or > 1_000) throw new Declined(400, "firstResult từ 0; maxResult từ 0 đến 1000");
    }

    public List<T> Of<T>(IEnumerable<T> rows, Func<T, DateTimeOffset> at) =>
        [.. (rising ? rows.OrderBy(at) : rows.OrderByDescending(at)).Skip(first).Take(most)];
}
