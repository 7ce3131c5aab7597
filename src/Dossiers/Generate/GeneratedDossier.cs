using MotCua.Dossiers.Contracts;

namespace MotCua.Dossiers.Generate;

/// <summary>Where a synthetic dossier was taken in and who decides.</summary>
internal sealed record GeneratedPlace(string UnitCode, string Office, string OfficeName, string Agency, string AgencyName);

internal sealed record GeneratedProcedure(string Code, Guid VersionId, string Name, string FormCode, int FormVersion, int Days, long? Fee,
    IReadOnlyList<(string Key, string Name, string? Type, bool Required, string Kind)> Papers, IReadOnlyList<(string Key, string Name, string Role, string Kind, decimal Hours)> Steps);

/// <summary>One synthetic dossier with all its times, before it is written to the tables.</summary>
internal readonly record struct GeneratedDossier(Guid Id, string Code, string ShortCode, GeneratedPlace Place, GeneratedProcedure Procedure, string Status,
    string Name, string PersonalId, string Phone, DateTimeOffset SubmittedAt, DateTimeOffset? ReceivedAt, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt,
    DateTimeOffset? ReturnedAt, int Step)
{
    public string Channel => Phone[^1] % 2 == 0 ? "online" : "counter";

    public string Answers =>
        $$"""{ "applicant":{"name":"{{Name}}","personalId":"{{PersonalId}}","phone":"{{Phone}}","address":{"province":"96","detail":"Ấp {{Phone[^1]}}" } }, "content":"Đề nghị giải quyết theo quy định"}""";
}

/// <summary>Short codes that never repeat: a walk through all 31⁶ values by a step that shares no factor with 31.</summary>
internal static class GeneratedShortCode
{
    private const long Values = 887_503_681; // 31⁶
    private const long Stride = 548_401_171;

    public static string Of(long number)
    {
        var value = number % Values * Stride % Values;
        Span<int> digits = stackalloc int[8];
        Span<char> code = stackalloc char[8];
        for (var i = 0; i < 8; i++)
        {
            if (i is 3 or 7)
            {
                var sum = 0;
                for (var k = 0; k < i; k++) sum += (k + 2) * digits[k];
                digits[i] = sum % ShortCode.Symbols.Length;
            }
            else
            {
                digits[i] = (int)(value % ShortCode.Symbols.Length);
                value /= ShortCode.Symbols.Length;
            }
            code[i] = ShortCode.Symbols[digits[i]];
        }
        return new string(code);
    }
}
