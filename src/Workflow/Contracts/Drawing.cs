using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MotCua.Platform.Events;
using MotCua.Platform.Expressions;
using MotCua.Workflow.Definition;

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

    /// <summary>One that never changes, read once.</summary>
    /// <param name="xml">Kept by reference: the drawing of a procedure version.</param>
    public static Drawing Of(string xml, IReadOnlyList<KnownValue> known) => Lists.GetValue(xml, _ => new Drawing(xml, known));

    /// <summary>Why no dossier could walk it, in words; empty: it could.</summary>
    /// <param name="known">What its conditions may look at.</param>
    public static IReadOnlyList<string> Faults(string xml, IReadOnlyList<KnownValue> known)
    {
        var (definition, read) = BpmnReader.Read(Encoding.UTF8.GetBytes(xml), known);
        var faults = definition is null ? read : [.. read, .. ProcessFaults.Of(definition), .. Executable.Faults(definition)];
        if (definition is not null && !faults.Any(fault => fault.Hinders)) faults = OrderFaults.Of(definition);
        return [.. faults.Where(fault => fault.Hinders).Select(fault => fault.Words)];
    }

    /// <summary>A list of steps as the line that it is; drawn once for each list.</summary>
    /// <param name="list">Kept by reference: the list of a procedure version, which never changes.</param>
    public static Drawing Of<T>(IReadOnlyList<T> list, Func<T, ProcessStep> read) => Lists.GetValue(list, _ =>
    {
        if (list.Count == 0) throw new InvalidOperationException("A process has at least one step.");
        return new Drawing(ProcessTemplates.Draw("list", "", [.. list.Select(one => new TemplateStep(read(one), null))]), []);
    });
}
