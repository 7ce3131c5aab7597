namespace MotCua.Workflow.Definition;

/// <summary>
/// Thứ tự đọc: each element after all that lead to it, rounds aside, a branch to its end before the next one; what no way leads to stands last. The same for
/// the story, the outline and the picture.
/// </summary>
internal static class ReadingOrder
{
    /// <summary>Events at an edge have no place of their own: they stand with the element that they are attached to.</summary>
    /// <param name="back">Ids of the flows that lead back into a round.</param>
    public static IReadOnlyList<Node> Of(ProcessDefinition definition, out IReadOnlySet<string> back)
    {
        var (all, after, done) = (new List<Node>(), new List<Node>(), new HashSet<string>(StringComparer.Ordinal));
        var (under, loops) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var node in definition.Nodes.OfType<Start>().Concat(definition.Nodes.Where(node => node is not (Start or Boundary))))
        {
            Visit(node);
            after.Reverse();
            all.AddRange(after);
            after.Clear();
        }
        back = loops;
        return all;

        // At most as deep as a drawing has elements (BpmnReader.MostElements).
        void Visit(Node node)
        {
            if (!done.Add(node.Id)) return;
            under.Add(node.Id);
            // What is looked at last stands first: the first way out.
            foreach (var flow in Leaving(definition, node).Reverse())
            {
                if (under.Contains(flow.To)) loops.Add(flow.Id);
                else Visit(definition[flow.To]);
            }
            under.Remove(node.Id);
            after.Add(node);
        }
    }

    /// <summary>The ways out, those of the events at its edge too.</summary>
    public static IEnumerable<Flow> Leaving(ProcessDefinition definition, Node node) =>
        definition.OutOf(node).Concat(definition.Around(node).SelectMany(definition.OutOf));
}
