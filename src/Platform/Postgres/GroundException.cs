namespace MotCua.Platform.Postgres;

/// <summary>
/// Không khởi động được: a reason, in Vietnamese, that the person who starts the product can act on. The host prints the
/// message alone, without a stack, and ends with code 2.
/// </summary>
public sealed class GroundException : Exception
{
    public GroundException() { }

    public GroundException(string message) : base(message) { }

    public GroundException(string message, Exception innerException) : base(message, innerException) { }
}
