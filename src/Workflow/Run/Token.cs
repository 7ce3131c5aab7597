using Microsoft.EntityFrameworkCore;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Run;

/// <summary>Where the process of a dossier stands, other than at the steps of people: those are its open tasks.</summary>
internal sealed class Token
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public required string Place { get; init; }

    /// <summary>"act NAME", "message NAME" or "timer"; null: another branch.</summary>
    public string? Awaits { get; init; }

    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset Since { get; init; }

    public static string? AwaitsOf(Node node) => node switch
    {
        ServiceTask { Act: { } act } => "act " + BpmnWords.Camel(act),
        CallActivity => "child",
        Catch { For: { } what } => Message(what),
        Boundary { For: { } what } => Message(what),
        _ => null,
    };

    public static string Message(Awaited what) => what == Awaited.Timer ? "timer" : "message " + BpmnWords.Camel(what);

    public Waiting AsWaiting(Node node) => new(Id, DossierId, node.Id, node.Name, Awaits switch
    {
        "timer" => WaitKind.Time, "child" => WaitKind.Child,
        { } act when act.StartsWith("act ", StringComparison.Ordinal) => WaitKind.Act, _ => WaitKind.Message,
    }, Awaits![(Awaits!.IndexOf(' ', StringComparison.Ordinal) + 1)..], DueAt,
        node is CallActivity { Procedure: { } procedure } call ? new(procedure, call.Place, call.Given ?? []) : null);

    public static void Map(ModelBuilder model) => model.Entity<Token>().ToTable("token", "workflow");
}
