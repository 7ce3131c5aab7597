using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Platform.Text;
using MotCua.Platform.Web;

namespace MotCua.Catalogue.Rules;

/// <summary>Lập bộ quy định mới from an old one: a draft with the same rules. The same code makes the next version of a generation.</summary>
internal sealed class MakeRuleSet(RuleSetDesk desk)
{
    private const int LongestCode = 40;

    public async Task<Guid> Execute(Guid from, string? code, string? name, string? reason)
    {
        await using var transaction = await desk.Begin();
        var old = await desk.Load(from);
        var given = (code ?? "").Trim();
        if (given.Length is 0 or > LongestCode || !given.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-'))
            throw new Refused(400, $"Nhập mã gồm chữ không dấu, số và gạch nối, tối đa {LongestCode} ký tự", "code");
        var called = VietnameseText.Clean(name ?? "", manyLines: false).Trim();
        if (called.Length is 0 or > RuleSetCheck.LongestLine) throw new Refused(400, $"Nhập tên, tối đa {RuleSetCheck.LongestLine} ký tự", "name");
        var why = RuleSetDesk.Reason(reason);
        var upper = given.ToUpperInvariant();
        var version = 1 + (await desk.All.Where(row => row.Code == upper).MaxAsync(row => (int?)row.Version) ?? 0);
        var made = new RuleSetRow
        {
            Id = Guid.CreateVersion7(), Code = upper, Version = version, Name = called, Body = old.Body, BasedOn = old.Id,
            Hands = [desk.By], MadeBy = desk.Name, MadeAt = desk.Now,
        };
        desk.All.Add(made);
        desk.Record(made, new RuleSetMade(made.Id, made.Code, made.Version, made.Name, old.Id), why);
        await desk.Commit(transaction);
        return made.Id;
    }
}
