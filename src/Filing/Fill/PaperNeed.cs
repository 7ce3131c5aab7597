using MotCua.Catalogue.Contracts;

namespace MotCua.Filing.Fill;

/// <summary>One paper of the list, as it stands for this draft.</summary>
/// <param name="State">
/// have: uploaded; vault: lent from the vault; missing; notNeeded: optional, declared on the form, or answered by a national database.
/// </param>
internal sealed record PaperNeed(PaperView Paper, string State, bool Required, string? Why, IReadOnlyList<DraftFile> Files, VaultChoice? Vault)
{
    public static IReadOnlyList<PaperNeed> Of(ProcedureVersionView version, IReadOnlyList<DraftFile> files, DraftProgress progress) =>
        [.. version.Papers.Select(paper => Of(paper, [.. files.Where(f => f.PaperKey == paper.Key)], progress.Vault.GetValueOrDefault(paper.Key)))];

    private static PaperNeed Of(PaperView paper, IReadOnlyList<DraftFile> files, VaultChoice? vault)
    {
        // The form that was filled in here is the declaration itself.
        var why = paper.Kind == "form" ? "Đã khai trên biểu mẫu điện tử, không phải nộp tờ khai giấy"
            : paper.ReplacedBy is { } source ? $"Không phải nộp: cơ quan giải quyết tra trong {source}" : null;
        // Whether the condition of a paper holds, only the applicant knows; the officer checks.
        var required = paper.Required && why is null && paper.Condition is null;
        var state = vault is not null ? "vault" : files.Count > 0 || paper.Kind == "form" ? "have" : required ? "missing" : "notNeeded";
        return new PaperNeed(paper, state, required, why, files, vault);
    }

    /// <summary>"paper-" and the key: the id of its block on the page and its name in refusals.</summary>
    public string Field => $"paper-{Paper.Key}";

    public string Missing => $"Thêm ảnh hoặc tệp \"{Paper.Name}\"";
}
