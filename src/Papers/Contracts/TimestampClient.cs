using System.Net.Http.Headers;
using System.Security.Cryptography;
using MotCua.Platform.Web;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tsp;

namespace MotCua.Papers.Contracts;

/// <summary>Dấu thời gian: asks a time-stamping authority over HTTP (RFC 3161). Two tries within the time limit, then 503 with a Vietnamese reason.</summary>
public sealed class TimestampClient(HttpClient http, Uri address)
{
    /// <summary>For one try.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    public int Tries { get; init; } = 2;

    /// <param name="sha256">32 bytes.</param>
    /// <returns>The DER token and the time in it.</returns>
    public async Task<(byte[] Token, DateTimeOffset At)> Stamp(byte[] sha256, CancellationToken cancellation = default)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return await Try(sha256, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested
                && e is HttpRequestException or OperationCanceledException or TspException or IOException)
            {
                if (left <= 1)
                {
                    throw new Refused(503, "Dịch vụ dấu thời gian chưa trả lời. Văn bản vẫn được giữ, ký lại sau ít phút");
                }
            }
        }
    }

    private async Task<(byte[] Token, DateTimeOffset At)> Try(byte[] sha256, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeLimit);
        var generator = new TimeStampRequestGenerator();
        generator.SetCertReq(true);
        var query = generator.Generate(TspAlgorithms.Sha256, sha256, new BigInteger(1, RandomNumberGenerator.GetBytes(8)));
        using var content = new ByteArrayContent(query.GetEncoded()) { Headers = { ContentType = new MediaTypeHeaderValue("application/timestamp-query") } };
        using var answer = await http.PostAsync(address, content, limit.Token);
        answer.EnsureSuccessStatusCode();
        var response = new TimeStampResponse(await answer.Content.ReadAsByteArrayAsync(limit.Token));
        response.Validate(query);
        var token = response.TimeStampToken ?? throw new TspException("no token");
        return (token.GetEncoded(), new DateTimeOffset(DateTime.SpecifyKind(token.TimeStampInfo.GenTime, DateTimeKind.Utc)));
    }
}
