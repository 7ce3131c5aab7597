using Npgsql;

namespace MotCua.Proof.Seal;

/// <summary>Where a row stands in the order of the log. Transactions before positions: a position is taken before its transaction commits.</summary>
/// <param name="Epoch">The cluster in which the transaction number was given, counted from 1.</param>
internal readonly record struct Place(ulong Txid, long Position, int Epoch = Place.FirstEpoch) : IComparable<Place>
{
    public const int FirstEpoch = 1;

    public int CompareTo(Place other) => (Epoch, Txid, Position).CompareTo((other.Epoch, other.Txid, other.Position));
}

/// <summary>One row of the log with everything that is sealed.</summary>
internal readonly record struct LogRow(Place Place, string Stream, string Kind, DateTime At, Guid? ActorId, string ActorName, string? Reason, string Data)
{
    public const string Columns = "txid, position, stream, kind, at, actor_id, actor_name, reason, data::text, epoch";

    public static LogRow Read(NpgsqlDataReader reader) => new(
        new Place(reader.GetFieldValue<ulong>(0), reader.GetInt64(1), reader.GetInt32(9)), reader.GetString(2), reader.GetString(3), reader.GetDateTime(4),
        reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetString(8));
}
