using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform;
using MotCua.Platform.Data;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Proof;

/// <summary>Which columns the log vouches for is decided column by column: one that is left out of its watch is left out here, in sight.</summary>
public sealed class WatchedColumnsTests(House house) : IClassFixture<House>
{
    private static readonly string[] NotVouched =
    [
        // Held against the fact of its submission.
        "dossiers.dossier.code",
        // As which it was received: held against that fact.
        "dossiers.dossier.counted_agency", "dossiers.dossier.counted_office",
        // No right hangs on them.
        "dossiers.dossier.short_code", "dossiers.dossier.support_point", "dossiers.dossier.support_point_name",
        "dossiers.dossier.foreign_system", "dossiers.dossier.foreign_id",
        // Where a row stands in the log, or what it came from.
        "dossiers.attachment.draft_id", "dossiers.consultation_entry.dossier_id", "dossiers.dossier.draft_id", "vault.reading.fact_id",
        // Before the signature; what is signed is vouched for.
        "papers.result.draft_sha256", "papers.result.drafted_at", "papers.result.drafted_by",
        // Why a plan waits: told again at each try.
        "organisation.reorganisation.problem",
        // Judged anew from the bytes.
        "vault.item.signature", "vault.item.signature_words",
        // Counters, and times that decide nothing.
        "dossiers.dossier.version", "dossiers.dossier.changed_at", "papers.result.version",
        "organisation.reorganisation.revision", "people.account.created_at", "people.account.password_set_at", "people.account.version",
        "people.program_secret.last_used_at",
    ];

    [Fact]
    public async Task A_column_of_a_watched_row_is_in_its_mark_or_is_named_here()
    {
        await using var scope = house.Scope();
        var model = scope.ServiceProvider.GetRequiredService<Db>().Model;
        var left = new List<string>();
        foreach (var kinds in scope.ServiceProvider.GetRequiredService<ModuleSet>().All.SelectMany(module => module.Watched).GroupBy(kind => kind.Row))
        {
            var entity = model.FindEntityType(kinds.Key)!;
            foreach (var column in entity.GetProperties().Where(property => property.PropertyInfo is not null))
                if (kinds.All(kind => kind.MarkOf(Row(entity, null)) == kind.MarkOf(Row(entity, column))))
                    left.Add($"{entity.GetSchema()}.{entity.GetTableName()}.{column.GetColumnName()}");
        }
        Assert.True(left.Order(StringComparer.Ordinal).SequenceEqual(NotVouched.Order(StringComparer.Ordinal)),
            $"Left out: {string.Join(", ", left.Except(NotVouched))}; in the mark by now: {string.Join(", ", NotVouched.Except(left))}");
    }

    private static object Row(IEntityType entity, IProperty? other)
    {
        var row = RuntimeHelpers.GetUninitializedObject(entity.ClrType);
        foreach (var property in entity.GetProperties().Where(property => property.PropertyInfo is not null))
            property.PropertyInfo!.SetValue(row, Value(property.ClrType, property == other ? 2 : 1));
        return row;
    }

    private static object? Value(Type type, int n) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var text when text == typeof(string) => n.ToString(CultureInfo.InvariantCulture),
        var id when id == typeof(Guid) => new Guid(n, 0, 0, new byte[8]),
        var instant when instant == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddDays(n),
        var day when day == typeof(DateOnly) => new DateOnly(2026, 1, n),
        var time when time == typeof(TimeOnly) => new TimeOnly(n, 0),
        var yes when yes == typeof(bool) => n == 2,
        { IsEnum: true } kind => Enum.ToObject(kind, n),
        var texts when texts == typeof(string[]) => new[] { n.ToString(CultureInfo.InvariantCulture) },
        var texts when texts == typeof(List<string>) => new List<string> { n.ToString(CultureInfo.InvariantCulture) },
        var ids when ids == typeof(Guid[]) => new[] { new Guid(n, 0, 0, new byte[8]) },
        var number when number.IsPrimitive || number == typeof(decimal) => Convert.ChangeType(n, number, CultureInfo.InvariantCulture),
        var whole => n == 2 ? RuntimeHelpers.GetUninitializedObject(whole) : null,
    };
}
