using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using MotCua.Forms.Contracts;
using MotCua.Platform.Time;

namespace MotCua.Filing.Fill;

/// <summary>
/// The form of a draft and what reading it needs to know today. A published version never changes, so it is kept; the
/// names of places are kept for a minute. Submitting therefore asks the database for neither.
/// </summary>
internal sealed class DraftForms(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Code, int Version), FormDefinition> known = new();
    private (FormContext Context, long At)? context;

    public async ValueTask<FormDefinition> Get(string code, int version)
    {
        if (known.TryGetValue((code, version), out var form)) return form;
        await using var scope = scopes.CreateAsyncScope();
        form = await scope.ServiceProvider.GetRequiredService<FormLibrary>().Get(code, version)
            ?? throw new InvalidOperationException($"Form {code}/{version} is gone.");
        return known[(code, version)] = form;
    }

    public async ValueTask<FormContext> Context()
    {
        if (context is { } kept && kept.Context.Today == clock.Today() && Stopwatch.GetElapsedTime(kept.At) < Kept) return kept.Context;
        await using var scope = scopes.CreateAsyncScope();
        var now = await scope.ServiceProvider.GetRequiredService<PlaceBook>().Context();
        context = (now, Stopwatch.GetTimestamp());
        return now;
    }

    public static string Group(string section) => FormSections.Titles.GetValueOrDefault(section, "Nội dung");

    /// <summary>The page where a problem is mended; the problem names a place in the answers (/child/name).</summary>
    public static FormPage? PageOf(FormDefinition form, string pointer)
    {
        var path = pointer.TrimStart('/').Replace('/', '.');
        return form.Pages.FirstOrDefault(page => page.Fields.Any(f => path == f.Name || path.StartsWith(f.Name + ".", StringComparison.Ordinal)));
    }

    /// <summary>What was typed on a page and cannot be taken yet, read again; null when there is nothing of the kind.</summary>
    public static FormPageReading? Typed(FormDefinition form, FormPage page, Draft? draft, FormContext context) =>
        draft is not null && DraftProgress.Read(draft.Progress).Typed.TryGetValue(page.Key, out var typed)
            ? FormReader.Read(form, page, typed.Select(one => KeyValuePair.Create(one.Key, new StringValues(one.Value))), DraftDesk.AnswersOf(draft),
            context) : null;

    /// <summary>What is saved of a page, as a short mark: a page that was opened before something else was saved shows by it that it is older.</summary>
    public static string Mark(FormPage page, Draft? draft)
    {
        var answers = draft is null ? [] : DraftDesk.AnswersOf(draft);
        var typed = draft is null ? null : DraftProgress.Read(draft.Progress).Typed.GetValueOrDefault(page.Key);
        var saved = page.Fields.Select(field => answers.At(field.Name)?.ToJsonString()).Append(JsonSerializer.Serialize(typed));
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(saved)).AsSpan(0, 8));
    }

    /// <summary>Name of the hidden field that carries the mark.</summary>
    public static string MarkName(FormPage page) => $"dau.{page.Key}";

    public static TopicView WithPostedMark(TopicView view, IFormCollection posted) =>
        posted[MarkName(view.Page)].ToString() is { Length: > 0 } mark ? view with { Mark = mark } : view;

    /// <summary>Where an older page would write over what another tab has saved meanwhile: both versions, question by question.</summary>
    /// <param name="mark">As posted; null from whoever does not say which version they saw.</param>
    public static IReadOnlyList<TwoVersions> Clash(FormDefinition form, FormPage page, Draft? draft, string? mark, FormPageReading reading)
    {
        if (draft is null || string.IsNullOrEmpty(mark) || mark == Mark(page, draft)) return [];
        var saved = DraftDesk.AnswersOf(draft);
        var (before, after) = (Rows(form, page, saved), Rows(form, page, FormAnswers.Merge(DraftDesk.AnswersOf(draft), page, reading)));
        return [.. before.Keys.Union(after.Keys).Select(field => new TwoVersions(before.GetValueOrDefault(field).Label ?? after[field].Label,
            before.GetValueOrDefault(field).Value ?? FormSummary.NotAnswered, after.GetValueOrDefault(field).Value ?? FormSummary.NotAnswered))
            .Where(row => row.Saved != row.Typed)];
    }

    private static Dictionary<string, (string Label, string Value)> Rows(FormDefinition form, FormPage page, JsonObject answers) =>
        FormSummary.Of(form, answers).Where(section => section.PageKey == page.Key).SelectMany(section => section.Rows)
            .DistinctBy(row => row.Field).ToDictionary(row => row.Field, row => (row.Label, row.Value));

    public static bool Answered(FormPage page, JsonObject answers) => page.Fields.Any(field => answers.At(field.Name).IsAnswered());
}
