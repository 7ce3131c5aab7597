using Microsoft.EntityFrameworkCore;
using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Design;

/// <summary>Lập một bản quy trình: a draft of the next number, whatever faults it has.</summary>
internal sealed class MakeProcess(DrawnDesk desk)
{
    public async Task<Guid> Execute(string procedureCode, string drawing, string source, Guid? basedOn = null)
    {
        await using var transaction = await desk.Begin();
        var made = await Add(procedureCode, drawing, source, basedOn, desk.By);
        await desk.Commit(transaction, made);
        return made.Id;
    }

    /// <summary>From the command line: whoever proposes it takes it into their hands.</summary>
    public async Task<DrawnProcess> Import(string procedureCode, string drawing, string source)
    {
        await using var transaction = await desk.Locked();
        var made = await Add(procedureCode, drawing, source, null, by: null);
        await desk.Commit(transaction, made);
        return made;
    }

    /// <summary>In the caller's transaction.</summary>
    public async Task<DrawnProcess> Add(string procedureCode, string drawing, string source, Guid? basedOn, Guid? by)
    {
        var made = new DrawnProcess
        {
            Id = Guid.CreateVersion7(), ProcedureCode = procedureCode, Drawing = drawing, Source = source, BasedOn = basedOn,
            Version = 1 + (await desk.All.Where(row => row.ProcedureCode == procedureCode).MaxAsync(row => (int?)row.Version) ?? 0),
            Hands = by is { } one ? [one] : [], MadeBy = desk.Name, MadeAt = desk.Now,
        };
        desk.All.Add(made);
        desk.Record(made, new ProcessMade(made.Id, procedureCode, made.Version, source, basedOn), null);
        return made;
    }
}
