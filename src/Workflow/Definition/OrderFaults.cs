using MotCua.Workflow.Contracts;

namespace MotCua.Workflow.Definition;

/// <summary>
/// Thứ tự của các bước trên mọi đường đi: one signature, nothing judged after it, a number only after it, the return last; a way that opens linked dossiers
/// may end by their results instead. Asked of each way in which a dossier can go, as <see cref="Soundness"/> asks whether it ends.
/// </summary>
internal static class OrderFaults
{
    private const int MostStates = 4 * Soundness.MostStates;

    /// <summary>Of a drawing that is sound.</summary>
    public static IReadOnlyList<ProcessFault> Of(ProcessDefinition definition)
    {
        var (game, faults) = (new TokenGame(definition), new Dictionary<(string Element, string Words), ProcessFault>());
        var (seen, open) = (new HashSet<(Marking, Gone)>(), new Stack<(Marking At, Gone Gone)>());
        Go(game.Begin(), null, default);
        while (open.TryPop(out var now) && seen.Count <= MostStates)
        {
            foreach (var node in game.Waiting(now.At))
            {
                var kind = (node as UserTask)?.Kind;
                if (kind is not null && now.Gone.Returned) Add(node, "Trả kết quả (return) là bước cuối; bước này còn ở sau");
                else if (kind is StepKind.Assign or StepKind.Appraise or StepKind.Approve && now.Gone.Signed)
                    Add(node, "Sau bước ký không còn phân công, thẩm định hay duyệt");
                if (kind == StepKind.Number && !now.Gone.Signed) Add(node, "Vào sổ, đóng dấu (number) chỉ có sau bước ký");
                if (kind == StepKind.Sign && now.Gone.Signed) Add(node, "Có đường đi qua hai bước ký; mỗi hồ sơ ký một lần");
                Go(game.Leave(now.At, node), node, new(now.Gone.Signed || kind == StepKind.Sign, now.Gone.Returned || kind == StepKind.Return,
                    now.Gone.Linked || node is CallActivity));
            }
            foreach (var edge in game.Armed(now.At)) Go(game.Happen(now.At, edge), edge, now.Gone);
        }
        return [.. faults.Values];

        void Go(Marking moved, Node? after, Gone gone)
        {
            foreach (var at in game.EveryWay(moved, _ => { }))
            {
                if (at.IsEmpty && after is not null)
                {
                    if (!gone.Signed && !gone.Linked) Add(after, "Sau bước này hồ sơ có thể kết thúc mà chưa qua bước ký (sign) hay hồ sơ liên thông nào");
                    else if (gone is { Signed: true, Returned: false }) Add(after, "Sau bước này hồ sơ có thể kết thúc mà chưa qua bước trả kết quả (return)");
                }
                else if (seen.Add((at, gone))) open.Push((at, gone));
            }
        }

        void Add(Node node, string words) => faults.TryAdd((node.Id, words),
            new(node.Line, node.Id, $"{Soundness.Said(node)}: {char.ToLowerInvariant(words[0])}{words[1..]}"));
    }

    /// <summary>What a dossier has behind it.</summary>
    private readonly record struct Gone(bool Signed, bool Returned, bool Linked);
}
