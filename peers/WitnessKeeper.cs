using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MotCua.Peers;

/// <summary>
/// Keeper of witness lines: PUT /witness/{series}/key (PEM, the first one stays), GET /witness/{series} (last line), POST /witness/{series}
/// (lines "motcua-witness/1 SERIES BATCH HASH PREVIOUS COUNT TIME SIGNATURE"). Takes only what follows and is signed; what it has, it keeps.
/// </summary>
internal sealed class WitnessKeeper(string folder)
{
    private readonly Lock gate = new();

    public static void Map(WebApplication app)
    {
        var keeper = new WitnessKeeper(app.Services.GetRequiredService<PeerFolder>().Path);
        var group = app.MapGroup("/witness/{series:regex(^[0-9a-f]{{32}}\\.[0-9]+$)}").AddEndpointFilter(FaultDial.Filter(_ => "witness"));
        group.MapPut("/key", async (string series, HttpRequest request) => keeper.Key(series, await Text(request)));
        group.MapGet("", (string series) => keeper.Last(series) is { } line ? Results.Text(line) : Results.NotFound());
        group.MapPost("", async (string series, HttpRequest request) =>
            keeper.Append(series, (await Text(request)).Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static async Task<string> Text(HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync();

    private IResult Key(string series, string pem)
    {
        lock (gate)
        {
            var path = Path.Combine(folder, $"{series}.pem");
            if (!File.Exists(path)) File.WriteAllText(path, pem);
            return File.ReadAllText(path) == pem ? Results.NoContent() : Results.Text("another key signs this series", statusCode: 409);
        }
    }

    private string? Last(string series)
    {
        lock (gate) return File.Exists(Lines(series)) ? File.ReadLines(Lines(series)).LastOrDefault() : null;
    }

    private IResult Append(string series, string[] lines)
    {
        lock (gate)
        {
            var pem = Path.Combine(folder, $"{series}.pem");
            if (!File.Exists(pem)) return Results.Text("no key", statusCode: 409);
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(pem));
            var (batch, hash) = Last(series)?.Split(' ') is { } last ? (long.Parse(last[2], CultureInfo.InvariantCulture), last[3]) : (0, new string('0', 64));
            foreach (var line in lines)
            {
                if (line.Split(' ') is not ["motcua-witness/1", var of, var number, var next, var previous, _, _, var signature] || of != series
                    || number != (batch + 1).ToString(CultureInfo.InvariantCulture)
                    || previous != hash || !key.VerifyData(Encoding.UTF8.GetBytes(line[..line.LastIndexOf(' ')]), Base64Url.DecodeFromChars(signature),
                        HashAlgorithmName.SHA256))
                    return Results.Text($"the line after batch {batch} does not follow, or is not signed", statusCode: 409);
                File.AppendAllText(Lines(series), line + "\n");
                (batch, hash) = (batch + 1, next);
            }
            return Results.NoContent();
        }
    }

    private string Lines(string series) => Path.Combine(folder, $"{series}.lines");
}

internal sealed record PeerFolder(string Path);
