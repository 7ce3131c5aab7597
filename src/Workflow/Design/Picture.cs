using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Html;
using MotCua.Workflow.Definition;

namespace MotCua.Workflow.Design;

/// <summary>How often a flow was taken.</summary>
/// <param name="Width">Of its line; 0: as drawn.</param>
internal sealed record FlowNote(string Words, double Width);

/// <summary>Figures on a picture.</summary>
/// <param name="Beside">Between elements that no flow joins.</param>
internal sealed record PictureNotes(Func<Flow, FlowNote?> Flows, Func<Node, string?> Nodes, IReadOnlyList<(string From, string To, string Words)> Beside)
{
    public FlowNote? Of(Flow flow) => Flows(flow);

    public string? Of(Node node) => Nodes(node);
}

/// <summary>
/// Hình vẽ của quy trình: one small SVG in the page, in the colour of its text, so that it follows dark and high contrast. What it shows is said beside it.
/// </summary>
internal static class Picture
{
    private const int Signs = 18;

    /// <param name="notes">What is written beside what is drawn; null: nothing.</param>
    public static IHtmlContent Of(ProcessDefinition definition, string title, PictureNotes? notes = null)
    {
        var (layout, svg) = (new Layout(definition), new StringBuilder());
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{layout.Width}\" height=\"{layout.Height}\" viewBox=\"0 0 {layout.Width} {layout.Height}\"");
        Add($" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" font-size=\"12\">");
        foreach (var flow in definition.Flows) Way(flow);
        foreach (var node in definition.Nodes) Shape(node, layout.Boxes[node.Id]);
        foreach (var (from, to, words) in notes?.Beside ?? []) Leap(layout.Boxes[from], layout.Boxes[to], words);
        return new HtmlString(svg.Append("</svg>").ToString());

        void Add(FormattableString part) => svg.Append(part.ToString(CultureInfo.InvariantCulture));

        void Way(Flow flow)
        {
            var points = layout.Way(flow);
            var (x, y) = points[^1];
            var note = notes?.Of(flow);
            if (note is { Width: > 0 } strong) Add($"<g stroke-width=\"{strong.Width:0.#}\">");
            Add($"<path d=\"M{string.Join('L', points.Select(point => $"{point.X} {point.Y}"))}\"/><path d=\"M{x} {y}l-8-4v8z\" fill=\"currentColor\"/>");
            if (flow.IsDefault) Add($"<path d=\"M{points[0].X + 4} {points[0].Y - 5}l5 10\"/>");
            if (note is { Width: > 0 }) svg.Append("</g>");
            if (note is { Words.Length: > 0 }) Line(note.Words, x - 30, y - 8, 12);
        }

        // What no flow leads to, over everything.
        void Leap(Box from, Box to, string words)
        {
            var (x, y, down) = ((from.MiddleX + to.MiddleX) / 2, Math.Max(from.Bottom, to.Bottom), 26 + (Math.Abs(from.MiddleX - to.MiddleX) / 24));
            Add($"<path d=\"M{from.MiddleX} {from.Bottom}C{from.MiddleX} {y + down} {to.MiddleX} {y + down} {to.MiddleX} {to.Bottom}\" ");
            Add($"stroke-dasharray=\"5 4\"/><path d=\"M{to.MiddleX} {to.Bottom}l-4 8h8z\" fill=\"currentColor\"/>");
            Line(words, x, y + down - 6, 12);
        }

        void Shape(Node node, Box box)
        {
            switch (node)
            {
                case Gateway gateway:
                    Add($"<path d=\"M{box.MiddleX} {box.Y}L{box.Right} {box.MiddleY}L{box.MiddleX} {box.Bottom}L{box.X} {box.MiddleY}z\"/>");
                    var mark = gateway.Kind switch { GatewayKind.Parallel => "+", GatewayKind.Inclusive => "○", _ => "×" };
                    Line(mark, box.MiddleX, box.MiddleY + 7, 22);
                    if (node.Name.Length > 0) Words(node.Name, box.MiddleX, box.Bottom + 14, 2);
                    break;
                case Start or End or Catch or Boundary:
                    Add($"<circle cx=\"{box.MiddleX}\" cy=\"{box.MiddleY}\" r=\"18\" stroke-width=\"{(node is End ? 4 : 1.5)}\"/>");
                    if (node is Catch or Boundary) Add($"<circle cx=\"{box.MiddleX}\" cy=\"{box.MiddleY}\" r=\"14\"/>");
                    var awaited = (node as Catch)?.For ?? (node as Boundary)?.For;
                    if (awaited is not null) Line(awaited == Awaited.Timer ? "◷" : "✉", box.MiddleX, box.MiddleY + 6, 16);
                    if (node is Catch) Words(node.Name, box.MiddleX, box.Bottom + 14, 2);
                    break;
                default:
                    var dashed = node is UserTask { Guessed: true } or Unread ? " stroke-dasharray=\"6 4\"" : "";
                    Add($"<rect x=\"{box.X}\" y=\"{box.Y}\" width=\"{box.Width}\" height=\"{box.Height}\" rx=\"8\"");
                    svg.Append(dashed).Append(node is CallActivity ? " stroke-width=\"4\"" : "").Append("/>");
                    Words(node.Name.Length > 0 ? node.Name : node.Id, box.MiddleX, box.Y + 22, 4);
                    break;
            }
            if (notes?.Of(node) is { Length: > 0 } said) Line(said, box.MiddleX, box.Y - 6, 12);
        }

        void Line(string words, int x, int y, int size)
        {
            Add($"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"middle\" fill=\"currentColor\" stroke=\"none\">");
            svg.Append(WebUtility.HtmlEncode(words)).Append("</text>");
        }

        void Words(string name, int x, int y, int most)
        {
            var lines = Lines(name, most);
            for (var i = 0; i < lines.Count; i++) Line(lines[i], x, y + (i * 15), 12);
        }
    }

    private static List<string> Lines(string name, int most)
    {
        var lines = new List<string>();
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < Signs) lines[^1] += " " + word;
            else if (lines.Count == most)
            {
                lines[^1] = (lines[^1].Length < Signs ? lines[^1] : lines[^1][..(Signs - 1)]) + "…";
                break;
            }
            else lines.Add(word.Length <= Signs ? word : word[..(Signs - 1)] + "…");
        }
        return lines;
    }
}
