using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MotCua.Catalogue.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Papers.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Outside;
using MotCua.Platform.Ui;

namespace MotCua.Papers;

/// <summary>A number of the book that a result got; in the journal before the key is used.</summary>
internal sealed record TakenNumber(string AgencyCode, string PaperType, int Year, int Number)
{
    public const string Kind = "result.numbered";
}

/// <summary>A sequence number that a paper of an owner got. The owner only as a hash.</summary>
internal sealed record TakenCode(string OwnerSha256, string PaperType, int Number)
{
    public const string Kind = "paper.coded";

    public static string Hash(string owner) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)));

    /// <summary>Of a code "096167001234.TLKS.01".</summary>
    public static TakenCode? Of(string code) =>
        code.Split('.') is [var owner, .. var type, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var taken)
            ? new(Hash(owner), string.Join('.', type), taken) : null;
}

/// <summary>
/// Số kết quả và mã giấy tờ đã cấp không cấp lại. Each was on disk in the journal before anybody saw it, so the books jump
/// exactly behind the last one and leave no more gap than what was lost.
/// </summary>
internal static class TakenNumbers
{
    public static async Task Apply(Db db, FileStore files, OrganisationDirectory directory, ProcedureCatalogue catalogue, Lost lost)
    {
        foreach (var book in lost.Of<TakenNumber>(TakenNumber.Kind).Select(one => one.Data).GroupBy(taken => (taken.AgencyCode, taken.PaperType, taken.Year)))
        {
            var (agency, type, year) = book.Key;
            var last = book.Max(taken => taken.Number);
            var moved = await db.Database.ExecuteSqlAsync($"""
                insert into papers.number_book as b (agency_code, kind, year, last) values ({agency}, {type}, {year}, {last})
                on conflict (agency_code, kind, year) do update set last = excluded.last where b.last < excluded.last
                """);
            if (moved == 0) continue;
            var paper = await catalogue.PaperTypeName(type) is { } name ? $"{name} ({type})" : type;
            lost.Say("Papers", $"Sổ cấp số {paper} năm {year} của {await directory.AgencyWords(agency)} đi tiếp sau số {last}");
        }
        foreach (var codes in lost.Of<TakenCode>(TakenCode.Kind).Select(one => one.Data).GroupBy(taken => (taken.OwnerSha256, taken.PaperType)))
        {
            var (owner, type) = codes.Key;
            var last = codes.Max(taken => taken.Number);
            await db.Database.ExecuteSqlAsync($"""
                insert into papers.code_mark as m (owner_sha256, paper_type, last) values ({owner}, {type}, {last})
                on conflict (owner_sha256, paper_type) do update set last = greatest(m.last, excluded.last)
                """);
        }
        foreach (var (line, signed) in lost.Facts<ResultSigned>())
        {
            var there = await files.Exists(signed.Sha256);
            lost.Say("Papers", $"Kết quả số {signed.Number} của hồ sơ {signed.DossierCode}, {signed.SignerName} ký lúc {Vi.DateTime(line.Written)}: "
                + (there ? $"bản ký còn trong kho tệp ({signed.Sha256}); gắn lại hoặc thông báo thay thế"
                    : $"không còn bản ký ({signed.Sha256}); xin lại của người nhận"));
        }
    }
}
