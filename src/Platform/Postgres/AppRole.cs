using Npgsql;

namespace MotCua.Platform.Postgres;

/// <summary>
/// The database role under which the application serves requests. It owns nothing, so ledgers can withhold update and
/// delete from it; schema scripts grant to it by name, and it therefore exists before they run.
/// </summary>
public static class AppRole
{
    public const string Name = "motcua_app";

    /// <param name="ownerConnection">A role that may create roles.</param>
    /// <param name="secret">Sets the password and lets the role sign in; null makes a role that others only become.</param>
    public static async Task Ensure(string ownerConnection, string? secret)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        await using var connection = await source.OpenConnectionAsync();
        // Two first starts on one server may come here together.
        await using (var create = new NpgsqlCommand($"""
            do $$ begin
                if not exists (select from pg_roles where rolname = '{Name}') then create role {Name} nologin; end if;
            exception when duplicate_object or unique_violation then null;
            end $$
            """, connection)) await create.ExecuteNonQueryAsync();
        if (secret is null) return;
        await using var format = new NpgsqlCommand($"select format('alter role {Name} login password %L', $1)", connection);
        format.Parameters.Add(new() { Value = secret });
        await using var alter = new NpgsqlCommand((string)(await format.ExecuteScalarAsync())!, connection);
        await alter.ExecuteNonQueryAsync();
    }
}
