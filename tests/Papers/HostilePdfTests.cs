using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using MotCua.Papers.Contracts;
using MotCua.Papers.Intake;
using Xunit;

namespace MotCua.Tests.Papers;

/// <summary>The reader alone, without its sandbox: no file may cost it much more than an honest one of that size.</summary>
public sealed class HostilePdfTests
{
    /// <summary>Each costs a process; the reader alone is tried with all of them.</summary>
    public static TheoryData<string> Some => [.. HostilePdfs.All.Where((_, i) => i % 3 == 0).Select(kind => kind.Kind)];

    public static TheoryData<string> Kinds => [.. HostilePdfs.All.Select(kind => kind.Kind)];

    private static byte[] Made(string kind) => HostilePdfs.All.First(k => k.Kind == kind).Make();

    [Theory, MemberData(nameof(Kinds))]
    public void A_hostile_file_is_refused_in_words_at_the_cost_of_an_honest_one(string kind)
    {
        var bytes = Made(kind);
        var before = GC.GetAllocatedBytesForCurrentThread();
        // Of this thread, not of the wall or the process: others use this machine, and other tests this process.
        var began = ThreadSeconds();
        var seen = FileJudge.Judge(bytes, "x.pdf");
        var (seconds, allocated) = (ThreadSeconds() - began, GC.GetAllocatedBytesForCurrentThread() - before);
        // Three seconds, or what a dozen honest files cost at this moment, where others crowd the processor.
        Assert.True(seconds < 3 || seconds < 12 * Honest(), $"{kind}: {seconds:0.0} s");
        Assert.True(allocated < 700L << 20, $"{kind}: {allocated >> 20} MB");
        if (!kind.Contains("free entries", StringComparison.Ordinal)) Assert.Contains("Tệp PDF", seen.Problem);
    }

    private static double Honest()
    {
        var bytes = Made("a long table of free entries");
        var began = ThreadSeconds();
        FileJudge.Judge(bytes, "x.pdf");
        return ThreadSeconds() - began;
    }

    /// <summary>Seconds of processor that this thread has had.</summary>
    private static double ThreadSeconds()
    {
        const int OfThread = 3;
        Assert.Equal(0, Clock(OfThread, out var time));
        return time.Seconds + time.Nanoseconds / 1e9;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int Clock(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [Theory, MemberData(nameof(Some))]
    public async Task Behind_the_door_it_costs_the_product_nothing(string kind)
    {
        var bytes = Made(kind);
        await UploadInspection.Inspect(HostilePdfs.With(""), "warm.pdf");
        using var self = Process.GetCurrentProcess();
        var (before, most) = (self.WorkingSet64, 0L);
        var judged = UploadInspection.Inspect(bytes, "x.pdf");
        while (await Task.WhenAny(judged, Task.Delay(10)) != judged)
        {
            self.Refresh();
            most = Math.Max(most, self.WorkingSet64 - before);
        }
        // The bytes themselves and their way through the pipe are all that the product holds.
        Assert.True(most < 50L << 20, $"{most >> 20} MB");
        if (!kind.Contains("free entries", StringComparison.Ordinal)) Assert.NotNull((await judged).Problem);
    }

    [Fact]
    public void Mutations_of_good_and_of_hostile_files_are_judged_and_never_throw()
    {
        var random = new Random(20261128);
        byte[][] good = [PaperSamples.Receipt().ToPdf(), HostilePdfs.With("9 0 obj<</A[1 2 3]>>endobj\n"), HostilePdfs.Packed("<</S/GoTo>>"),
            HostilePdfs.Entries("[1 2 1]", 40)];
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 1_000; i++)
        {
            var seen = FileJudge.Judge(HostilePdfs.Mutated(good[i % good.Length], random), "x.pdf");
            Assert.True(seen.IsAccepted || seen.Problem!.Length > 10);
        }
        Assert.InRange((Environment.CpuUsage.TotalTime - began).TotalSeconds, 0, 20);
    }

    [Theory]
    [InlineData("/OpenAction 9 0 R", "9 0 obj<</S/URI/URI(http://x.vn)>>endobj\n", "tự mở trang mạng")]
    [InlineData("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next 9 0 R>>", "9 0 obj[<</S/Named/N/NextPage>><</S/#55RI/URI(http://x.vn)>>]endobj\n", "tự mở trang mạng")]
    [InlineData("/OpenAction 9 0 R", "9 0 obj<</S/URI/URI(http://x.vn)>>endobj\n9 0 obj<</S/GoTo/D[3 0 R/Fit]>>endobj\n", "tự mở trang mạng")]
    [InlineData("/OpenAction 9 0 R", "9 0 obj<</S/GoTo/D[3 0 R/Fit]>>endobj\n9 0 obj<</S/URI/URI(http://x.vn)>>endobj\n", "tự mở trang mạng")]
    [InlineData("/AA<</WC<</S/Hide/T(a)>>>>", "", "lệnh chạy tự động")]
    [InlineData("", "9 0 obj<</Type/Annot/Subtype/Link/AA<</PO 8 0 R>>>>endobj\n8 0 obj<</S/URI/URI(http://x.vn)>>endobj\n", "tự mở trang mạng")]
    [InlineData("", "9 0 obj<</Length 3/F(http://x.vn/y)>>stream\nabc\nendstream endobj\n", "nơi khác")]
    [InlineData("", "9 0 obj<</Length 3/F 8 0 R>>stream\nabc\nendstream endobj\n8 0 obj<</Type/Filespec/FS/URL/F(http://x.vn)>>endobj\n", "nơi khác")]
    [InlineData("", "9 0 obj<</Subtype/Form/Ref<</F(other.pdf)/Page 0>>/Length 1>>stream\na\nendstream endobj\n", "nơi khác")]
    public void What_a_file_does_by_itself_is_refused(string catalog, string objects, string words) =>
        Assert.Contains(words, FileJudge.Judge(HostilePdfs.With(objects, catalog), "x.pdf").Problem);

    [Theory]
    [InlineData("/OpenAction[3 0 R/FitH 842]", "")]
    [InlineData("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>", "")]
    [InlineData("", "9 0 obj<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://dichvucong.gov.vn)>>>>endobj\n")]
    [InlineData("", "9 0 obj<</Type/StructElem/S/Document/K 8 0 R>>endobj\n8 0 obj<</S/P/F 4>>endobj\n")]
    public void What_waits_for_a_person_or_only_turns_a_page_is_taken(string catalog, string objects) =>
        Assert.Null(FileJudge.Judge(HostilePdfs.With(objects, catalog), "x.pdf").Problem);

    [Theory]
    [InlineData("<</S/JavaScript/JS(1)>>", "JavaScript")]
    [InlineData("<</S/Launch/F(cmd.exe)>>", "mở chương trình")]
    [InlineData("<</Kind/Catalog/OpenAction<</S/URI/URI(http://x.vn)>>>>", "tự mở trang mạng")]
    [InlineData("<</Type/Filespec/EF<</F 7 0 R>>>>", "đính kèm")]
    public void Also_in_an_object_stream_that_no_table_names(string hidden, string words)
    {
        var bytes = HostilePdfs.Packed("<</A 1>>", hidden);
        Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(hidden[8..20])) < 0);
        Assert.Contains(words, FileJudge.Judge(bytes, "x.pdf").Problem);
        // The same behind a good table, as a later revision that no table mentions.
        var good = PaperSamples.Receipt().ToPdf();
        Assert.Null(FileJudge.Judge(good, "x.pdf").Problem);
        var at = good.AsSpan().LastIndexOf("xref\n0"u8);
        var stream = bytes[bytes.AsSpan().IndexOf("9 0 obj"u8)..bytes.AsSpan().LastIndexOf("trailer"u8)];
        byte[] mixed = [.. good, .. "\n"u8, .. stream, .. "startxref\n"u8, .. Encoding.ASCII.GetBytes($"{at}"), .. "\n%%EOF\n"u8];
        Assert.Contains(words, FileJudge.Judge(mixed, "x.pdf").Problem);
    }
}
