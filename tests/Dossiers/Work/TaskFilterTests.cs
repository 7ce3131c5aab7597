using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.Dossiers.Work;

/// <summary>What is asked for in the list of tasks is in the address, and finds by what an official has at hand.</summary>
public sealed class TaskFilterTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_list_is_narrowed_by_what_an_official_knows()
    {
        house.Clock.Set(House.Morning);
        var (mine, other) = (await Received.New(house), await Received.New(house));
        await house.Execute("update workflow.task set owner_name = 'Đặng Thị Phượng' where dossier_code = $1", mine);
        await house.Execute("update workflow.task set step_name = 'Bước riêng', due_at = '2026-04-27T10:00:00Z', dossier_due_at = '2026-04-27T10:00:00Z' "
            + "where dossier_code = $1", other);
        var specialist = await house.SignedIn("khoi");
        var procedure = await house.Scalar<string>("select procedure_code from dossiers.dossier where code = $1", mine);
        var shortCode = await house.Scalar<string>("select short_code from dossiers.dossier where code = $1", other);

        Assert.Equal([other, mine], await Codes(""));
        Assert.Equal([mine], await Codes("?q=dang+thi+phuong"));
        Assert.Equal([mine], await Codes("?q=" + Uri.EscapeDataString("Phượng")));
        Assert.Equal([other], await Codes($"?q={other.ToLowerInvariant()}"));
        Assert.Equal([other], await Codes($"?q={shortCode[..4]}-{shortCode[4..]}"));
        Assert.Equal([other, mine], await Codes("?q=096159999001"));
        Assert.Equal([other], await Codes("?buoc=" + Uri.EscapeDataString("Bước riêng")));
        Assert.Equal([other], await Codes("?han=qua-han"));
        Assert.Equal([mine], await Codes("?han=bay-ngay"));
        Assert.Equal([other, mine], await Codes($"?thu-tuc={procedure}&nguoi=chua-ai"));
        Assert.Empty(await Codes($"?thu-tuc={procedure}&nguoi=toi"));
        Assert.Empty(await Codes("?q=%25"));

        // Whom an official looks for is kept for the one looked for, found or not.
        var number = "096196999004";
        Assert.Empty(await Codes($"?q={number}"));
        Assert.True(await house.Scalar<bool>("select exists (select from vault.reading where act = 'searched' and owner_number = $1)", number));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await specialist.GetAsync("/noi-bo/viec?q=" + new string('n', 101))).StatusCode);

        // What a kept address names and is there no more is shown, not dropped.
        var gone = await House.Read(await specialist.GetAsync("/noi-bo/viec?buoc=" + Uri.EscapeDataString("Bước đã bỏ")));
        Assert.Equal("Bước đã bỏ (không còn)", gone.QuerySelector("#f-buoc option[selected]")!.TextContent);
        Assert.Contains("Không có việc nào khớp", gone.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var whole = await House.Read(await specialist.GetAsync("/noi-bo/viec"));
        Assert.Contains("Cần làm (2)", whole.QuerySelector(".tabs")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(whole.QuerySelectorAll("#f-buoc option").Select(option => option.TextContent), words => words == "Bước riêng (1)");

        async Task<string[]> Codes(string asked)
        {
            var page = await House.Read(await specialist.GetAsync("/noi-bo/viec" + asked));
            return [.. page.QuerySelectorAll("[data-row] a.code").Select(link => link.TextContent)];
        }
    }
}
