using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using MotCua.Workflow.Contracts;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>Nạp tệp BPMN thành bản đang soạn của một thủ tục, whatever tool has written it; its faults are told, and stand on its page.</summary>
internal static class ImportBpmn
{
    private const string Option = "--procedure";

    public static readonly Command Command = new("import-bpmn", $"import-bpmn TỆP… {Option} MÃ",
        "Nạp quy trình vẽ bằng BPMN 2.0 thành bản đang soạn của một thủ tục; cán bộ sửa, đề nghị và người khác duyệt trên trang Quy trình", Run, LeastWords: 3);

    private static async Task<int> Run(IServiceProvider services, string[] words, TextWriter output)
    {
        var at = Array.IndexOf(words, Option);
        var files = words.Where((_, i) => at < 0 || (i != at && i != at + 1)).ToList();
        if (at < 0 || at + 1 >= words.Length || files.Count == 0)
        {
            await output.WriteLineAsync($"Cách dùng: {Command.Usage}");
            return 2;
        }
        if (await services.GetRequiredService<IProcedureFacts>().Of(words[at + 1]) is not { } procedure)
        {
            await output.WriteLineAsync($"Không có thủ tục {words[at + 1]}. Kiểm tra lại mã");
            return 2;
        }
        var refused = 0;
        foreach (var file in files) if (!await Take(services, procedure, file, output)) refused++;
        return refused == 0 ? 0 : 1;
    }

    private static async Task<bool> Take(IServiceProvider services, ProcedureFacts procedure, string file, TextWriter output)
    {
        if (await CheckBpmn.Bytes(file) is not { } bytes)
        {
            await output.WriteLineAsync($"{file}: không đọc được tệp này; kiểm tra đường dẫn và quyền đọc");
            return false;
        }
        string drawing;
        try { drawing = DrawingFile.Taken(bytes, "tep"); }
        catch (Refused refused)
        {
            await output.WriteLineAsync($"{file}: không nạp");
            foreach (var problem in refused.Problems) await output.WriteLineAsync($"  {problem.Message}");
            return false;
        }
        var name = TypedText.Beginning(TypedText.Gate(Path.GetFileName(file)).Replace(TypedText.Broken, '?'), 120);
        var made = await services.GetRequiredService<MakeProcess>().Import(procedure.Code, drawing, $"Tệp {name}");
        var faults = (await services.GetRequiredService<DrawingCheck>().Of(procedure.Code, drawing)).Faults;
        var hinders = faults.Count(fault => fault.Hinders);
        await output.WriteLineAsync($"{file}: thành bản {made.Version} của {procedure.Code} {procedure.Title}, {hinders} lỗi cần sửa");
        foreach (var fault in faults)
            await output.WriteLineAsync($"  {(fault.Hinders ? "Lỗi" : "Lưu ý")}{(fault.Line > 0 ? $", dòng {fault.Line}" : "")}: {fault.Words}");
        return true;
    }
}
