using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Filing.Fill;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Filing.Fill;

/// <summary>Attach and submit meet under one lock: a file that was taken is in the dossier, a file that came too late is refused.</summary>
[Trait("Pace", "slow")]
public sealed class AttachRaceTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task No_upload_that_was_answered_with_success_is_missing_from_the_dossier()
    {
        var client = house.Anonymous();
        var order = new Random(20261128);
        for (var round = 0; round < 6; round++)
        {
            var (id, token) = await Applicant.Draft(client);
            // The submission stands at another place among the uploads in each round; all of them go at once.
            var place = order.Next(0, 12);
            Task<HttpResponseMessage>? filing = null;
            var uploads = new List<Task<HttpResponseMessage>>();
            for (var no = 0; no < 12; no++)
            {
                if (no == place) filing = Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token);
                uploads.Add(Applicant.Upload(client, id, token, Applicant.Png(200 + no), $"{no}.png", no % 2 == 0 ? "giay-chung-sinh" : "giay-to-khac"));
            }
            var filed = await filing!;
            var answers = await Task.WhenAll(uploads);
            // Refused in words, because a file came in while it was judged: then the same person sends once more.
            if (filed.StatusCode == HttpStatusCode.Conflict)
            {
                Assert.Contains("vừa thay đổi", await filed.Content.ReadAsStringAsync());
                filed = await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token);
            }
            Assert.Equal(HttpStatusCode.Created, filed.StatusCode);
            var taken = 1;
            foreach (var answer in answers)
            {
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode is HttpStatusCode.BadRequest) { Assert.Contains("không có trong thành phần", text); continue; }
                if (answer.StatusCode is HttpStatusCode.Conflict) { Assert.Contains("đã nộp", text); continue; }
                // Twelve at once are more than a slow machine opens in time; it says so, and keeps nothing.
                if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) { Assert.Contains("đang kiểm tra nhiều tệp", text); continue; }
                Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
                taken++;
                var file = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("fileId").GetGuid();
                Assert.True(await house.Scalar<bool>("select d.draft_id = $2 from dossiers.attachment a join dossiers.dossier d on d.id = a.dossier_id where "
                    + "a.id = $1", file, id), text);
            }
            Assert.Equal((long)taken, await house.Scalar<long>("select count(*) from dossiers.attachment where draft_id = $1", id));
            Assert.Equal((long)taken, await house.Scalar<long>("select (e.data ->> 'files')::bigint from platform.event e join dossiers.dossier d on e.stream "
                + "= 'dossier/' || d.id where d.draft_id = $1 and e.kind = 'dossier.submitted/1'", id));
        }
    }

    [Fact]
    public async Task An_upload_that_ends_after_the_submission_is_refused()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client);
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var request = new HttpRequestMessage(HttpMethod.Post,
            $"/api/v1/drafts/{id}/files?paper=giay-chung-sinh") { Content = new Slow(Applicant.Png(150), begun, go.Task) };
        request.Headers.Add("X-Draft-Token", token);
        request.Headers.Add("Idempotency-Key", "cham");
        var upload = client.SendAsync(request, TestContext.Current.CancellationToken);
        await begun.Task;
        await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token).Ok();
        go.SetResult();
        await Applicant.Refused(HttpStatusCode.Conflict, "đã nộp", upload);
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.attachment where draft_id = $1", id));
    }

    [Fact]
    public async Task A_file_sent_again_under_its_key_is_the_same_row_and_is_not_opened_a_second_time()
    {
        var judged = 0;
        using var ear = new MeterListener { InstrumentPublished = (one, to) => { if (one.Name == "motcua.uploads.judged") to.EnableMeasurementEvents(one); } };
        ear.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref judged, (int)count));
        ear.Start();
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client, paper: false);
        var before = Volatile.Read(ref judged);
        var first = await Applicant.Upload(client, id, token, Applicant.Png(331), "lai.png", key: "mot-lan").Ok();
        Assert.Equal(before + 1, Volatile.Read(ref judged));
        for (var again = 0; again < 3; again++)
            Assert.Equal(first.GetProperty("fileId").GetGuid(),
                (await Applicant.Upload(client, id, token, Applicant.Png(331), "lai.png", key: "mot-lan").Ok()).GetProperty("fileId").GetGuid());
        Assert.Equal(before + 1, Volatile.Read(ref judged));
        // Something else under the same key is looked at, and refused.
        await Applicant.Refused(HttpStatusCode.UnprocessableEntity, "Khóa chống gửi trùng",
            Applicant.Upload(client, id, token, Applicant.Png(332), "lai.png", key: "mot-lan"));
        Assert.Equal(before + 2, Volatile.Read(ref judged));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from filing.draft_file where draft_id = $1", id));
    }

    [Fact]
    public async Task A_submission_says_that_the_draft_changed_under_its_page()
    {
        var browser = house.Anonymous();
        var (id, token) = await Applicant.Draft(house.Anonymous());
        browser.DefaultRequestHeaders.Add("X-Draft-Token", token);
        var before = await House.Read(await browser.GetAsync("/nop/ks01/kiem-tra"));
        var read = before.QuerySelector("input[name=ban]")!.GetAttribute("value")!;
        await Applicant.Upload(browser, id, token, Applicant.Png(170), "them.png").Ok();
        var answer = await House.Post(browser, "/nop/ks01/kiem-tra", new() { ["cam-doan"] = "true", ["ban"] = read });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var again = await House.Read(answer);
        Assert.Contains("Bản nháp đã thay đổi", again.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(read, again.QuerySelector("input[name=ban]")!.GetAttribute("value"));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from dossiers.dossier where draft_id = $1", id));
        Assert.Equal(HttpStatusCode.Redirect, (await House.Post(browser, "/nop/ks01/kiem-tra", new() { ["cam-doan"] = "true" })).StatusCode);
    }

    [Fact]
    public async Task Files_and_answers_that_race_all_stay_and_a_removed_file_never_leaves_a_dossier_without_it()
    {
        var client = house.Anonymous();
        var (id, token) = await Applicant.Draft(client);
        var uploads = Enumerable.Range(0, 8).Select(no => Applicant.Upload(client, id, token, Applicant.Png(220 + no), $"{no}.png")).ToList();
        var places = Enumerable.Range(0, 4).Select(_ =>
            Applicant.Send(client, HttpMethod.Put, $"/api/v1/drafts/{id}/place", new { unit = Applicant.Commune }, token)).ToList();
        foreach (var place in places) await place.Ok();
        for (var no = 0; no < uploads.Count; no++)
        {
            // Whom a slow machine asks to come again comes again.
            var sent = await uploads[no];
            if (sent.StatusCode == HttpStatusCode.ServiceUnavailable) await Applicant.Upload(client, id, token, Applicant.Png(220 + no), $"{no}.png").Ok();
            else Assert.Equal(HttpStatusCode.Created, sent.StatusCode);
        }
        Assert.Equal(9L, await house.Scalar<long>("select count(*) from filing.draft_file where draft_id = $1", id));
        for (var round = 0; round < 4; round++)
        {
            (id, token) = await Applicant.Draft(client);
            var file = await house.Scalar<Guid>("select id from filing.draft_file where draft_id = $1", id);
            var gone = Applicant.Send(client, HttpMethod.Delete, $"/api/v1/drafts/{id}/files/{file}", null, token);
            var filed = await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = id }, token);
            var removed = (await gone).StatusCode == HttpStatusCode.NoContent;
            Assert.True(removed != (filed.StatusCode == HttpStatusCode.Created), $"{removed} {filed.StatusCode}");
            Assert.Equal(removed ? 0L : 1L, await house.Scalar<long>("select count(*) from filing.draft_file where draft_id = $1", id));
        }
    }

    [Fact]
    public async Task A_draft_past_its_days_goes_with_its_files_and_one_that_was_filed_stays()
    {
        var client = house.Anonymous();
        var (filed, token) = await Applicant.Draft(client);
        await Applicant.Send(client, HttpMethod.Post, "/api/v1/dossiers", new { draftId = filed }, token).Ok();
        var ((old, _), (open, _)) = (await Applicant.Draft(client), await Applicant.Draft(client));
        await house.Execute("update filing.draft set expires_at = timestamptz '2020-01-01' where id = any($1)", new[] { filed, old });
        await using (var scope = house.Scope()) await scope.ServiceProvider.GetRequiredService<DraftDesk>().DeleteExpired();
        Task<long> Files(Guid draft) => house.Scalar<long>("select count(*) from filing.draft d join filing.draft_file f on f.draft_id = d.id "
            + "where d.id = $1", draft);
        Assert.Equal((1L, 0L, 1L), (await Files(filed), await Files(old), await Files(open)));
        Assert.Equal(0L, await house.Scalar<long>("select count(*) from filing.draft where id = $1", old));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from dossiers.attachment where draft_id = $1", filed));
    }

    /// <summary>A body whose second half comes when it is told to.</summary>
    private sealed class Slow : HttpContent
    {
        private readonly byte[] bytes;
        private readonly TaskCompletionSource begun;
        private readonly Task go;

        public Slow(byte[] bytes, TaskCompletionSource begun, Task go)
        {
            (this.bytes, this.begun, this.go) = (bytes, begun, go);
            Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            begun.SetResult();
            await go;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
