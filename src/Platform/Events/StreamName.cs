namespace MotCua.Platform.Events;

/// <summary>What people call the things that facts are about.</summary>
/// <param name="Prefix">The part of a stream before the slash: "dossier" of "dossier/018f…".</param>
/// <param name="Words">"Hồ sơ".</param>
/// <param name="Names">Select of key and name, both text, for the keys in $1 text[]; null: a key that is no identifier is its own name.</param>
/// <param name="Find">Select of keys, text, for what somebody types in $1; null: found by the key itself.</param>
public sealed record StreamName(string Prefix, string Words, string? Names = null, string? Find = null);
