using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using MotCua.Platform.Data;
using MotCua.Platform.Time;
using MotCua.Platform.Web;

namespace MotCua.Messages.Texts;

/// <summary>One text as it is sent on a day: what officers have approved, however new the words that a version of the product brings.</summary>
/// <param name="ChangedBy">null: as it came with the product.</param>
/// <param name="Newer">The product delivers other words than those that the officers knew when they wrote theirs.</param>
internal sealed record TextInForce(string Event, string Channel, DateOnly ValidFrom, string? Subject, string Text, string? ChangedBy, DateOnly? Next,
    bool Drafted, bool Newer);

/// <summary>What somebody would be sent, with invented values.</summary>
/// <param name="Size">Of an SMS: signs and parts.</param>
/// <param name="Marked">Of an SMS that is written with marks: what it would take if they were kept.</param>
internal sealed record TextPreview(string? Subject, string Text, string? Size, string? Marked);

/// <summary>Lời tin nhắn, for its pages.</summary>
internal sealed class TextReading(Db db, IConfiguration configuration, TimeProvider clock)
{
    public DateOnly Today => clock.Today();

    private string SampleLink => (configuration["Site:Url"] ?? "").TrimEnd('/') + "/tra-cuu?ma=7KQ49M2X";

    public async Task<IReadOnlyList<TextInForce>> All(string? happening = null, string? channel = null) => await db.Database.SqlQuery<TextInForce>($"""
        select distinct on (t.event, t.channel) t.event, t.channel, t.valid_from, t.subject, t.text, c.made_by as changed_by,
            (select min(n.valid_from) from messages.template n where n.event = t.event and n.channel = t.channel and n.valid_from > {Today}
                and (n.change_id is not null or t.change_id is null)) as next,
            exists (select from messages.text_change d where d.event = t.event and d.channel = t.channel and d.state = 'draft') as drafted,
            t.change_id is not null and (o.subject, o.text) is distinct from (t.subject, t.text)
                and case when c.known_text is null then o.valid_from > t.valid_from
                    else (o.subject, o.text) is distinct from (c.known_subject, c.known_text) end as newer
        from messages.template t left join messages.text_change c on c.id = t.change_id
        cross join lateral (select d.valid_from, d.subject, d.text from messages.template d where d.event = t.event and d.channel = t.channel
            and d.change_id is null and d.valid_from <= {Today} order by d.valid_from desc limit 1) o
        where t.valid_from <= {Today} and ({happening}::text is null or t.event = {happening}) and ({channel}::text is null or t.channel = {channel})
        order by t.event, t.channel, t.change_id is not null desc, t.valid_from desc
        """).ToListAsync();

    public async Task<TextInForce> One(string happening, string channel) => (await All(happening, channel)).SingleOrDefault()
        ?? throw Refused.NotFound("Không có tin này. Chọn lại trong danh sách lời tin nhắn");

    /// <summary>The words that came with the product, and what follows from them.</summary>
    public async Task<(TextWords Delivered, TextRules Rules)> Rules(string happening, string channel)
    {
        var rows = await db.Database.SqlQuery<TextWords>($"""
            select distinct on (channel) channel, subject, text from messages.template where event = {happening} and change_id is null and valid_from <= {Today}
            order by channel, valid_from desc
            """).ToListAsync();
        var own = rows.SingleOrDefault(row => row.Channel == channel) ?? throw Refused.NotFound("Không có tin này. Chọn lại trong danh sách lời tin nhắn");
        return (own, new TextRules(happening, channel, own.Subject, own.Text, rows.Select(row => $"{row.Subject} {row.Text}")));
    }

    public async Task<IReadOnlyList<TextChange>> History(string happening, string channel) => await db.Set<TextChange>().AsNoTracking()
        .Where(change => change.Event == happening && change.Channel == channel).OrderByDescending(change => change.MadeAt).Take(100).ToListAsync();

    public IReadOnlyList<FieldProblem> Problems(TextRules rules, string? subject, string text) => rules.Problems(subject, text, SampleLink);

    public TextPreview Preview(string happening, string channel, string? subject, string text)
    {
        var samples = MessageEvents.Samples(happening);
        if (channel != "sms")
            return new(subject is null ? null : Wording.Fill(subject, samples, SampleLink), Wording.Fill(text, samples, SampleLink), null, null);
        var sent = Wording.Sms(text, samples, SampleLink);
        var marked = SmsParts.Of(Wording.Fill(text, samples, SampleLink));
        return new(null, sent, SmsParts.Of(sent).Words, marked.Ucs2 ? marked.Words : null);
    }
}

internal sealed record TextWords(string Channel, string? Subject, string Text);
