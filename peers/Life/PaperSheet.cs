using System.Globalization;
using System.Text;

namespace MotCua.Peers.Life;

/// <summary>A page or two that could have come from a scanner: what a person of the demonstration sends along. Its font is the reader's own.</summary>
internal static class PaperSheet
{
    public static byte[] Pdf(int pages, string title, params string[] lines)
    {
        var all = lines.Prepend(title.ToUpperInvariant()).Append("Bản dùng thử, không có giá trị").ToList();
        var signs = all.SelectMany(line => line).Append('/').Concat("0123456789Trang ").Distinct().Where(sign => sign > ' ').Order().ToList();
        if (signs.Count > 220) throw new InvalidOperationException("More different signs than one simple font can hold.");
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>", "",
            $"<< /Type /Font /Subtype /TrueType /BaseFont /TimesNewRoman /Encoding << /Type /Encoding /Differences [32 /space "
                + string.Join(' ', signs.Select(sign => $"/uni{(int)sign:X4}")) + "] >> >>",
        };
        var kids = new List<int>();
        for (var page = 1; page <= pages; page++)
        {
            var text = new StringBuilder("BT /F1 18 Tf 90 760 Td 26 TL ");
            foreach (var line in all) text.Append(CultureInfo.InvariantCulture, $"<{Hex(line)}> Tj T* ").Append(line == all[0] ? "/F1 13 Tf 22 TL " : "");
            text.Append(CultureInfo.InvariantCulture, $"<{Hex($"Trang {page}/{pages}")}> Tj ET 0.6 w 60 60 475 722 re S");
            objects.Add($"<< /Length {text.Length} >>\nstream\n{text}\nendstream");
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {objects.Count} 0 R /Resources << /Font << /F1 3 0 R >> >> >>");
            kids.Add(objects.Count);
        }
        objects[1] = $"<< /Type /Pages /Kids [{string.Join(' ', kids.Select(kid => $"{kid} 0 R"))}] /Count {pages} >>";
        return Whole(objects);
        string Hex(string line) =>
            string.Concat(line.Select(sign => (sign == ' ' ? 32 : 33 + signs.IndexOf(sign)).ToString("X2", CultureInfo.InvariantCulture)));
    }

    private static byte[] Whole(List<string> objects)
    {
        var file = new StringBuilder("%PDF-1.7\n");
        var places = new List<int>();
        foreach (var one in objects)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{places.Count} 0 obj\n{one}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) file.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
