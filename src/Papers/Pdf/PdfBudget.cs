namespace MotCua.Papers.Pdf;

/// <summary>
/// What one file may cost to read: an honest file is looked through a few times, a hostile one asks for the same bytes again
/// and again, or lets a few bytes stand for millions of things. Spent by everything that reads for one <see cref="PdfFile"/>.
/// </summary>
/// <param name="length">Bytes of the file.</param>
internal sealed class PdfBudget(int length)
{
    /// <summary>Objects and places in tables; ISO 32000-1, annex C gives 8,388,607 as the highest number of an object.</summary>
    public const int Objects = 500_000;
    public const int HighestNumber = 8_388_607;
    public const int Sections = 1_000;

    private long bytes = 6L * length + (32 << 20);
    private long unpacked = 64 << 20;
    private int values = 3_000_000;
    private int entries = Objects;
    private int steps = 5_000_000;

    /// <summary>Bytes that a parser went over.</summary>
    public void Read(long count) => Spend(ref bytes, count, "the same bytes again and again");

    /// <summary>Bytes of object streams and cross-reference streams.</summary>
    public void Unpack(long count) => Spend(ref unpacked, count, "streams that grow");

    public void Value() => Spend(ref values, 1, "values");

    public void Entries(int count) => Spend(ref entries, count, "entries of tables");

    /// <summary>Members of lists that are walked through.</summary>
    public void Step(int count) => Spend(ref steps, count, "members of lists");

    private static void Spend(ref long left, long count, string what)
    {
        left -= count;
        if (left < 0) throw new PdfExcess(what);
    }

    private static void Spend(ref int left, int count, string what)
    {
        left = count > left ? -1 : left - count;
        if (left < 0) throw new PdfExcess(what);
    }
}

/// <summary>The file asks for more than any honest one: it is not repaired, it is refused.</summary>
internal sealed class PdfExcess(string what) : PdfBroken("too much: " + what);
