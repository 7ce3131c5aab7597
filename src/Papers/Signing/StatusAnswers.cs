namespace MotCua.Papers.Signing;

/// <summary>Reads what an authority answers, within a time and a size; an authority that does not answer is no answer.</summary>
internal static class StatusAnswers
{
    /// <summary>A page or a signature waits for this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Clocks of two houses differ by a little.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static async Task<byte[]?> Read(HttpClient http, HttpRequestMessage request, int most, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return null;
            }

            await using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
            using var copy = new MemoryStream();
            var buffer = new byte[16_384];
            for (int read; (read = await body.ReadAsync(buffer, limit.Token)) > 0;)
            {
                if (copy.Length + read > most)
                {
                    return null;
                }

                copy.Write(buffer, 0, read);
            }

            return copy.ToArray();
        }
        catch (Exception e) when (!stop.IsCancellationRequested && e is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }
}
