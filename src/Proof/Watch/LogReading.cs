using MotCua.Platform;
using MotCua.Platform.Events;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using Npgsql;

namespace MotCua.Proof.Watch;

/// <summary>What is looked for in the log.</summary>
/// <param name="About">As somebody types it: the code of a dossier, a user name, a procedure.</param>
/// <param name="Person">Part of the name of who did it.</param>
/// <param name="Kind">Of <see cref="FactWords.All"/>.</param>
/// <param name="From">First day, with <paramref name="To"/> the last; both of the Vietnamese calendar.</param>
internal sealed record LogQuestion(string? About, string? Stream, string? Person, string? Kind, DateOnly? From, DateOnly? To)
{
    public bool AsksAnything => About is not null || Stream is not null || Person is not null || Kind is not null || From is not null || To is not null;
}

/// <summary>One line, in words.</summary>
/// <param name="Subject">"Hồ sơ H12.5-260428-0001"; the kind alone where the rest is a number of ours.</param>
/// <param name="Details">What changed, before and after, as far as it tells nothing of an owner.</param>
internal sealed record LogLine(long Position, DateTimeOffset At, string Stream, string Subject, string Kind, string ActorName, string? Reason,
    IReadOnlyList<(string Label, string Value)> Details);

/// <summary>Đọc nhật ký: newest first, a page at a time, never further back than a month at once unless one subject is asked for.</summary>
internal sealed class LogReading(NpgsqlDataSource source, ModuleSet modules, TimeProvider clock)
{
    public const int PerPage = 50;
    public const int MostDays = 31;

    /// <returns>Lines and the position to go on from; null at the end.</returns>
    /// <exception cref="Refused">400: days that cannot be.</exception>
    public async Task<(IReadOnlyList<LogLine> Lines, long? Next)> Find(LogQuestion asked, long? before)
    {
        string[]? streams = asked.Stream is { } one ? [one] : asked.About is { } about ? await Streams(about) : null;
        var (from, to) = Days(asked, streams is null);
        await using var command = source.CreateCommand("""
            select position, at, stream, kind, actor_name, reason, data::text from platform.event
            where position < $1 and ($2::text[] is null or stream = any($2)) and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
              and ($5::text is null or kind = $5) and ($6::text is null or position(lower($6) in lower(actor_name)) > 0)
            order by position desc limit $7
            """);
        foreach (var value in (object?[])[before ?? long.MaxValue, streams, from, to, asked.Kind, asked.Person, PerPage + 1])
            command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = TypeOf(command.Parameters.Count) });
        var rows = new List<(long Position, DateTimeOffset At, string Stream, string Kind, string Actor, string? Reason, string Data)>();
        await using (var row = await command.ExecuteReaderAsync())
            while (await row.ReadAsync())
                rows.Add((row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), row.GetString(4),
                    row.IsDBNull(5) ? null : row.GetString(5), row.GetString(6)));
        var next = rows.Count > PerPage ? rows[PerPage - 1].Position : (long?)null;
        var shown = rows.Take(PerPage).ToList();
        var details = shown.Select(row => FactDetails.Of(row.Data, Prefix(row.Stream))).ToList();
        var names = await Names([.. shown.Select(row => row.Stream), .. details.SelectMany(rows => rows).Select(detail => detail.Stream).OfType<string>()]);
        return ([.. shown.Zip(details, (row, what) => new LogLine(row.Position, row.At, row.Stream, Subject(row.Stream, names), row.Kind, row.Actor, row.Reason,
            [.. what.Select(detail => (detail.Label, detail.Stream is { } stream && names.GetValueOrDefault(stream) is { } name ? name : detail.Value))]))],
            next);
    }

    private (DateTimeOffset? From, DateTimeOffset? To) Days(LogQuestion asked, bool bounded)
    {
        if (asked.From > asked.To) throw new Refused(400, "Ngày bắt đầu phải trước ngày kết thúc", "tu");
        var (first, last) = (asked.From, asked.To);
        // Without a subject the whole log would be gone through: a month at most.
        if (bounded && (asked.Person is not null || asked.Kind is not null || first is not null || last is not null))
        {
            last ??= first?.AddDays(MostDays - 1) ?? clock.GetUtcNow().Day();
            first ??= last.Value.AddDays(1 - MostDays);
            if (last.Value.DayNumber - first.Value.DayNumber >= MostDays)
                throw new Refused(400, $"Xem mỗi lần tối đa {MostDays} ngày. Rút ngắn khoảng ngày, hoặc tìm theo mã hồ sơ, tên đăng nhập", "tu");
        }
        DateTimeOffset? At(DateOnly? day) => day is { } known ? VietnamTime.At(known, TimeOnly.MinValue).ToUniversalTime() : null;
        return (At(first), At(last?.AddDays(1)));
    }

    private static NpgsqlTypes.NpgsqlDbType TypeOf(int at) => at switch
    {
        0 => NpgsqlTypes.NpgsqlDbType.Bigint, 1 => NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
        2 or 3 => NpgsqlTypes.NpgsqlDbType.TimestampTz, 6 => NpgsqlTypes.NpgsqlDbType.Integer, _ => NpgsqlTypes.NpgsqlDbType.Text,
    };

    /// <summary>The streams of what is called so; the text itself where it is one already.</summary>
    private async Task<string[]> Streams(string about)
    {
        var found = new List<string> { about };
        foreach (var name in Known.Where(name => name.Find is not null))
        {
            await using var command = source.CreateCommand(name.Find!);
            command.Parameters.Add(new() { Value = about });
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync()) found.Add($"{name.Prefix}/{row.GetString(0)}");
        }
        return [.. found];
    }

    private IEnumerable<StreamName> Known => modules.All.SelectMany(module => module.StreamNames);

    private async Task<IReadOnlyDictionary<string, string>> Names(IReadOnlyList<string> streams)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in streams.Distinct().GroupBy(Prefix))
        {
            if (Known.FirstOrDefault(name => name.Prefix == group.Key)?.Names is not { } select) continue;
            var keys = group.Select(Key).Where(key => !select.Contains("uuid", StringComparison.Ordinal) || Guid.TryParse(key, out _)).ToArray();
            await using var command = source.CreateCommand(select);
            command.Parameters.Add(new() { Value = keys });
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync()) names[$"{group.Key}/{row.GetString(0)}"] = row.GetString(1);
        }
        return names;
    }

    private string Subject(string stream, IReadOnlyDictionary<string, string> names)
    {
        var (prefix, key) = (Prefix(stream), Key(stream));
        var words = Known.FirstOrDefault(name => name.Prefix == prefix)?.Words ?? "Khác";
        if (names.TryGetValue(stream, out var name)) return $"{words} {name}";
        // Numbers of ours and addresses of files say nothing to a reader.
        return key.Length == 0 || Guid.TryParse(key, out _) || key.Length >= 32 ? words : $"{words} {key}";
    }

    private static string Prefix(string stream) => stream.Split('/', 2)[0];

    private static string Key(string stream) => stream.Split('/', 2) is [_, var key] ? key : "";
}
