using System.Text.Json;
using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.Platform.Loading;

namespace MotCua.Forms;

/// <summary>The forms among the reference files: forms/*.json whole, procedures/*.json in their property "form".</summary>
internal static class FormFiles
{
    /// <exception cref="FormDefinitionException">Names the file and what is wrong in it.</exception>
    public static IReadOnlyList<FormDefinition> Read(string folder) => Read(folder, wrong => throw new FormDefinitionException(wrong.ToString()));

    /// <param name="refuse">Gets each file that holds no form that can be taken; it is left out.</param>
    public static IReadOnlyList<FormDefinition> Read(string folder, Action<RowProblem> refuse)
    {
        var forms = new List<FormDefinition>();
        foreach (var (part, inside) in new[] { ("forms", false), ("procedures", true) })
        {
            var path = Path.Combine(folder, part);
            if (!Directory.Exists(path)) continue;
            foreach (var file in Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal))
            {
                try
                {
                    var node = JsonNode.Parse(File.ReadAllText(file));
                    if ((inside ? node?["form"] : node) is { } form) forms.Add(FormDefinition.Parse(form));
                }
                catch (Exception wrong) when (wrong is JsonException or FormDefinitionException or InvalidOperationException)
                {
                    refuse(new RowProblem($"{part}/{Path.GetFileName(file)}", 0, inside ? "form" : "", $"Biểu mẫu chưa đúng: {wrong.Message}"));
                }
            }
        }
        return forms;
    }

    /// <summary>Publishes what changed, before the procedures that name it are judged.</summary>
    public static async Task<IReadOnlyList<FileReport>> Load(FormLibrary library, ReferenceFolder folder)
    {
        var problems = new List<RowProblem>();
        var forms = Read(folder.Path, problems.Add);
        var published = 0;
        foreach (var form in forms)
        {
            if (folder.DryRun)
            {
                if (await library.Differs(form)) published++;
                continue;
            }
            var before = await library.Latest(form.Code);
            if ((await library.Publish(form)).Version != before?.Version) published++;
        }
        return forms.Count + problems.Count == 0 ? []
            : [new FileReport("Biểu mẫu điện tử", forms.Count + problems.Count, published, forms.Count - published, problems.Count, problems)];
    }
}
