using Npgsql;

namespace MotCua.Proof.Seal;

/// <summary>Where a row stands in the order of the log. Transactions first: a position is taken before its transaction commits.</summary>
internal readonly record struct Place(ulong Txid, long Position) : IComparable<Place>
{
    public int CompareTo(Place other) => Txid != other.Txid ? Txid.CompareTo(other.Txid) : Position.CompareTo(other.Position);
}

/// <summary>One row of the log with everything that is sealed.</summary>
internal readonly record struct LogRow(Place Place, string Stream, string Kind, DateTime At, Guid? ActorId, string ActorName, string? Reason, string Data)
{
    public const string Columns = "txid, position, stream, kind, at, actor_id, actor_name, reason, data::text";

    public static LogRow Read(NpgsqlDataReader reader) => new(
        new Place(reader.GetFieldValue<ulong>(0), reader.GetInt64(1)), reader.GetString(2), reader.GetString(3), reader.GetDateTime(4),
        reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetString(8));
}
