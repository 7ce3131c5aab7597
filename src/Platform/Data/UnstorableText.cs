using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MotCua.Platform.Text;
using MotCua.Platform.Web;
using Npgsql;
using NpgsqlTypes;

namespace MotCua.Platform.Data;

/// <summary>
/// Text that PostgreSQL cannot keep (the sign NUL, half of a surrogate pair) is refused before it is sent. Refused by the server in the middle of
/// preparing a statement, it would leave the driver with a half-known statement, and the next honest request would fail.
/// </summary>
internal sealed class UnstorableText : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Check(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData,
        InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Check(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        Check(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result,
        CancellationToken cancellationToken = default)
    {
        Check(command);
        return ValueTask.FromResult(result);
    }

    internal static void Check(DbCommand command)
    {
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            if (parameter.Value is string text
                    && (!TypedText.IsStorable(text) || parameter.NpgsqlDbType == NpgsqlDbType.Jsonb && text.Contains("\\u0000", StringComparison.Ordinal))
                || parameter.Value is IEnumerable<string> texts && !texts.All(one => one is null || TypedText.IsStorable(one)))
                throw new Refused(400, ApiErrors.Unkept);
        }
    }
}
