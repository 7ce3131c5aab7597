using MotCua.Dossiers.Contracts;

namespace MotCua.Benchmarks.Generate;

/// <summary>Where a synthetic dossier was taken in and who decides.</summary>
internal sealed record GeneratedPlace(string UnitCode, string Office, string OfficeName, string Agency, string AgencyName);

internal sealed record GeneratedProcedure(string Code, Guid VersionId, string Name, string FormCode, int FormVersion, int Days, long? Fee,
    IReadOnlyList<(string Key, string Name, string? Type, bool Required, string Kind)> Papers,
    IReadOnlyList<(string Key, string Name, string Role, string Kind, decimal Hours)> Steps);

/// <summary>One synthetic dossier with all its times, before it is written to the tables.</summary>
internal readonly record struct GeneratedDossier(Guid Id, string Code, string ShortCode, GeneratedPlace Place, GeneratedProcedure Procedure, string Status,
    string Name, string PersonalId, string Phone, DateTimeOffset SubmittedAt, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt,
    DateTimeOffset? ReturnedAt, int Step, Guid RuleSetId, int CalendarVersion)
{
    public string Channel => Phone[^1] % 2 == 0 ? "online" : "counter";

    public string Answers =>
        $$"""{ "applicant":{"name":"{{Name}}","personalId":"{{PersonalId}}","phone":"{{Phone}}","address":{"province":"96","detail":"Ấp {{Phone[^1]}}" } },"""
            + """ "content":"Đề nghị giải quyết theo quy định"}""";
}

/// <summary>Short codes that never repeat, in ascending order: a load of millions then writes the end of the index, not all of its pages.</summary>
internal static class GeneratedShortCode
{
    private const long Values = 887_503_681; // 31⁶

    public static string Of(long number)
    {
        var value = number % Values;
        Span<int> digits = stackalloc int[8];
        foreach (var i in (ReadOnlySpan<int>)[6, 5, 4, 2, 1, 0])
        {
            digits[i] = (int)(value % ShortCode.Symbols.Length);
            value /= ShortCode.Symbols.Length;
        }
        return ShortCode.WithChecks(digits);
    }
}
