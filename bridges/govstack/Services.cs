using System.Text.Json.Nodes;

namespace MotCua.GovStackBridge;

internal sealed record Property(string Code, string Value);

/// <param name="Version">The day since which the version in force holds.</param>
/// <param name="Type">Always "None": the product does not tell private from public processes.</param>
internal sealed record Service(string Id, string Name, string Version, string Type, bool? IsExecutable, string? Description,
    IReadOnlyList<Property>? ServiceBody);

internal sealed record EFormLine(string EFormId, string Name, string Version, bool Latest);

internal sealed record EForm(string EFormId, string Name, string Version, bool Latest, JsonNode Schema);

/// <summary>Services are procedures; an eForm is the form of one procedure and goes by its code.</summary>
internal static class Services
{
    /// <summary>Beside what the form asks: whose office receives. The specification has no word for it.</summary>
    public const string Place = "filingPlace";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/services", List);
        app.MapGet("/services/{serviceId}", async (string serviceId, Programs programs, Names names) =>
        {
            var found = await Procedure(programs, names, serviceId);
            return new Service(serviceId, (string)found["name"]!, (string)found["validFrom"]!, "None",
                !(bool)found["withdrawn"]! && !string.Equals((string?)found["door"], "nationalPortal", StringComparison.OrdinalIgnoreCase),
                (string?)found["who"] ?? (string?)found["plainTitle"],
                [new("term", (string)found["termWords"]!), new("fee", (string)found["fee"]!["words"]!), new("field", (string)found["field"]!)]);
        });
        app.MapGet("/services/{serviceId}/eForms", async (string serviceId, Programs programs, Names names) =>
        {
            var code = (string)(await Procedure(programs, names, serviceId))["code"]!;
            return await programs.Applicant.Get($"procedures/{Uri.EscapeDataString(code)}/form") is not { } form ? []
                : new[] { new EFormLine(names.Theirs("eForms", code), (string)form["title"]!, Version(form), true) };
        });
        app.MapGet("/eForms/{eFormId}", async (string eFormId, Programs programs, Names names) =>
        {
            var form = await programs.Applicant.Get($"procedures/{Uri.EscapeDataString(names.Ours("eForms", eFormId))}/form")
                ?? throw new Declined(404, "Không có biểu mẫu này");
            var shown = new EForm(eFormId, (string)form["title"]!, Version(form), true, form);
            form["properties"]![Place] = new JsonObject
            {
                ["type"] = "object", ["title"] = "Nơi tiếp nhận: xã, phường (unit), bộ phận một cửa (office), điểm hỗ trợ (support)",
                ["properties"] = new JsonObject { ["unit"] = Text(), ["office"] = Text(), ["support"] = Text() },
            };
            return shown;
        });
    }

    /// <exception cref="Declined">404.</exception>
    public static async Task<JsonNode> Procedure(Programs programs, Names names, string serviceId) =>
        await programs.Applicant.Get($"procedures/{Uri.EscapeDataString(names.Ours("services", serviceId))}")
            ?? throw new Declined(404, "Không có thủ tục này");

    /// <summary>The procedures of exactly this name; null: all that are in force.</summary>
    public static async Task<List<JsonNode>> Named(Product product, string? name)
    {
        var path = $"procedures?limit=100&q={Uri.EscapeDataString(name ?? "")}";
        var found = new List<JsonNode>();
        await foreach (var row in product.Walk(path, "cursor", "nextCursor"))
        {
            if ((bool)row["withdrawn"]! || name is not null && !string.Equals((string)row["name"]!, name, StringComparison.OrdinalIgnoreCase)) continue;
            found.Add(row);
        }
        return found;
    }

    private static async Task<List<Service>> List(string? name, Programs programs, Names names) =>
        [.. (await Named(programs.Applicant, name)).Select(row => new Service(names.Theirs("services", (string)row["code"]!), (string)row["name"]!,
            (string)row["validFrom"]!, "None", null, (string)row["title"]!, null))];

    private static string Version(JsonNode form) => form["x-form"]!["version"]!.ToString();

    private static JsonObject Text() => new() { ["type"] = "string" };
}
