using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using Xunit;

namespace MotCua.Journeys.Survival;

/// <summary>
/// kill −9 of the application and of PostgreSQL while dossiers are being filed: what was answered is there, once and unchanged, and what was not
/// answered is settled by asking again with the same key. The kills come as often however many are filed; MOTCUA_SUBMISSIONS=1000 files a thousand.
/// </summary>
[Collection("Survival")]
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Submissions = Environment.GetEnvironmentVariable("MOTCUA_SUBMISSIONS") is { Length: > 0 } many
        ? int.Parse(many, System.Globalization.CultureInfo.InvariantCulture) : 160;

    private const string Series = "khai-sinh";

    [Fact]
    public async Task Submissions_survive_kills_of_the_application_and_of_PostgreSQL()
    {
        var seed = Environment.GetEnvironmentVariable("MOTCUA_SEED") is { Length: > 0 } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : 20260428;
        await using var product = new MortalProduct();
        var clock = Stopwatch.StartNew();
        await product.Start();
        output.WriteLine($"Seed {seed}. Ready after {clock.Elapsed.TotalSeconds:0.0} s");
        using (var ledger = new Ledger(product.Ledger))
        {
            var nemesis = new Nemesis(product, ledger, seed, Submissions);
            using var over = new CancellationTokenSource();
            using var applicants = new Applicants(product.Url, ledger, () => Task.Delay(100, over.Token));
            clock.Restart();
            var (filing, raging) = (applicants.File(Series, Submissions), nemesis.Rage(over.Token));
            try
            {
                await await Task.WhenAny(filing, raging);
                await Task.WhenAll(filing, raging);
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"{problem.Message}\n{string.Join('\n', nemesis.Told)}\n{product.Said}", problem);
            }
            output.WriteLine($"Filed in {clock.Elapsed.TotalSeconds:0.0} s\n  {string.Join("\n  ", nemesis.Told)}");
        }
        var (ledgerLines, kept) = (Ledger.Read(product.Ledger), await Kept(product));

        var verdict = LedgerJudge.Judge(ledgerLines, kept);
        output.WriteLine(verdict.ToString());
        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.Equal(Submissions, verdict.Submissions);
        Assert.Equal(Submissions, kept.Count);
        Assert.True(verdict.Ambiguous > 0, "Nobody noticed the kills");
        await NothingTwice(product);
        var (exit, words) = await product.VerifyLog();
        Assert.True(exit == 0, words);

        TheJudgeSees(ledgerLines, kept);
    }

    /// <summary>The instrument itself: the same ledger, doctored, must be found out.</summary>
    private static void TheJudgeSees(IReadOnlyList<LedgerLine> ledger, IReadOnlyList<KeptDossier> kept)
    {
        var (one, other) = ($"{Series}-0001", $"{Series}-0002");
        IReadOnlyList<LedgerLine> With(Func<LedgerLine, LedgerLine?> change) => [.. ledger.Select(change).OfType<LedgerLine>()];

        // A promise that the product does not keep.
        Assert.Equal([one], LedgerJudge.Judge(With(line => line.Key == one && line.Code is not null ? line with { Code = "H12.0-000000-0000" } : line),
            kept).Lost);
        Assert.Equal([one], LedgerJudge.Judge(ledger, [.. kept.Where(dossier => dossier.Key != one)]).Lost);
        // One key, two dossiers.
        Assert.Equal([one], LedgerJudge.Judge(ledger, [.. kept, kept.Single(dossier => dossier.Key == one) with { Code = "H12.0-000000-0000" }]).Duplicate);
        Assert.Equal([one], LedgerJudge.Judge([.. ledger, ledger.First(line => line.Key == other && line.Code is not null) with { Key = one }],
            kept).Duplicate);
        // A dossier that nobody filed.
        Assert.Equal([kept.Single(dossier => dossier.Key == one).Code], LedgerJudge.Judge(With(line => line.Key == one ? null : line), kept).Phantom);
        // Other answers, or another paper, than were sent.
        Assert.Equal([one], LedgerJudge.Judge(With(line => line.Key == one ? line with { Answers = Application.Hash([]) } : line), kept).Changed);
        Assert.Equal([one], LedgerJudge.Judge(With(line => line.Key == one ? line with { Paper = Application.Hash([]) } : line), kept).Changed);
        // An attempt that was never settled.
        Assert.Equal([one], LedgerJudge.Judge(With(line => line.Key == one && !line.IsAttempt ? null : line), kept).Unsettled);
    }

    private static async Task<IReadOnlyList<KeptDossier>> Kept(MortalProduct product)
    {
        await using var connection = await product.Connect();
        await using var query = new NpgsqlCommand("""
            select d.code, d.answers::text, (select count(*)::int from platform.event e where e.stream = 'dossier/' || d.id and e.kind = 'dossier.submitted/1'),
                array(select a.sha256 from dossiers.attachment a where a.dossier_id = d.id)
            from dossiers.dossier d where d.channel = 'online'
            """, connection);
        await using var row = await query.ExecuteReaderAsync();
        var kept = new List<KeptDossier>();
        while (await row.ReadAsync())
        {
            var answers = JsonNode.Parse(row.GetString(1))!;
            var papers = row.GetFieldValue<string[]>(3).Select(hash =>
                Application.Hash(File.ReadAllBytes(Path.Combine(product.Files, hash[..2], hash[2..4], hash))));
            kept.Add(new KeptDossier(answers["applicant"]!["address"]!["detail"]!.ToString(), row.GetString(0), Application.Hash(answers), [.. papers],
                row.GetInt32(2)));
        }
        return kept;
    }

    /// <summary>A key of any act, not of the submission alone, had its effect once.</summary>
    private static async Task NothingTwice(MortalProduct product)
    {
        await using var connection = await product.Connect();
        await using var query = new NpgsqlCommand("""
            select (select count(*) from filing.draft), (select count(*) from filing.draft where dossier_id is not null),
                (select count(*) from dossiers.attachment),
                (select count(*) from dossiers.component where paper_key = 'giay-chung-sinh' and state = 'have')
            """, connection);
        await using var row = await query.ExecuteReaderAsync();
        await row.ReadAsync();
        Assert.Equal([Submissions, Submissions, Submissions, Submissions], Enumerable.Range(0, 4).Select(row.GetInt64));
    }
}
