using System.Diagnostics;

namespace MotCua.Benchmarks.Bench;

/// <summary>Phiếu kiểm soát as PDF, over HTTP, by the house's own writer: template, hand-overs, page, code.</summary>
internal sealed class ControlSheet(House house, Table table, int samples)
{
    public async Task Measure()
    {
        var token = await house.Token("khoi");
        var codes = await house.Column<string>($"""
            select code from dossiers.dossier where received_at is not null and competent_agency in (
                select p.agency_code from organisation.position p join people.account a on a.id = p.account_id where a.username = 'khoi')
            limit {samples}
            """);
        using var wire = new Wire(house.Url);
        var latency = new Latency();
        for (var i = -10; i < samples; i++)
        {
            var request = wire.Request("GET", $"/noi-bo/ho-so/{codes[Math.Abs(i) % codes.Count]}/phieu/kiem-soat", null, ("Cookie", $"motcua={token}"));
            var started = Stopwatch.GetTimestamp();
            if (wire.Send(request) is not 200 and var status) throw new Demo.Unexpected($"control sheet: {status} {wire.Body}");
            if (i >= 0) latency.Add(started);
        }
        table.Add(new Row("control sheet as PDF, p50", "ms", latency.P50, Goal: "≤ 150", Ok: latency.P50 <= 150,
            Note: $"p95 {latency.P95:0.0} ms; embedded writer"));
    }
}
