using System.Text;
using System.Text.Json;
using MotCua.Papers.Contracts;
using MotCua.Papers.Pdf;

namespace MotCua.Papers.Intake;

/// <summary>Opens harmless files of our own in a process that waits, so that the first foreign one finds the code compiled.</summary>
internal static class Rehearsal
{
    public static void Run()
    {
        for (var i = 0; i < 2; i++)
        {
            var seen = FileJudge.Judge(Sheet(), "giấy.pdf");
            JsonSerializer.Deserialize<UploadInspection>(JsonSerializer.SerializeToElement(seen));
            FileJudge.Judge(Torn(), "giấy.pdf");
        }
    }

    private static byte[] Sheet()
    {
        var file = new PdfBuilder();
        var pages = file.Reserve();
        var page = file.Add(new PdfDictionary
        {
            { "Type", "Page" }, { "Parent", pages }, { "MediaBox", new PdfArray(0, 0, 595, 842) },
                { "Contents", file.AddStream([], "0 0 m 9.5 9 l S"u8.ToArray()) },
            { "Title", new PdfString("giấy (tờ)") },
        });
        file.Set(pages, new PdfDictionary { { "Type", "Pages" }, { "Count", 1 }, { "Kids", new PdfArray(page) } });
        return file.Write(file.Add(new PdfDictionary { { "Type", "Catalog" }, { "Pages", pages }, { "Lang", new PdfString("vi") } }));
    }

    /// <summary>Without a table, and with an object stream.</summary>
    private static byte[] Torn()
    {
        var packed = Encoding.Latin1.GetString(PdfFilters.Deflate("4 0 5 9 <</A(b)>> [1 2 R]"u8.ToArray()));
        return Encoding.Latin1.GetBytes($"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction[3 0 R/Fit]>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 "
            + $"R]>>endobj\n3 0 obj<</Type/Page>>endobj\n"
            + $"6 0 obj<</Type/ObjStm/N 2/First 8/Filter/FlateDecode/Length {packed.Length}>>stream\n{packed}\nendstream endobj\n");
    }
}
