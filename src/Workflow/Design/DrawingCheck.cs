using System.Text;
using System.Text.Json;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Events;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>A drawing as it was read and judged for its procedure.</summary>
/// <param name="Procedure">Null: no longer in the catalogue.</param>
internal sealed record CheckedDrawing(ProcedureFacts? Procedure, ProcessDefinition Definition, IReadOnlyList<ProcessFault> Faults)
{
    public bool Hindered => Faults.Any(fault => fault.Hinders);

    public IEnumerable<ProcessFault> Of(Node node) =>
        Faults.Where(fault => fault.Element == node.Id || Definition.OutOf(node).Any(flow => flow.Id == fault.Element));

    /// <summary>What its conditions look at, as JSON: kept with the approval, whatever the form says later.</summary>
    public string Asked => JsonSerializer.Serialize((Procedure?.Known ?? []).Where(value => Definition.Flows.Any(flow =>
        flow.Condition?.Names.Contains(value.Name, StringComparer.Ordinal) == true)), EventLog.Json);

    /// <summary>The element beside which a fault is told; null for the whole.</summary>
    public string? Spot(ProcessFault fault) =>
        Definition.Find(fault.Element)?.Id ?? Definition.Flows.FirstOrDefault(flow => flow.Id == fault.Element)?.From;
}

/// <summary>Kiểm tra một bản vẽ cho một thủ tục: every reason for which nobody may propose or approve it, and what deserves a look.</summary>
internal sealed class DrawingCheck(IProcedureFacts procedures, PublishedProcesses published, Staffing staffing, OrganisationDirectory directory,
    TimeProvider clock)
{
    public async Task<CheckedDrawing> Of(string procedureCode, string drawing)
    {
        var procedure = await procedures.Of(procedureCode);
        var (definition, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(drawing), procedure?.Known ?? []);
        if (definition is null) throw new InvalidOperationException("A drawing that is no process was kept.");
        var all = faults.Concat(ProcessFaults.Of(definition, procedure?.TermHours)).ToList();
        all.AddRange(Executable.Faults(definition));
        if (procedure is null) all.Add(new(0, null, $"Danh mục không còn thủ tục {procedureCode}"));
        else all.AddRange([.. await Nobody(procedure, definition), .. await Linked(procedure, definition)]);
        if (!all.Exists(fault => fault.Hinders)) all.AddRange(OrderFaults.Of(definition));
        if (procedure is { SiteVisit: true } && !definition.Nodes.Any(node => node.Name.Contains("thực địa", StringComparison.OrdinalIgnoreCase)))
            all.Add(new(0, null, "Thủ tục có kiểm tra thực địa; không bước nào mang tên đó", Hinders: false));
        return new(procedure, definition, [.. all.Distinct().OrderByDescending(fault => fault.Hinders).ThenBy(fault => fault.Line)]);
    }

    /// <summary>Refuses what is hindered; the reasons stand on the page.</summary>
    /// <param name="act">"duyệt".</param>
    public async Task<CheckedDrawing> Demand(DrawnProcess row, string act)
    {
        var judged = await Of(row.ProcedureCode, row.Drawing);
        var hinders = judged.Faults.Count(fault => fault.Hinders);
        return hinders == 0 ? judged : throw Refused.WrongState($"Chưa {act} được: còn {hinders} lỗi trong bản vẽ, xem mục Kiểm tra");
    }

    private async Task<IReadOnlyList<ProcessFault>> Linked(ProcedureFacts procedure, ProcessDefinition definition)
    {
        var faults = new List<ProcessFault>();
        foreach (var call in definition.Nodes.OfType<CallActivity>().Where(call => call.Procedure is { Length: > 0 }))
        {
            var fit = await procedures.Fits(procedure.Code, new(call.Procedure!, call.Place, call.Given ?? []));
            if (await LeadsTo(call.Procedure!, procedure.Code))
                faults.Add(new(call.Line, call.Id, $"{Soundness.Said(call)}: quy trình của thủ tục {call.Procedure} lại mở thủ tục này, hồ sơ sẽ mở nhau mãi"));
            faults.AddRange(fit.Hinders.Select(words => new ProcessFault(call.Line, call.Id, $"{Soundness.Said(call)}: {words}")));
            faults.AddRange(fit.Looks.Select(words => new ProcessFault(call.Line, call.Id, $"{Soundness.Said(call)}: {words}", Hinders: false)));
        }
        return faults;
    }

    /// <summary>Whether dossiers of this procedure open such ones, themselves or by what they open, as it is published today.</summary>
    private async Task<bool> LeadsTo(string from, string to)
    {
        var (open, seen) = (new Stack<string>([from]), new HashSet<string>(StringComparer.Ordinal));
        while (open.TryPop(out var code))
        {
            if (code == to) return true;
            if (!seen.Add(code) || await published.For(code, clock.GetUtcNow()) is not { } drawn) continue;
            var called = BpmnReader.Read(Encoding.UTF8.GetBytes(drawn.Drawing.Xml), drawn.Drawing.Known).Definition?.Nodes.OfType<CallActivity>() ?? [];
            foreach (var call in called) open.Push(call.Procedure!);
        }
        return false;
    }

    /// <summary>Roles that nobody holds today where the step is done. In one agency its head mends that; in the whole province nobody can go on.</summary>
    private async Task<IReadOnlyList<ProcessFault>> Nobody(ProcedureFacts procedure, ProcessDefinition definition)
    {
        var (faults, now) = (new List<ProcessFault>(), clock.GetUtcNow());
        var steps = definition.Nodes.OfType<UserTask>().Where(step => step.Role is { } role && Roles.Names.ContainsKey(role));
        foreach (var same in steps.GroupBy(step => (step.Role, step.Seat, step.Unit)))
        {
            var (step, role) = (same.First(), Roles.Names[same.Key.Role!]);
            ProcessFault At(string words, bool hinders = true) => new(step.Line, step.Id, $"{Soundness.Said(step)}: {words}", hinders);
            var held = await staffing.AgenciesWith([same.Key.Role!], now);
            if (held.Count == 0) faults.Add(At($"hôm nay không ai trong tỉnh giữ vai trò {role}"));
            else if (same.Key is { Seat: Seat.Unit, Unit: { Length: > 0 } unit })
            {
                if (await directory.Agency(unit, now.Day()) is not { } agency) faults.Add(At($"không có cơ quan mã {unit}"));
                else if (!held.Contains(unit)) faults.Add(At($"{agency.ShortName} chưa có ai giữ vai trò {role}", hinders: false));
            }
            else if (same.Key.Seat == Seat.Agency && procedure.Agencies.Where(agency => !held.Contains(agency.Code)).ToList() is { Count: > 0 } without)
            {
                var many = procedure.Agencies.Count == 1 ? without[0].Name
                    : $"{without.Count} trong {procedure.Agencies.Count} cơ quan giải quyết ({string.Join(", ", without.Take(5).Select(one => one.Name))}" +
                        $"{(without.Count > 5 ? "…" : "")})";
                faults.Add(At($"{many} chưa có ai giữ vai trò {role}", hinders: false));
            }
        }
        foreach (var joint in steps.Where(step => step.People > 1))
        {
            string[] agencies = joint.Seat switch
            {
                Seat.Unit when joint.Unit is { Length: > 0 } unit => [unit], Seat.Agency => [.. procedure.Agencies.Select(agency => agency.Code)], _ => [],
            };
            if (agencies.Length == 0) continue;
            var people = (await staffing.HeldIn(agencies, [], now.Day())).Where(held => held.Role == joint.Role)
                .GroupBy(held => held.AgencyCode).ToDictionary(group => group.Key, group => group.DistinctBy(held => held.AccountId).Count());
            var few = agencies.Count(agency => people.GetValueOrDefault(agency) < joint.People);
            if (few > 0) faults.Add(new(joint.Line, joint.Id, $"{Soundness.Said(joint)}: {few} trong {agencies.Length} cơ quan có ít hơn {joint.People} người "
                + $"giữ vai trò {Roles.Names[joint.Role!]}", few == agencies.Length));
        }
        return faults;
    }
}
