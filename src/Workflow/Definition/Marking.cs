namespace MotCua.Workflow.Definition;

/// <summary>Where the tokens of one dossier stand: a set of places, which are flows, waiting nodes and armed boundaries by their number.</summary>
internal sealed class Marking : IEquatable<Marking>
{
    private readonly ulong[] words;

    private Marking(ulong[] words) => this.words = words;

    public static Marking Nothing(int places) => new(new ulong[(places + 63) / 64]);

    public bool IsEmpty => Array.TrueForAll(words, word => word == 0);

    public bool Has(int place) => (words[place >> 6] >> (place & 63) & 1) == 1;

    public Marking With(int place) => Changed(place, add: true);

    public Marking Without(int place) => Changed(place, add: false);

    public Marking Or(Marking other)
    {
        var both = (ulong[])words.Clone();
        for (var i = 0; i < both.Length; i++) both[i] |= other.words[i];
        return new(both);
    }

    /// <summary>A token at one of the places, leaving others out.</summary>
    public bool HasOf(Marking some, Marking except)
    {
        for (var i = 0; i < words.Length; i++)
            if ((words[i] & some.words[i] & ~except.words[i]) != 0) return true;
        return false;
    }

    public IEnumerable<int> Places()
    {
        for (var i = 0; i < words.Length; i++)
            for (var word = words[i]; word != 0; word &= word - 1) yield return (i << 6) + System.Numerics.BitOperations.TrailingZeroCount(word);
    }

    public bool Equals(Marking? other) => other is not null && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as Marking);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in words) hash.Add(word);
        return hash.ToHashCode();
    }

    private Marking Changed(int place, bool add)
    {
        var next = (ulong[])words.Clone();
        if (add) next[place >> 6] |= 1UL << (place & 63);
        else next[place >> 6] &= ~(1UL << (place & 63));
        return new(next);
    }
}
