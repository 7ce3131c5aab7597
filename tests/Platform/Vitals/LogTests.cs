using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using MotCua.Host;
using MotCua.Platform.Vitals;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Platform.Vitals;

/// <summary>Nothing that people type gets into a line of the log, by whichever way it goes.</summary>
public sealed class LogTests(WatchedHouse house) : IClassFixture<WatchedHouse>
{
    private const string Name = "Mốc Ngọc Lưu Vết";
    private static readonly string[] Marks = ["Ngọc Lưu", "Ng%E1%BB%8Dc", "MOCNGOC", "079188004321", "0987650123", "luuvet@", "203.0.113.77", "2001:db8:77:88:",
        "2001-0db8"];

    [Fact]
    public async Task Typed_text_is_in_no_line_wherever_it_was_typed()
    {
        var client = house.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "MOCNGOC 079188004321");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
        client.DefaultRequestHeaders.Add("Referer", "https://dichvucong.example.vn/tra-cuu/MOCNGOC");
        client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        client.DefaultRequestHeaders.Add("tracestate", "x=MOCNGOC");
        client.DefaultRequestHeaders.Add("Cookie", "motcua=MOCNGOC079188004321079188004321");
        foreach (var path in new[]
        {
            "/tra-cuu/MOCNGOC", $"/{Uri.EscapeDataString(Name)}", $"/thu-tuc?q={Uri.EscapeDataString(Name)}", "/api/v1/drafts/MOCNGOC",
            "/kiem-tra/079188004321", "/%00MOCNGOC"
        })
            await client.GetAsync(path);
        foreach (var body in new[]
        {
            $$"""{"procedure": "{{Name}}", "token": "MOCNGOC"}""", $$"""{"procedure": ["{{Name}}", 079188004321""", "MOCNGOC",
            $$"""{"{{Name}}": "luuvet@example.vn"}"""
        })
            await client.PostAsync("/api/v1/drafts", new StringContent(body, Encoding.UTF8, "application/json"));
        await client.PostAsync("/dang-nhap",
            new FormUrlEncodedContent(new Dictionary<string, string> { [Name] = "MOCNGOC", ["username"] = "luuvet@example.vn" }));
        await client.SendAsync(new HttpRequestMessage(new HttpMethod("MOCNGOC"), "/"));
        Clean();
        Assert.Contains(house.Log, line => line.Contains("method=GET route=/tra-cuu/{token?} status=", StringComparison.Ordinal)
            && line.Contains("from=127.0.0.0/24", StringComparison.Ordinal));
        Assert.Contains(house.Log, line => line.Contains("method=_OTHER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_accident_says_its_code_and_its_place_and_not_what_was_typed()
    {
        // The database quotes what it was given; so does an exception of the framework.
        await house.Execute("""
            create function platform.quote_it() returns trigger language plpgsql as $$ begin raise exception 'MOCNGOC %',
                new using detail = 'Key (079188004321)'; end $$;
            create trigger quote_it before insert on people.sign_in_failure for each row execute function platform.quote_it()
            """);
        try
        {
            var client = house.Anonymous();
            client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "MOCNGOC 079188004321");
            using var answer = await client.PostAsync("/api/v1/session",
                new StringContent("""{"username": "luuvet@example.vn", "password": "MOCNGOC-079188004321"}""", Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            var words = await answer.Content.ReadAsStringAsync();
            var code = System.Text.Json.JsonDocument.Parse(words).RootElement.GetProperty("incident").GetString()!;
            var line = Assert.Single(house.Log, line => line.Contains(": Incident ", StringComparison.Ordinal)
                && line.Contains(code, StringComparison.Ordinal));
            Assert.Contains("Npgsql.PostgresException P0001", line);
            Assert.Contains(nameof(MotCua.People), line);
            Assert.Contains("POST /api/v1/session", line);
            Assert.Contains(house.Log, line => line.Contains(": Request ", StringComparison.Ordinal) && line.Contains("status=500", StringComparison.Ordinal)
                && line.Contains($"incident={code}", StringComparison.Ordinal));
            Clean();
        }
        finally { await house.Execute("drop trigger quote_it on people.sign_in_failure; drop function platform.quote_it()"); }
    }

    [Fact]
    public void Exceptions_and_lines_of_others_are_written_without_their_values()
    {
        var logger = house.Services.GetRequiredService<ILoggerFactory>();
        Exception thrown;
        try
        {
            throw new InvalidOperationException("MOCNGOC",
                new FormatException("The input string '079188004321' was not in a correct format.",
                new PostgresException("MOCNGOC", "ERROR", "ERROR", "23505", detail: "Key (079188004321)")));
        }
        catch (InvalidOperationException caught) { thrown = caught; }
        logger.CreateLogger("MotCua.Dossiers").LogError(thrown, "Job {Kind} failed", "dossiers.recount");
        logger.CreateLogger("Microsoft.EntityFrameworkCore.Query").LogError(thrown, "An exception occurred: {Error}", thrown.ToString());
        logger.CreateLogger("Npgsql.Command").LogWarning("Executing {Sql}", "select 'MOCNGOC'");
        logger.CreateLogger("MotCua.Case").LogInformation("first\r\nsecond\u2028third {Word}", "x\ny");
        Clean();
        var line = Assert.Single(house.Log, line => line.Contains("Job dossiers.recount failed", StringComparison.Ordinal));
        Assert.Contains("System.InvalidOperationException < MotCua.Tests.Platform.Vitals.LogTests.", line);
        Assert.Contains("| System.FormatException | Npgsql.PostgresException 23505", line);
        Assert.Contains(house.Log, line => line.Contains("An exception occurred: {Error} | System", StringComparison.Ordinal));
        Assert.DoesNotContain('\n', Assert.Single(house.Log, line => line.Contains("first", StringComparison.Ordinal)).TrimEnd());
    }

    [Fact]
    public void The_host_writes_its_log_this_way()
    {
        using var app = Product.Builder(StartArguments.Parse(["--data", Path.GetTempPath()], command: false), "Production").Build();
        Assert.Equal(PlainLog.FormatterName, app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
        Assert.Contains(app.Services.GetServices<ConsoleFormatter>(), formatter => formatter is PlainLog);
    }

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:77:88:99::1", "2001:db8:77::/48")]
    public void Of_an_address_the_network_is_kept(string address, string network) => Assert.Equal(network, RequestWords.Network(IPAddress.Parse(address)));

    [Fact]
    public async Task A_file_takes_the_lines_and_survives_its_rotation()
    {
        var path = Path.Combine(Path.GetTempPath(), $"motcua-requests-{Guid.NewGuid():n}.log");
        try
        {
            using (var file = new LogFile(path))
            {
                file.Write("one\n");
                await Until.Holds(() => Task.FromResult(new FileInfo(path).Length), length => length == 4);
                File.Move(path, path + ".1");
                file.Write("two\n");
            }
            Assert.Equal(["one\n", "two\n"], [await File.ReadAllTextAsync(path + ".1"), await File.ReadAllTextAsync(path)]);
        }
        finally { File.Delete(path); File.Delete(path + ".1"); }
    }

    private void Clean() => Assert.DoesNotContain(house.Log, line => Marks.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase)));
}
