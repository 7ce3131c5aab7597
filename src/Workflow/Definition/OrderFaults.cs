using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>
/// Thứ tự của các bước trên mọi đường đi: one signature, nothing judged after it, a number only after it, the return last. Asked of each way in which a
/// dossier can go, as <see cref="Soundness"/> asks whether it ends.
/// </summary>
internal static class OrderFaults
{
    private const int MostStates = 4 * Soundness.MostStates;

    /// <summary>Of a drawing that is sound.</summary>
    public static IReadOnlyList<ProcessFault> Of(ProcessDefinition definition)
    {
        var (game, faults) = (new TokenGame(definition), new Dictionary<(string Element, string Words), ProcessFault>());
        var (seen, open) = (new HashSet<(Marking, bool, bool)>(), new Stack<(Marking At, bool Signed, bool Returned)>());
        Go(game.Begin(), null, signed: false, returned: false);
        while (open.TryPop(out var now) && seen.Count <= MostStates)
        {
            foreach (var node in game.Waiting(now.At))
            {
                var kind = (node as UserTask)?.Kind;
                if (kind is not null && now.Returned) Add(node, "Trả kết quả (return) là bước cuối; bước này còn ở sau");
                else if (kind is StepKind.Assign or StepKind.Appraise or StepKind.Approve && now.Signed)
                    Add(node, "Sau bước ký không còn phân công, thẩm định hay duyệt");
                if (kind == StepKind.Number && !now.Signed) Add(node, "Vào sổ, đóng dấu (number) chỉ có sau bước ký");
                if (kind == StepKind.Sign && now.Signed) Add(node, "Có đường đi qua hai bước ký; mỗi hồ sơ ký một lần");
                Go(game.Leave(now.At, node), node, now.Signed || kind == StepKind.Sign, now.Returned || kind == StepKind.Return);
            }
            foreach (var edge in game.Armed(now.At)) Go(game.Happen(now.At, edge), edge, now.Signed, now.Returned);
        }
        return [.. faults.Values];

        void Go(Marking moved, Node? after, bool signed, bool returned)
        {
            foreach (var at in game.EveryWay(moved, _ => { }))
            {
                if (at.IsEmpty && after is not null)
                {
                    if (!signed) Add(after, "Sau bước này hồ sơ có thể kết thúc mà chưa qua bước ký (sign) nào");
                    else if (!returned) Add(after, "Sau bước này hồ sơ có thể kết thúc mà chưa qua bước trả kết quả (return)");
                }
                else if (seen.Add((at, signed, returned))) open.Push((at, signed, returned));
            }
        }

        void Add(Node node, string words) => faults.TryAdd((node.Id, words),
            new(node.Line, node.Id, $"{Soundness.Said(node)}: {char.ToLowerInvariant(words[0])}{words[1..]}"));
    }
}
