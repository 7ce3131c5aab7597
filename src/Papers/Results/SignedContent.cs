using System.Text.Json;
using MotCua.Papers.Pdf;
using MotCua.Platform.Events;

namespace MotCua.Papers.Results;

/// <summary>
/// What the row says, inside the signed bytes themselves: the text string /MotCua of the document information. Whoever rewrites the
/// row cannot rewrite it, as it is covered by the signature. Everything in it stands on the paper too, but for whom the signer acted.
/// </summary>
internal sealed record SignedContent(string Dossier, string Title, string? Number, string Agency, string Owner, string? Signer, string? SignerTitle,
    string Token, DateOnly? ValidTo)
{
    public const string Entry = "MotCua";

    public static SignedContent Of(Result result) => new(result.DossierCode, result.Title, result.Number, result.AgencyName, result.OwnerName,
        result.SignerName,
        result.SignerTitle, result.VerifyToken, result.ValidTo);

    public string Write() => JsonSerializer.Serialize(this, EventLog.Json);

    /// <summary>Of a file of ours; null in files of before it was written, and in those of others.</summary>
    public static SignedContent? Read(byte[] pdf)
    {
        try
        {
            var file = PdfFile.Open(pdf);
            return file.Dictionary(file.Trailer["Info"]) is { } info && file.Resolve(info[Entry]) is PdfString text
                ? JsonSerializer.Deserialize<SignedContent>(text.Text, EventLog.Json) : null;
        }
        catch (Exception broken) when (broken is PdfBroken or JsonException) { return null; }
    }

    /// <summary>Words of what the row says otherwise.</summary>
    public IReadOnlyList<string> Differences(Result row)
    {
        var now = Of(row);
        return [.. new[]
        {
            (now.Dossier != Dossier, "hồ sơ"), (now.Title != Title, "tên"), (now.Number != Number, "số"), (now.Agency != Agency, "cơ quan"),
                (now.Owner != Owner, "chủ kết quả"),
            (now.Signer != Signer || now.SignerTitle != SignerTitle, "người ký"), (now.Token != Token, "mã kiểm tra"), (now.ValidTo != ValidTo, "hiệu lực"),
        }.Where(pair => pair.Item1).Select(pair => pair.Item2)];
    }
}
