namespace MotCua.Proof.Verify;

internal enum BreachKind { Edited, Missing, Inserted, Order, Seal, Witness, Truncated }

/// <summary>The first broken place.</summary>
internal sealed record Breach(BreachKind Kind, long Batch, long? Position, string Words);

/// <summary>Kết luận kiểm tra nhật ký.</summary>
/// <param name="FirstBatch">Batch the check began with; 1 = the whole log.</param>
/// <param name="Unsealed">Rows after the last seal: too new, or held back by an open transaction.</param>
internal sealed record Verdict(long FirstBatch, long Batches, long Rows, long Unsealed, Breach? Breach)
{
    public bool Intact => Breach is null;
}

/// <param name="NewestRows">Check only the newest batches with about so many rows; null = everything.</param>
/// <param name="WithoutWitness">The witness file is knowingly not here, for example after moving to another machine.</param>
internal sealed record VerifyScope(long? NewestRows = null, bool WithoutWitness = false);
