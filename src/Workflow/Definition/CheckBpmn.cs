using MotCua.Platform;

namespace MotCua.Workflow.Definition;

/// <summary>Đọc, kiểm và so sánh tệp BPMN from any tool, without keeping it: what would hinder its publishing, its story in words, what differs.</summary>
internal static class CheckBpmn
{
    public static readonly Command Command = new("check-bpmn", "check-bpmn TỆP…", "Đọc và kiểm quy trình vẽ bằng BPMN 2.0, kể lại bằng lời; không lưu gì",
        (_, files, output) => Run(files, output), LeastWords: 1);

    public static readonly Command Comparison = new("compare-bpmn", "compare-bpmn TỆP-CŨ TỆP-MỚI", "Kể bằng lời hai quy trình BPMN 2.0 khác nhau chỗ nào",
        (_, files, output) => Compare(files, output), LeastWords: 2);

    /// <returns>0 when they mean the same, as of <c>diff</c>.</returns>
    private static async Task<int> Compare(string[] files, TextWriter output)
    {
        var read = new List<ProcessDefinition>();
        foreach (var file in files.Take(2))
        {
            var (definition, faults) = await Bytes(file) is { } bytes ? BpmnReader.Read(bytes, [])
                : (null, [new(0, null, "Không đọc được tệp này; kiểm tra đường dẫn và quyền đọc")]);
            if (definition is not null) read.Add(definition);
            else await output.WriteLineAsync($"{file}: {faults[0].Words}");
        }
        if (read.Count < 2) return 2;
        var differences = ProcessDifference.Of(read[0], read[1]);
        foreach (var difference in differences) await output.WriteLineAsync(difference);
        if (differences.Count == 0) await output.WriteLineAsync("Hai quy trình như nhau");
        return differences.Count == 0 ? 0 : 1;
    }

    private static async Task<int> Run(string[] files, TextWriter output)
    {
        var hindered = 0;
        foreach (var file in files)
        {
            await output.WriteLineAsync($"{file}:");
            if (await Bytes(file) is not { } bytes)
            {
                hindered++;
                await output.WriteLineAsync("  Không đọc được tệp này; kiểm tra đường dẫn và quyền đọc");
                continue;
            }
            // Here no form is known: conditions can only look at the outcomes of the steps.
            var (definition, faults) = BpmnReader.Read(bytes, []);
            if (definition is not null) faults = [.. faults.Concat(ProcessFaults.Of(definition)).OrderBy(fault => fault.Line)];
            foreach (var fault in faults)
                await output.WriteLineAsync($"  {(fault.Hinders ? "Lỗi" : "Lưu ý")}{(fault.Line > 0 ? $", dòng {fault.Line}" : "")}: {fault.Words}");
            if (definition is null || faults.Any(fault => fault.Hinders))
            {
                hindered++;
                continue;
            }
            foreach (var sentence in Narration.Of(definition)) await output.WriteLineAsync($"  {sentence}");
            var (steps, longest) = (definition.Nodes.Count(node => node.Waits), ProcessFaults.Hours(ProcessFaults.LongestWay(definition)));
            await output.WriteLineAsync($"  Chạy được: {steps} bước, lâu nhất {longest}");
        }
        return hindered == 0 ? 0 : 1;
    }

    /// <returns>null: it cannot be read.</returns>
    internal static async Task<byte[]?> Bytes(string file)
    {
        try
        {
            // Read no further than what the reader would refuse by its size.
            await using var stream = File.OpenRead(file);
            using var held = new MemoryStream();
            var part = new byte[81920];
            for (int read; held.Length <= BpmnReader.MostBytes && (read = await stream.ReadAsync(part)) > 0;) held.Write(part, 0, read);
            return held.ToArray();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException) { return null; }
    }
}
