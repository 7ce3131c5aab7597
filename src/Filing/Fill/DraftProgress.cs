using System.Text.Json;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Events;
using MotCua.Vault.Contracts;

namespace MotCua.Filing.Fill;

/// <summary>What is known of a draft besides its answers: which topics are finished, which papers come from the vault, where it is filed.</summary>
internal sealed record DraftProgress
{
    /// <summary>Keys of finished topics.</summary>
    public HashSet<string> Done { get; init; } = [];

    /// <summary>Paper key → consent to take the paper from the vault.</summary>
    public IReadOnlyDictionary<string, VaultChoice> Vault { get; init; } = new Dictionary<string, VaultChoice>();

    /// <summary>Topic → what stands in its boxes, where something typed there cannot be taken yet: posted name → values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string[]>> Typed { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string[]>>();

    /// <summary>The commune whose committee decides; provincial procedures have none.</summary>
    public string? Unit { get; init; }

    /// <summary>Điểm hỗ trợ that helps to file.</summary>
    public SupportPoint? Support { get; init; }

    public static DraftProgress Read(string json) => JsonSerializer.Deserialize<DraftProgress>(json, EventLog.Json)!;

    public string Write() => JsonSerializer.Serialize(this, EventLog.Json);

    public DraftProgress WithDone(string topic, bool done)
    {
        var keys = new HashSet<string>(Done);
        if (done) keys.Add(topic); else keys.Remove(topic);
        return this with { Done = keys };
    }

    public DraftProgress WithTyped(string topic, IReadOnlyDictionary<string, string[]>? typed)
    {
        var kept = new Dictionary<string, IReadOnlyDictionary<string, string[]>>(Typed);
        if (typed is null) kept.Remove(topic); else kept[topic] = typed;
        return this with { Typed = kept };
    }

    public DraftProgress WithVault(string paperKey, VaultChoice? choice)
    {
        var chosen = new Dictionary<string, VaultChoice>(Vault);
        if (choice is null) chosen.Remove(paperKey); else chosen[paperKey] = choice;
        return this with { Vault = chosen };
    }
}

/// <summary>A paper of the vault that the owner agreed to hand over, as shown when the consent was given.</summary>
/// <param name="Subject">Of whom it speaks; null in drafts of before that was asked.</param>
internal sealed record VaultChoice(Guid GrantId, Guid ItemId, string Title, string? Issuer, DateOnly? IssuedOn, PaperSubject? Subject = null)
{
    public string TitleOfWhom => Subject is { } subject ? $"{Title} của {subject.Name}" : Title;
}
