using System.Text.RegularExpressions;
using Xunit;

namespace MotCua.Tests.Architecture;

/// <summary>Every door of text leads through the gate, and no page or act cuts or moves what people typed.</summary>
public sealed partial class TextGateTests
{
    // Pieces of what the product itself made, or shown inside a sentence.
    private static readonly string[] NotTyped =
    [
        "src/Dossiers/Supplement/PageRegion.cs", "src/Forms/GroupRows.cs", "src/Catalogue/ProcessBuilder.cs", "src/Catalogue/VersionBuilder.cs",
        "src/People/Contracts/Identifiers/TaxCode.cs", "src/People/SignIn/Sessions.cs", "src/People/SignIn/CheckPassword.cs",
            "src/Proof/Verify/WitnessCheck.cs", "src/Proof/Seal/WitnessStand.cs", "src/Dossiers/Work/TellDamage.cs",
    ];

    /// <summary>The guard of stale forms asks for the token alone.</summary>
    [Fact]
    public void A_form_is_read_in_one_place_and_kept_in_another() => Assert.Equal(
        ["src/Platform/Web/FormGate.cs", "src/Platform/Web/KeptForm.cs", "src/Platform/Web/StaleForms.cs"],
        Building.Files("src", "*.cs").Where(file => File.ReadAllText(file).Contains(".ReadFormAsync(", StringComparison.Ordinal)).Select(Building.Name)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_typed_is_cut_or_moved_to_a_bound() => Assert.Empty(
        new[] { "*.cs", "*.cshtml" }.SelectMany(kind => Building.Files("src", kind))
            .Where(file => Room().IsMatch(Building.Name(file)) && !NotTyped.Contains(Building.Name(file)))
            .SelectMany(file => Cut().Matches(File.ReadAllText(file)).Select(match => $"{Building.Name(file)}: {match.Value}")));

    [GeneratedRegex("^src/(Dossiers|Forms|Catalogue|Vault|People|Organisation|Messages|Proof)/")]
    private static partial Regex Room();

    [GeneratedRegex(@"Math\.Clamp\([^;]*|\[\.\.(Math\.Min|[0-9]{2,}|Longest|Most)[^\]]*\]")]
    private static partial Regex Cut();
}
