using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MotCua.Dossiers;

/// <summary>
/// Two at once either find the row changed or write the same line of a ledger of this dossier. Any other row that is there
/// twice (a paper code, a number of a result) is a fault of ours and must not look like a colleague's work.
/// </summary>
internal static class LateSave
{
    private static readonly HashSet<string> Lines =
    [
        "clock_entry_pkey", "hand_over_pkey", "supplement_request_dossier_id_no_key", "apology_dossier_id_no_key", "consultation_dossier_id_no_key",
        "consultation_entry_pkey", "task_dossier_id_seq_key", "task_one_current", "result_current", "result_corrects",
        "item_owner_kind_owner_number_paper_id_key",
    ];

    public static bool Is(DbUpdateException problem) => problem is DbUpdateConcurrencyException
        || problem.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } line } && Lines.Contains(line);
}
