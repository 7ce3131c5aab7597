using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Organisation.Contracts;
using MotCua.Organisation.Reorganise;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Security;
using MotCua.Tests.People;
using MotCua.Tests.TestKit;
using EventLog = MotCua.Platform.Events.EventLog;
using Xunit;

namespace MotCua.Tests.Organisation;

/// <summary>Plans of a reorganisation as two administrators make them: "nam" writes, "hai" approves.</summary>
internal sealed class Plans(House house, HttpClient nam, HttpClient hai)
{
    public const string Root = "/quan-tri/to-chuc/sap-xep";

    /// <summary>Where khoi, diem and tam work.</summary>
    public const string DatMui = "UBND-32248";
    public const string PhanNgocHien = "UBND-32244";

    /// <summary>What a split of a committee makes.</summary>
    public const string RachTau = "UBND-32299";

    public static readonly DateOnly June = new(2026, 6, 1);
    public static readonly DateTimeOffset JuneMorning = new(2026, 6, 1, 8, 0, 0, TimeSpan.FromHours(7));

    public HttpClient Nam => nam;

    public HttpClient Hai => hai;

    public static async Task<Plans> In(House house)
    {
        await Position(house, "hai", Roles.Administrator, "TTGQTTHC");
        return new Plans(house, await house.SignedIn("nam"), await house.SignedIn("hai"));
    }

    /// <summary>A new member of the staff.</summary>
    public static async Task<string> Position(House house, string username, string role, string agency)
    {
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var id = await scope.ServiceProvider.GetRequiredService<Accounts>()
            .Ensure(new AccountSeed(username, Administrator.OldPassword, "staff", "Lâm Văn Thử"));
        scope.ServiceProvider.GetRequiredService<Staffing>().Grant(id, role, agency, null, new DateOnly(2026, 1, 1));
        await scope.ServiceProvider.GetRequiredService<Db>().Save();
        return username;
    }

    public async Task<Guid> Begun(string kind, params string[] units)
    {
        var fields = new Dictionary<string, string> { ["kind"] = kind };
        for (var i = 0; i < units.Length; i++) fields[$"unit{i + 1}"] = units[i];
        var made = await House.Post(nam, Root, fields);
        Assert.True(made.StatusCode == HttpStatusCode.Redirect, await Text(made));
        return Guid.Parse(made.Headers.Location!.ToString().Split('/')[^1]);
    }

    public static Dictionary<string, string> Content(string name, string shortName, string unit, DateOnly? effective = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["name"] = name, ["shortName"] = shortName, ["unitName"] = unit, ["documentNumber"] = "Nghị quyết 12/NQ-UBTVQH15",
            ["reason"] = "Sắp xếp theo nghị quyết",
        };
        Administrator.Three("documentDate", new DateOnly(2026, 4, 20), fields);
        if (effective is { } day) Administrator.Three("effective", day, fields);
        return fields;
    }

    /// <summary>Both become Mũi Cà Mau, under the code of the second.</summary>
    public static Dictionary<string, string> Merge(DateOnly effective)
    {
        var fields = Content("Ủy ban nhân dân xã Mũi Cà Mau", "UBND xã Mũi Cà Mau", "Xã Mũi Cà Mau", effective);
        fields["keep"] = PhanNgocHien;
        return fields;
    }

    /// <summary>A part becomes Rạch Tàu.</summary>
    public static Dictionary<string, string> Split(DateOnly effective, Guid? person = null)
    {
        var fields = Content("Ủy ban nhân dân xã Rạch Tàu", "UBND xã Rạch Tàu", "Xã Rạch Tàu", effective);
        fields["newCode"] = "32299";
        if (person is { } going) fields["people"] = $"{going}";
        return fields;
    }

    public Task<HttpResponseMessage> Edit(Guid plan, Dictionary<string, string> fields) =>
        House.Post(nam, $"{Root}/{plan}", fields, "form[action*='handler=Edit']");

    public async Task Saved(Guid plan, Dictionary<string, string> fields)
    {
        var answer = await Edit(plan, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await Text(answer));
    }

    /// <summary>In force with it where it begins today.</summary>
    public async Task Approved(Guid plan)
    {
        var answer = await House.Post(hai, $"{Root}/{plan}", new() { ["approveReason"] = "Đã kiểm tra" }, "form[action*='handler=Approve']");
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await Text(answer));
    }

    /// <summary>Written and approved; in force today, what follows it not yet done.</summary>
    public async Task<Guid> Applied(string kind, string[] units, Dictionary<string, string> fields)
    {
        var plan = await Begun(kind, units);
        await Saved(plan, fields);
        await Approved(plan);
        Assert.Equal("applied", await State(plan));
        return plan;
    }

    public Task Apply(Guid plan) => house.System<ApplyReorganisation>(apply => apply.Execute(plan));

    public Task<string> State(Guid plan) => house.Scalar<string>("select state from organisation.reorganisation where id = $1", plan);

    /// <summary>What is told to who keeps something of the units.</summary>
    public async Task<ReorganisationApplied> Fact() => JsonSerializer.Deserialize<ReorganisationApplied>(
        await house.Scalar<string>("select data::text from platform.event where kind = 'reorganisation.applied/1'"), EventLog.Json)!;

    public static async Task<string> Text(HttpResponseMessage answer) => (await House.Read(answer)).Body!.TextContent.Replace('\u00a0', ' ');
}
