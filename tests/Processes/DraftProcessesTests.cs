using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Catalogue.Processes;
using MotCua.Platform.Data;
using MotCua.Tests.TestKit;
using MotCua.Workflow.Definition;
using Xunit;

namespace MotCua.Tests.Processes;

/// <summary>The published processes as drawings.</summary>
public sealed class DraftProcessesTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task Each_published_process_is_a_drawing_that_only_waits_to_be_confirmed_and_the_table_in_the_docs_is_theirs()
    {
        using var scope = house.Services.CreateScope();
        var drawn = new Dictionary<string, string>(StringComparer.Ordinal);
        var table = await DraftProcesses.Draw(scope.ServiceProvider.GetRequiredService<Db>(), (id, bpmn) =>
        {
            drawn.Add(id, bpmn);
            return Task.CompletedTask;
        });
        Assert.Equal(70, drawn.Count);
        foreach (var (id, bpmn) in drawn)
        {
            var (definition, faults) = BpmnReader.Read(Encoding.UTF8.GetBytes(bpmn), []);
            Assert.Empty(faults);
            Assert.All(ProcessFaults.Of(definition!), fault => Assert.Contains("được đoán từ văn bản công bố", fault.Words, StringComparison.Ordinal));
            var confirmed = BpmnReader.Read(Encoding.UTF8.GetBytes(bpmn.Replace(" guessed=\"true\"", "", StringComparison.Ordinal)), []).Definition!;
            Assert.True(ProcessFaults.Of(confirmed).Count == 0, $"{id}: {string.Join("; ", ProcessFaults.Of(confirmed).Select(fault => fault.Words))}");
        }
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Ground.Repository, "docs", "processes.md")), table);
    }
}
