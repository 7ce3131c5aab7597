using System.Reflection;
using MotCua.Platform.Evidence;

namespace MotCua.Platform;

/// <summary>All rooms of the house, lowest rank first.</summary>
public sealed class ModuleSet(IReadOnlyList<Module> all)
{
    public IReadOnlyList<Module> All { get; } = all;

    private readonly ILookup<Type, Watched> watched = all.SelectMany(module => module.Watched).ToLookup(kind => kind.Row);

    /// <summary>How rows of this type are watched.</summary>
    internal IEnumerable<Watched> WatchedAs(Type row) => watched[row];

    public IEnumerable<Assembly> Assemblies => All.Select(module => module.GetType().Assembly).Distinct();

    public static ModuleSet Discover()
    {
        var modules = Directory.GetFiles(AppContext.BaseDirectory, "MotCua.*.dll")
            .Select(file => Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(file))))
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract)
            .Select(type => (Module)Activator.CreateInstance(type)!)
            .OrderBy(module => module.Rank).ThenBy(module => module.Name, StringComparer.Ordinal)
            .ToList();
        return new ModuleSet(modules);
    }
}
