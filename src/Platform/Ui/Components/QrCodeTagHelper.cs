using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Razor.TagHelpers;
using QRCoder;

namespace MotCua.Platform.Ui.Components;

/// <summary>
/// Mã QR: <c>&lt;qr-code value="https://…" size="30" /&gt;</c>, an inline vector drawing with its quiet zone. The value is an
/// address with an opaque token, never personal data; print the code as text beneath.
/// </summary>
[HtmlTargetElement("qr-code", TagStructure = TagStructure.WithoutEndTag)]
public sealed class QrCodeTagHelper : TagHelper
{
    public required string Value { get; set; }

    /// <summary>Side in millimetres, quiet zone included; at least 25 on paper.</summary>
    public int Size { get; set; } = 30;

    /// <summary>What a screen reader says.</summary>
    public string Label { get; set; } = "Mã QR";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qr");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Content.SetHtmlContent(Svg(Value, Size));
    }

    internal static string Svg(string value, int millimetres)
    {
        using var code = QRCodeGenerator.GenerateQrCode(value, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var side = rows.Count;
        var path = new StringBuilder();
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                if (!rows[y][x]) continue;
                var from = x;
                while (x < side && rows[y][x]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1H{from}z");
            }
        }
        return $"<svg width=\"{millimetres}mm\" height=\"{millimetres}mm\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\">"
            + $"<path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>";
    }
}
