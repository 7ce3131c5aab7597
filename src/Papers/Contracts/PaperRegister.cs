using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Events;

namespace MotCua.Papers.Contracts;

/// <summary>Giấy tờ đã số hóa, as other rooms see it.</summary>
/// <param name="Code">Mã giấy tờ: owner number, paper type and sequence, for example "096167001234.TLKS.01".</param>
public sealed record DigitisedPaper(Guid Id, string Code, string PaperType, string Title, string Sha256, string MediaType, long Size, int Pages,
    string? Number, DateOnly? IssuedOn, DateOnly? ValidTo, string? Issuer);

/// <summary>What is known of a paper when it is digitised. Fields are what a person confirmed from the OCR.</summary>
public sealed record NewPaper(OwnerIdentity? Owner, string PaperType, string Title, string Sha256, string MediaType, long Size, int Pages,
    string Kind, string Origin, string? Number, DateOnly? IssuedOn, DateOnly? ValidTo, string? Issuer,
    IReadOnlyDictionary<string, string> Fields, Guid? DossierId, string? DossierCode);

/// <summary>
/// Sổ giấy tờ: gives each digitised paper its code from the catalogue's paper type and its owner's identity (mã giấy tờ).
/// Works in the caller's transaction.
/// </summary>
public sealed class PaperRegister(Db db, TimeProvider clock)
{
    public async Task<DigitisedPaper> Add(NewPaper paper, string digitisedBy)
    {
        var owner = paper.Owner?.Number ?? "KXD"; // không xác định: a paper of nobody in particular
        var sequence = (await db.Database.SqlQuery<int>($"""
            with mark as (select coalesce(
                (select last from papers.code_mark where owner_sha256 = {TakenCode.Hash(owner)} and paper_type = {paper.PaperType}), 0) as last)
            insert into papers.code_counter as c (owner, paper_type, last) select {owner}, {paper.PaperType}, mark.last + 1 from mark
            on conflict (owner, paper_type) do update set last = greatest(c.last + 1, excluded.last) returning last as "Value"
            """).ToListAsync()).Single();
        var row = new Paper
        {
            Id = Guid.CreateVersion7(), Code = $"{owner}.{paper.PaperType}.{sequence:00}", OwnerKind = paper.Owner?.Kind, OwnerNumber = paper.Owner?.Number,
            PaperType = paper.PaperType, Title = paper.Title, Sha256 = paper.Sha256, MediaType = paper.MediaType, Size = paper.Size, Pages = paper.Pages,
            Kind = paper.Kind, Origin = paper.Origin, Number = paper.Number, IssuedOn = paper.IssuedOn, ValidTo = paper.ValidTo, Issuer = paper.Issuer,
            Fields = JsonSerializer.Serialize(paper.Fields, EventLog.Json), DossierId = paper.DossierId, DossierCode = paper.DossierCode,
            DigitisedBy = digitisedBy, DigitisedAt = clock.GetUtcNow(),
        };
        db.Add(row);
        return View(row);
    }

    public async Task<DigitisedPaper?> Find(Guid id) =>
        await db.Set<Paper>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id) is { } row ? View(row) : null;

    public async Task<IReadOnlyList<DigitisedPaper>> OfDossier(Guid dossierId) =>
        (await db.Set<Paper>().AsNoTracking().Where(p => p.DossierId == dossierId).OrderBy(p => p.Code).ToListAsync()).Select(View).ToList();

    private static DigitisedPaper View(Paper p) =>
        new(p.Id, p.Code, p.PaperType, p.Title, p.Sha256, p.MediaType, p.Size, p.Pages, p.Number, p.IssuedOn, p.ValidTo, p.Issuer);
}
