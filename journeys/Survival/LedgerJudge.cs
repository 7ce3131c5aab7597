namespace MotCua.Journeys.Survival;

/// <summary>What the product holds of one dossier, found by the mark inside its answers and not by any key of its own.</summary>
/// <param name="Answers">SHA-256 of the stored answers; <paramref name="Papers"/>: of the bytes on disk.</param>
/// <param name="Facts">How often the log says that it was submitted.</param>
internal sealed record KeptDossier(string Key, string Code, string Answers, IReadOnlyList<string> Papers, int Facts);

/// <summary>The keys for which the two sides disagree, by kind of disagreement.</summary>
internal sealed record LedgerVerdict(IReadOnlyList<string> Lost, IReadOnlyList<string> Duplicate, IReadOnlyList<string> Phantom, IReadOnlyList<string> Changed,
    IReadOnlyList<string> Unsettled, IReadOnlyList<string> Refused, int Submissions, int Ambiguous, int Earlier)
{
    public bool IsClean => Lost.Count + Duplicate.Count + Phantom.Count + Changed.Count + Unsettled.Count + Refused.Count == 0;

    public override string ToString() =>
        $"{Submissions} submissions, {Ambiguous} attempts without an answer, {Earlier} of them had been filed; lost {Lost.Count}, duplicate "
            + $"{Duplicate.Count}, phantom {Phantom.Count}, changed {Changed.Count}, unsettled {Unsettled.Count}, refused {Refused.Count}"
        + string.Concat(new[]
        {
            ("lost", Lost), ("duplicate", Duplicate), ("phantom", Phantom), ("changed", Changed), ("unsettled", Unsettled), ("refused", Refused)
        }
            .Where(kind => kind.Item2.Count > 0).Select(kind => $"\n  {kind.Item1}: {string.Join(", ", kind.Item2.Take(10))}"));
}

/// <summary>Compares the applicants' ledger with what the product holds.</summary>
internal static class LedgerJudge
{
    public static LedgerVerdict Judge(IReadOnlyList<LedgerLine> ledger, IReadOnlyList<KeptDossier> kept)
    {
        var held = kept.ToLookup(dossier => dossier.Key);
        var told = ledger.GroupBy(line => line.Key).ToList();
        List<string> lost = [], duplicate = [], changed = [], unsettled = [], refused = [];
        foreach (var submission in told)
        {
            var (key, rows) = (submission.Key, held[submission.Key].ToList());
            var promised = submission.Where(line => line.Code is not null).Select(line => line.Code).Distinct().ToList();
            var sent = submission.First(line => line.IsAttempt);
            if (promised.Any(code => rows.All(row => row.Code != code)) || rows.Any(row => row.Facts == 0)) lost.Add(key);
            if (rows.Count > 1 || promised.Count > 1 || rows.Any(row => row.Facts > 1 || row.Papers.Count > 1)) duplicate.Add(key);
            if (rows.Any(row => row.Answers != sent.Answers || !row.Papers.Contains(sent.Paper))) changed.Add(key);
            if (submission.Last().IsAttempt) unsettled.Add(key);
            if (submission.Any(line => line is { IsAttempt: false, Code: null })) refused.Add(key);
        }
        var known = told.Select(submission => submission.Key).ToHashSet(StringComparer.Ordinal);
        var phantom = kept.Where(dossier => !known.Contains(dossier.Key)).Select(dossier => dossier.Code).ToList();
        var ambiguous = ledger.Count(line => line.IsAttempt) - ledger.Count(line => !line.IsAttempt);
        return new LedgerVerdict(lost, duplicate, phantom, changed, unsettled, refused, told.Count, ambiguous, ledger.Count(line => line.Earlier));
    }
}
