using MotCua.Catalogue.Contracts;
using MotCua.Platform.Ui;

namespace MotCua.Catalogue.Rules;

/// <summary>Khác nhau giữa hai bộ quy định, in sentences that a person who approves can read.</summary>
internal static class RuleSetDifference
{
    /// <param name="before">The rule set it was made from.</param>
    public static IReadOnlyList<string> Sentences(RuleSet before, RuleSet after)
    {
        var said = new List<string>();
        if (before.Name != after.Name) said.Add($"Tên: từ “{before.Name}” thành “{after.Name}”");
        var (old, now) = (RuleSetWords.Lines(before), RuleSetWords.Lines(after));
        foreach (var line in now.Where(line => line.Section != RuleSetWords.Forms))
        {
            if (old.FirstOrDefault(one => one.Key == line.Key) is not { } was) said.Add($"{line.Label}: thêm, {line.Text}");
            else
            {
                if (was.Text != line.Text) said.Add($"{line.Label}: {Change(was, line)}");
                if (was.Basis != line.Basis) said.Add($"{line.Label}, căn cứ: từ “{was.Basis}” thành “{line.Basis}”");
            }
        }
        said.AddRange(old.Where(was => was.Section != RuleSetWords.Forms && now.All(line => line.Key != was.Key))
            .Select(was => $"{was.Label}: bỏ, trước là {was.Text}"));
        if (before.FormSet != after.FormSet) said.Add($"Bộ mẫu: từ {before.FormSet} thành {after.FormSet}");
        said.AddRange(Forms(before, after));
        said.AddRange(after.LegalBasis.Except(before.LegalBasis).Select(basis => $"Thêm căn cứ: {basis}"));
        said.AddRange(before.LegalBasis.Except(after.LegalBasis).Select(basis => $"Bỏ căn cứ: {basis}"));
        return said;
    }

    private static string Change(RuleLine was, RuleLine now) => (was.Amount, now.Amount) switch
    {
        ({ } from, { } to) => $"từ {Vi.Number(from)} {(to < from ? "còn" : "lên")} {Vi.Number(to)} {now.Unit}",
        _ => $"từ {was.Text} thành {now.Text}",
    };

    private static IEnumerable<string> Forms(RuleSet before, RuleSet after)
    {
        foreach (var form in after.Forms)
        {
            if (before.Forms.FirstOrDefault(one => one.Kind == form.Kind) is not { } was)
            {
                yield return $"Thêm mẫu {form.Number}: {form.Title}";
                continue;
            }
            if (was.Number != form.Number) yield return $"{RuleSetWords.KindWords(form.Kind)}: từ mẫu {was.Number} thành mẫu {form.Number}";
            if (was.Title != form.Title) yield return $"{RuleSetWords.KindWords(form.Kind)}: tên từ “{was.Title}” thành “{form.Title}”";
            // A new circular numbers all its forms anew; that was said once.
            if (was.LegalBasis != form.LegalBasis && before.FormSet == after.FormSet)
                yield return $"{RuleSetWords.KindWords(form.Kind)}, căn cứ: từ “{was.LegalBasis}” thành “{form.LegalBasis}”";
        }
        foreach (var gone in before.Forms.Where(was => after.Forms.All(form => form.Kind != was.Kind))) yield return $"Bỏ mẫu {gone.Number}: {gone.Title}";
    }
}
