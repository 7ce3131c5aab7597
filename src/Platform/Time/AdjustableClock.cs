namespace MotCua.Platform.Time;

/// <summary>
/// The clock of the demonstration and of tests: the machine's time plus an offset. In production the machine's own clock
/// is registered instead, so there is nothing to adjust.
/// </summary>
public sealed class AdjustableClock : TimeProvider
{
    private long offsetTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));

    /// <summary>From now on the clock shows this instant, and goes on ticking.</summary>
    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref offsetTicks, (now - base.GetUtcNow()).Ticks);

    public void Reset() => Interlocked.Exchange(ref offsetTicks, 0);

    public bool IsAdjusted => Interlocked.Read(ref offsetTicks) != 0;
}
