using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using MotCua.Platform.Web;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>A BPMN file as it comes from outside, and as it is kept: text, in UTF-8, otherwise untouched.</summary>
internal static class DrawingFile
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>No entities, nothing fetched from outside.</summary>
    public static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>A process with faults is taken as a draft; what is no process at all is refused with every fault and its line.</summary>
    /// <param name="field">Of the form, for the refusal.</param>
    public static string Taken(byte[] file, string field)
    {
        if (file.Length == 0) throw new Refused(400, "Tệp rỗng. Chọn tệp BPMN 2.0 (.bpmn) xuất từ công cụ vẽ", field);
        var (definition, faults) = BpmnReader.Read(file, []);
        if (definition is null)
        {
            var problems = faults.Where(fault => fault.Hinders)
                .Select(fault => new FieldProblem(field, fault.Line > 0 ? $"Dòng {fault.Line}: {fault.Words}" : fault.Words)).ToList();
            throw new Refused(400, problems[0].Message, field, problems);
        }
        return Text(file);
    }

    private static string Text(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var reader = XmlReader.Create(stream, Safe);
        var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        if (document.Declaration?.Encoding is null or "" || document.Declaration.Encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            try { return Strict.GetString(file).TrimStart('\uFEFF'); }
            catch (ArgumentException) { /* UTF-16 without a word about it: written anew below */ }
        }
        return Written(document);
    }

    public static string Written(XDocument document)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var shape = new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" };
        using (var xml = XmlWriter.Create(text, shape)) document.Root!.WriteTo(xml);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n";
    }
}
