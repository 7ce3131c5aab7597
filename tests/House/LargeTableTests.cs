using System.Text.RegularExpressions;
using MotCua.Platform.Data;
using Xunit;

namespace MotCua.Tests.Architecture;

/// <summary>A script must not hold a large table while it rewrites it: citizens are filing meanwhile (decision 0027).</summary>
public sealed partial class LargeTableTests
{
    // Older scripts ran before there was a province to wait for them.
    private const string From = "20261201T0000";

    private static readonly string[] Large = [.. File.ReadAllLines(Building.InRepository("docs/large-tables.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void The_large_tables_are_tables() => Assert.DoesNotContain(Large, table => !Building.Tables.Contains(table));

    [Fact]
    public void A_new_script_rewrites_no_large_table_at_a_stroke() =>
        Assert.Empty(SchemaScript.Of(Building.Modules).Where(script => string.CompareOrdinal(script.Name.Split('.')[1], From) >= 0).SelectMany(Strokes));

    [Theory]
    [InlineData("update dossiers.dossier set legal_note = ''")]
    [InlineData("-- older versions keep working\nUPDATE ONLY dossiers.dossier SET a = 1 where b = 2")]
    [InlineData("-- steps: dossiers.draft by id, 5000\nupdate dossiers.dossier set a = 1 where id = any($1)")]
    [InlineData("delete from platform.event where kind = 'x/1'")]
    [InlineData("alter table dossiers.dossier alter column code type varchar(40)")]
    [InlineData("alter table only dossiers.dossier alter code set data type varchar(40)")]
    [InlineData("alter table dossiers.dossier alter column code set not null")]
    [InlineData("alter table dossiers.dossier add column seen timestamptz not null default clock_timestamp()")]
    [InlineData("alter table dossiers.dossier add column fold text generated always as (lower(code)) stored")]
    [InlineData("alter table dossiers.dossier add constraint positive check (fee >= 0)")]
    [InlineData("alter table dossiers.dossier add foreign key (unit) references organisation.agency")]
    [InlineData("create index dossier_by_x on dossiers.dossier (x)")]
    [InlineData("create unique index if not exists dossier_by_x on dossiers.dossier (x)")]
    public void What_holds_a_large_table_is_named(string sql) => Assert.NotEmpty(Strokes(SchemaScript.From("Dossiers.20991231T0000_case.sql", sql)));

    [Theory]
    [InlineData("-- steps: dossiers.dossier by id, 5000\nupdate dossiers.dossier set a = 1 where id = any($1) and a is null")]
    [InlineData("-- concurrently: dossiers.dossier_by_x\ncreate index concurrently dossier_by_x on dossiers.dossier (x)")]
    [InlineData("alter table dossiers.dossier add column seen timestamptz")]
    [InlineData("alter table dossiers.dossier add column shown boolean not null default false, add column words text default 'chưa có'")]
    [InlineData("alter table dossiers.dossier add constraint positive check (fee >= 0) not valid")]
    [InlineData("alter table dossiers.dossier validate constraint has_code;\nalter table dossiers.dossier alter column code set not null")]
    [InlineData("update messages.template set body = 'x'; create index on catalogue.procedure (name)")]
    [InlineData("create table dossiers.dossier_extra (id uuid primary key references dossiers.dossier); create index on dossiers.dossier_extra (id)")]
    [InlineData("create table dossiers.dossier (id uuid primary key); create index on dossiers.dossier (id)")]
    public void What_does_not_hold_one_passes(string sql) => Assert.Empty(Strokes(SchemaScript.From("Dossiers.20991231T0000_case.sql", sql)));

    private static IEnumerable<string> Strokes(SchemaScript script)
    {
        var text = Comment().Replace(script.Sql, "").ToLowerInvariant();
        foreach (var table in Large)
        {
            var name = Regex.Escape(table) + @"(?![a-z_])";
            // Nothing is in it yet.
            if (Regex.IsMatch(text, $@"\bcreate\s+table\s+{name}")) continue;
            if (Regex.IsMatch(text, $@"\b(update|delete\s+from)\s+(only\s+)?{name}") && script.Steps?.Table != table)
                yield return $"{script.Name} changes rows of {table} and not in steps";
            if (Regex.IsMatch(text, $@"\bcreate\s+(unique\s+)?index\s+(?!concurrently)[^;]*?\bon\s+(only\s+)?{name}"))
                yield return $"{script.Name} indexes {table} and not concurrently";
            foreach (Match alter in Regex.Matches(text, $@"\balter\s+table\s+(if\s+exists\s+)?(only\s+)?{name}([^;]*)"))
            {
                var what = alter.Groups[3].Value;
                if (Rewriting().IsMatch(what)) yield return $"{script.Name} rewrites {table}:{what}";
                else if (Checking().IsMatch(what) && !what.Contains("not valid", StringComparison.Ordinal)
                    && !what.Contains("using index", StringComparison.Ordinal))
                    yield return $"{script.Name} has {table} checked while it is held:{what}";
                else if (what.Contains("set not null", StringComparison.Ordinal) && !text.Contains("validate constraint", StringComparison.Ordinal))
                    yield return $"{script.Name} has {table} read while it is held:{what}";
            }
        }
    }

    [GeneratedRegex("--.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    // A default is a constant or it is worked out for each row.
    [GeneratedRegex(@"\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b|\bgenerated\s+always\s+as\b"
        + @"|\bdefault\s+(?!'[^']*'|\d|true|false|null)|\bset\s+(un)?logged\b|\bset\s+tablespace\b")]
    private static partial Regex Rewriting();

    [GeneratedRegex(@"\badd\s+(constraint\s+\w+\s+)?(check|foreign\s+key|unique|primary\s+key|exclude)\b|\badd\s+column\b[^,]*\b(references|unique|check)\b")]
    private static partial Regex Checking();
}
