using MotCua.Organisation.Contracts;
using MotCua.Platform.Loading;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MotCua.Tests.Dossiers.Lifecycle;

public sealed class RecountTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_new_notice_moves_open_promises_tells_the_applicant_and_leaves_a_line()
    {
        var code = await Received.New(house);
        Assert.Equal("2026-04-29 17:00", await Received.Due(house, code));
        var before = await house.Services.GetRequiredService<Calendars>().Newest();
        await Load("2026-04-29,thu_tu,Ngày nghỉ theo công điện,holiday,,Công điện thử,high");
        Assert.Equal(before + 1, await house.Services.GetRequiredService<Calendars>().Newest());
        Assert.Equal("2026-05-04 17:00", await Received.Due(house, code));
        var story = await Received.Story(house, code);
        Assert.Equal("calendar", story.GetProperty("ledger").EnumerateArray().Last().GetProperty("kind").GetString());
        Assert.Equal(2L, await Received.Messages(house, code, "dossier.due-later"));
        Assert.Equal(1L, await house.Scalar<long>("select later::bigint from dossiers.recount where calendar_version = $1", before + 1));
        Assert.Equal(1L, await house.Scalar<long>("select count(*) from workflow.task t join dossiers.dossier d on d.id = t.dossier_id where d.code = $1 and "
            + "t.state = 'open' and t.dossier_due_at = d.due_at", code));

        // The same file again says nothing new.
        await Load("2026-04-29,thu_tu,Ngày nghỉ theo công điện,holiday,,Công điện thử,high");
        Assert.Equal(before + 1, await house.Services.GetRequiredService<Calendars>().Newest());
        Assert.Equal(2L, await Received.Messages(house, code, "dossier.due-later"));
    }

    private async Task Load(string row)
    {
        var folder = Directory.CreateTempSubdirectory("motcua-holidays-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "holidays.csv"), $"date,weekday,name,kind,swap_with,decision,confidence\n{row}\n");
        var report = await house.Services.GetRequiredService<ReferenceLoader>().Load(folder, false, _ => { }, Actor.System);
        Assert.Equal(0, report.Refused);
        await house.Drain();
        Directory.Delete(folder, recursive: true);
    }
}
