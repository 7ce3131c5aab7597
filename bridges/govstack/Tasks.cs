using System.Text.Json.Nodes;

namespace MotCua.GovStackBridge;

internal sealed record TaskLine(string TaskId, string Name, string? AssigneeId, DateTimeOffset Created, string ServiceId, string ServiceName, string FileId,
    string EFormId, Status Status);

internal sealed record TaskDetail(string TaskId, string TaskName, string? AssigneeId, DateTimeOffset Created, string FileId, string ServiceId,
    string ServiceName, string EFormId, Status Status);

internal sealed record Completed(string TaskId, string FileId, string ServiceId, Status Status);

/// <summary>A task is a step that the operator's program may do. There are no main tasks and no roles beside it.</summary>
internal static class Tasks
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/tasks", List);
        app.MapGet("/tasks/{taskId}", async (string taskId, Programs programs, Names names) =>
        {
            var (task, dossier) = await Find(programs.Operator, names, taskId);
            var code = (string)task["procedureCode"]!;
            return new TaskDetail(taskId, (string)task["stepName"]!, (string?)task["assigneeId"], (DateTimeOffset)task["openedAt"]!, FileId(dossier),
                names.Theirs("services", code), (string)task["procedureName"]!, names.Theirs("eForms", code), StatusOf(task));
        });
        app.MapPost("/tasks/{taskId}/complete", Complete);
    }

    private static async Task<List<TaskLine>> List(string? mainTaskId, string? fileId, string? assigneeId, int? firstResult, int? maxResult, string? sortBy,
        string? sortOrder, Programs programs, Names names)
    {
        var paging = new Paging(firstResult, maxResult, sortBy, sortOrder, ["created"]);
        var tasks = new List<TaskLine>();
        if (mainTaskId is not null) return tasks;
        var only = fileId is null ? null : await CodeOf(programs.Operator, fileId);
        await foreach (var task in programs.Operator.Walk("desk/tasks"))
        {
            var dossier = (string)task["dossierCode"]!;
            if (only is not null && dossier != only || assigneeId is not null && (string?)task["assigneeId"] != assigneeId) continue;
            var code = (string)task["procedureCode"]!;
            // The list does not say what others call the dossier, and each dossier that is opened is noted for its owner: its code is an id as well.
            tasks.Add(new TaskLine(names.Theirs("tasks", (string)task["id"]!), (string)task["stepName"]!, (string?)task["assigneeId"],
                (DateTimeOffset)task["openedAt"]!, names.Theirs("services", code), (string)task["procedureName"]!, fileId ?? dossier,
                names.Theirs("eForms", code), StatusOf(task)));
        }
        return paging.Of(tasks, task => task.Created);
    }

    /// <summary>
    /// Does the step: a registrar releases the result, anybody else passes on with the opinion that came along (<c>data.opinion.text</c>). Sent again, as
    /// clients do whose answer was lost, it does nothing more and says the same.
    /// </summary>
    private static async Task<Completed> Complete(string taskId, HttpRequest request, Programs programs, Names names)
    {
        var opinion = await JsonNode.ParseAsync(request.Body) is JsonObject body && body["data"] is JsonObject data && data["opinion"] is JsonObject said
            && said["text"] is JsonValue text && text.TryGetValue<string>(out var words) ? words : null;
        var (product, (task, dossier)) = (programs.Operator, await Find(programs.Operator, names, taskId));
        if ((string)task["state"]! != "open")
        {
            return (string)task["state"]! == "done" && (string?)task["assigneeId"] == (string?)(await product.Get("me"))!["id"] ? Answer(task)
                : throw new Declined(409, "Việc này đang tạm dừng, hoặc người khác đã làm");
        }
        if ((string?)dossier["task"]?["id"] != (string)task["id"]!) throw new Declined(409, "Việc này vừa thay đổi. Đọc lại rồi làm tiếp");
        var path = $"desk/dossiers/{(string)task["dossierCode"]!}";
        var seen = (int)dossier["version"]!;
        if (string.Equals((string)task["stepKind"]!, "number", StringComparison.OrdinalIgnoreCase)) await product.Post($"{path}/register", new { }, seen);
        else await product.Post($"{path}/pass-on", new { opinion }, seen);
        return Answer((await product.Get($"desk/tasks/{(string)task["id"]!}"))!);
        Completed Answer(JsonNode done) => new(taskId, FileId(dossier), names.Theirs("services", (string)task["procedureCode"]!), StatusOf(done));
    }

    private static async Task<(JsonNode Task, JsonNode Dossier)> Find(Product product, Names names, string taskId)
    {
        if (Guid.TryParse(names.Ours("tasks", taskId), out var id) && await product.Get($"desk/tasks/{id}") is { } task
            && await product.Get($"desk/dossiers/{(string)task["dossierCode"]!}") is { } dossier) return (task, dossier);
        throw new Declined(404, "Không có việc này");
    }

    private static async Task<string> CodeOf(Product product, string fileId) =>
        (await product.Get($"desk/dossiers?{Applications.Reference(fileId)}"))!["items"]!.AsArray() is [var dossier, ..] ? (string)dossier!["code"]! : fileId;

    private static string FileId(JsonNode dossier) =>
        (string?)dossier["foreign"]?["system"] == Applications.KnownTo ? (string)dossier["foreign"]!["id"]! : (string)dossier["code"]!;

    private static Status StatusOf(JsonNode task) => (string)task["state"]! switch
    {
        "done" => new Status("APPROVED", "Đã xong"),
        "returned" => new Status("SENDBACK", "Đã trả lại bước trước"),
        "paused" => new Status("PENDING", "Tạm dừng"),
        _ => new Status("PENDING", "Đang chờ làm"),
    };
}
