using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Desk;

[Trait("Pace", "slow")]
public sealed class PagingTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("arrivals", "/noi-bo/tiep-nhan", "submitted", "submitted_at")]
    [InlineData("ready", "/noi-bo/tra-ket-qua", "done", "finished_at")]
    public async Task Every_dossier_stands_on_exactly_one_page_even_when_all_have_one_time(string list, string page, string status, string column)
    {
        await Applicant.Many(house, 53);
        await house.Execute($"update dossiers.dossier set status = '{status}', {column} = '2026-04-28 02:30:00+00'");
        var desk = await house.SignedIn("diem");
        var (codes, after) = (new List<string>(), "");
        do
        {
            var answer = await Applicant.Send(desk, HttpMethod.Get, $"/api/v1/desk/{list}{after}").Ok();
            codes.AddRange(answer.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("code").GetString()!));
            after = answer.TryGetProperty("next", out var next) ? $"?after={next.GetString()}" : "";
        } while (after.Length > 0);
        Assert.Equal(await house.Scalar<long>($"select count(*) from dossiers.dossier where status = '{status}'"), codes.Count);
        Assert.Equal(codes.Count, codes.Distinct().Count());

        var rows = 0;
        for (string? next = ""; next is not null;)
        {
            var shown = await House.Read(await desk.GetAsync(page + next));
            rows += shown.QuerySelectorAll("[data-row]").Length;
            next = shown.QuerySelector(".pager a")?.GetAttribute("href");
        }
        Assert.Equal(codes.Count, rows);
        await Applicant.Refused(System.Net.HttpStatusCode.BadRequest, "Con trỏ trang không đúng",
            Applicant.Send(desk, HttpMethod.Get, $"/api/v1/desk/{list}?after=x"));
    }

    [Theory]
    [InlineData("/noi-bo/ky-so", 50)]
    [InlineData("/noi-bo/viec", 50)]
    public async Task Each_draft_that_waits_for_a_signature_stands_on_exactly_one_page_reached_by_a_plain_link(string page, int pageSize)
    {
        var (khoi, tam) = (await house.SignedIn("khoi"), await house.SignedIn("tam"));
        var first = await Received.New(house);
        await Received.Act(khoi, first, "draft").Ok();
        await Received.Act(khoi, first, "pass-on", new { opinion = "Trình ký" }).Ok();
        // As many again as one page holds and more, all of one time: the order within it is what a page must keep to.
        await Applicant.Many(house, pageSize + 1);
        await house.Execute($"""
            create temp table others as select id, code from dossiers.dossier where status = 'submitted';
            insert into papers.result select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'dossier_id', o.id, 'dossier_code', o.code,
                'verify_token', md5(o.code)))).* from papers.result r, others o where r.dossier_code = '{first}';
            insert into workflow.run select (jsonb_populate_record(r, jsonb_build_object('dossier_id', o.id))).* from workflow.run r, others o
                where r.dossier_id = (select id from dossiers.dossier where code = '{first}');
            insert into workflow.task (id, dossier_id, seq, step_no, step_key, step_name, step_kind, role, agency_code, office_code, state, opened_at, due_at,
                dossier_code, procedure_code, procedure_name, owner_name, dossier_due_at)
                select gen_random_uuid(), o.id, seq, step_no, step_key, step_name, step_kind, role, agency_code, office_code, state, opened_at, due_at,
                    o.code, procedure_code, procedure_name, owner_name, dossier_due_at from workflow.task, others o where dossier_code = '{first}'
                        and state = 'open';
            update dossiers.dossier set status = 'processing' where id in (select id from others);
            """);
        var waiting = await house.Scalar<string[]>("select array_agg(dossier_code order by dossier_code) from papers.result where state = 'submitted'");
        Assert.True(waiting.Length > pageSize + 1);
        var (seen, pages) = (new List<string>(), new List<int>());
        for (string? next = ""; next is not null;)
        {
            var shown = await House.Read(await tam.GetAsync(page + next));
            var codes = shown.QuerySelectorAll("[data-row] a.code").Select(link => link.TextContent).ToList();
            seen.AddRange(codes);
            pages.Add(codes.Count);
            next = shown.QuerySelector(".pager a")?.GetAttribute("href");
        }
        Assert.All(pages.SkipLast(1), count => Assert.Equal(pageSize, count));
        Assert.Equal(waiting, seen.Order(StringComparer.Ordinal));
    }
}
