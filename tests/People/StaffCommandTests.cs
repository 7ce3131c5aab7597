using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using MotCua.People;
using MotCua.Platform.Security;
using MotCua.Tests.TestKit;
using Xunit;

namespace MotCua.Tests.People;

public sealed class StaffCommandTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task A_first_administrator_signs_in_with_the_printed_password()
    {
        var agency = await Agency();
        var (code, said) = await Run("tran.quan-tri", "Trần Quản Trị", "administrator", agency);
        Assert.Equal(0, code);
        var password = said.Split("Mật khẩu (chỉ hiện lần này): ")[1].Trim();
        var answer = await house.Anonymous().PostAsJsonAsync("/api/v1/session", new { username = "tran.quan-tri", password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, await house.Scalar<long>("select count(*) from platform.event where kind = 'position.granted/1' and data->>'role' = 'administrator' "
            + "and data->>'agencyCode' = $1 and stream = 'account/' || (select id from people.account where username = 'tran.quan-tri')", agency));

        var (again, repeated) = await Run("tran.quan-tri", "Trần Quản Trị", "administrator", agency);
        Assert.Equal(0, again);
        Assert.Contains("đang giữ vị trí này rồi", repeated, StringComparison.Ordinal);
        var (more, added) = await Run("tran.quan-tri", "Trần Quản Trị", "specialist", agency);
        Assert.Equal(0, more);
        Assert.DoesNotContain("Mật khẩu", added, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab", "Trần A", "leader", null, "Tên đăng nhập gồm 3 đến 50")]
    [InlineData("0912345678", "Trần A", "leader", null, "không chỉ toàn chữ số")]
    [InlineData("tran.a", "Trần A", "king", null, "Không có vai trò")]
    [InlineData("tran.a", "Trần A", "leader", "không-có", "không có cơ quan")]
    [InlineData("tran.a", "Trần A", "receivingOfficer", null, "cần mã bộ phận Một cửa")]
    public async Task What_cannot_be_is_refused_and_leaves_nothing(string username, string name, string role, string? agency, string words)
    {
        var before = await house.Scalar<long>("select count(*) from people.account");
        var (code, said) = await Run(username, name, role, agency ?? await Agency());
        Assert.Equal(2, code);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Equal(before, await house.Scalar<long>("select count(*) from people.account"));
    }

    [Fact]
    public async Task A_citizen_s_account_becomes_no_staff()
    {
        var (code, said) = await Run("benam", "Nguyễn Thị Bé Năm", "administrator", await Agency());
        Assert.Equal(1, code);
        Assert.Contains("tài khoản người dân", said, StringComparison.Ordinal);
    }

    private Task<string> Agency() => house.Scalar<string>("select agency_code from organisation.position where role = 'administrator' limit 1");

    private async Task<(int Code, string Said)> Run(params string[] words)
    {
        await using var scope = house.Scope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        var output = new StringWriter();
        return (await StaffCommand.Command.Run(scope.ServiceProvider, words, output), output.ToString());
    }
}
