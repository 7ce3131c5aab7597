using System.Text.Json;
using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;

namespace MotCua.Forms;

/// <summary>The forms among the reference files: forms/*.json whole, procedures/*.json in their property "form".</summary>
internal static class FormFiles
{
    /// <exception cref="FormDefinitionException">Names the file and what is wrong in it.</exception>
    public static IReadOnlyList<FormDefinition> Read(string folder)
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
                    throw new FormDefinitionException($"{part}/{Path.GetFileName(file)}: {wrong.Message}");
                }
            }
        }
        return forms;
    }

    /// <summary>Publishes what changed. Returns "KS01/1" for each new version.</summary>
    public static async Task<IReadOnlyList<string>> Publish(FormLibrary library, string folder)
    {
        var published = new List<string>();
        foreach (var form in Read(folder))
        {
            var before = await library.Latest(form.Code);
            var after = await library.Publish(form);
            if (before?.Version != after.Version) published.Add($"{after.Code}/{after.Version}");
        }
        return published;
    }
}
