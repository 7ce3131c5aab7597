using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MotCua.Platform.Events;
using MotCua.Platform.Expressions;

namespace MotCua.Workflow.Contracts;

/// <summary>Quy trình để chạy: a drawing that was checked, and what its conditions may look at.</summary>
public sealed class Drawing
{
    private static readonly ConditionalWeakTable<object, Drawing> Lists = [];

    /// <param name="xml">BPMN 2.0 without faults that hinder.</param>
    /// <param name="known">As they were when it was checked; an answer of another type counts as not given.</param>
    public Drawing(string xml, IReadOnlyList<KnownValue> known)
    {
        (Xml, Known) = (xml, known);
        KnownJson = JsonSerializer.Serialize(known, EventLog.Json);
        Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(known.Count == 0 ? xml : xml + KnownJson)).AsSpan(0, 16));
    }

    public string Xml { get; }
    public IReadOnlyList<KnownValue> Known { get; }
    internal Guid Id { get; }
    internal string KnownJson { get; }

    /// <summary>A list of steps as the line that it is; drawn once for each list.</summary>
    /// <param name="list">Kept by reference: the list of a procedure version, which never changes.</param>
    public static Drawing Of<T>(IReadOnlyList<T> list, Func<T, ProcessStep> read) => Lists.GetValue(list, _ =>
    {
        if (list.Count == 0) throw new InvalidOperationException("A process has at least one step.");
        return new Drawing(ProcessTemplates.Draw("list", "", [.. list.Select(one => new TemplateStep(read(one), null))]), []);
    });
}
