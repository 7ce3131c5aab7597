using Microsoft.Extensions.DependencyInjection;
using MotCua.Platform.Evidence;
using MotCua.Platform.Files;
using MotCua.Vault.Contracts;

namespace MotCua.Vault;

/// <summary>What the log vouches for in the vault: papers, consents, their uses, and who has looked.</summary>
internal static class VaultWatch
{
    private const string Deposited = "vault.paper-deposited";

    private static readonly Watched<VaultItem> Items = new("vault.item/1", "Giấy tờ trong kho")
    {
        Birth = Deposited,
        Key = item => item.Id.ToString(), Stream = item => PersonalVault.Stream(item.Id), Title = item => $"“{item.Title}” ({item.Id})", Secret = item =>
            item.Salt?.ToString(),
        Fields =
        [
            new("chủ giấy tờ", i => [i.OwnerKind, i.OwnerNumber]), new("loại và tên", i => [i.PaperType, i.Title, i.PaperCode]), new("số", i => [i.Number]),
            new("ngày cấp", i => [i.IssuedOn]), new("hiệu lực", i => [i.ValidTo]), new("cơ quan cấp", i => [i.Issuer]),
            new("nguồn", i => [i.Origin, i.SourceDossierId, i.SourceDossierCode]), new("tệp", i => [i.PaperId, i.Sha256, i.MediaType]),
            new("ngày vào kho", i => [i.DepositedAt]), new("bản thay thế", i => [i.ReplacedBy]), new("hiển thị", i => [i.Hidden]),
        ],
        RowsOf = (db, owners) => db.Set<VaultItem>().Where(i => owners.Contains(i.Id)),
        OwnersAfter = (db, after) => db.Set<VaultItem>().Where(i => i.Id > after).OrderBy(i => i.Id).Select(i => i.Id),
        Old = [new($"{Deposited}/1", "itemId", i => i.Id, ("loại và tên", "paperType", i => i.PaperType), ("tệp", "sha256", i => i.Sha256),
            ("nguồn", "origin", i => i.Origin))],
        Bytes = async (services, item) => await services.GetRequiredService<FileStore>().IsWhole(item.Sha256) ? [] : ["tệp"],
    };

    /// <summary>Apart from the rest, as a later version began to watch it; what a proven owner handed in has no mark.</summary>
    private static readonly Watched<VaultItem> Answers = new("vault.answer/1", "Lời chủ giấy tờ")
    {
        Birth = Deposited, Later = true,
        Key = item => item is { Assurance: "proven", AnsweredAt: null } ? null : item.Id.ToString(), Stream = item => PersonalVault.Stream(item.Id),
        Title = item => $"“{item.Title}” ({item.Id})", Secret = item => item.Salt?.ToString(),
        Fields = [new("lời chủ giấy tờ", i => [i.Assurance]), new("lúc chủ trả lời", i => [i.AnsweredAt])],
        RowsOf = (db, owners) => db.Set<VaultItem>().Where(i => owners.Contains(i.Id)),
        OwnersAfter = (db, after) => db.Set<VaultItem>().Where(i => i.Id > after).OrderBy(i => i.Id).Select(i => i.Id),
    };

    /// <summary>Of whom a paper speaks decides for whom it is offered. What was derived for rows of before has no mark.</summary>
    private static readonly Watched<VaultItem> Subjects = new("vault.subject/1", "Người trên giấy tờ")
    {
        Birth = Deposited, Later = true,
        Key = item => item.SubjectName is null ? null : item.Id.ToString(), Stream = item => PersonalVault.Stream(item.Id),
        Title = item => $"“{item.Title}” ({item.Id})", Secret = item => item.Salt?.ToString(),
        Fields = [new("người trên giấy tờ", i => [i.SubjectName, i.SubjectNumber, i.SubjectBorn])],
        RowsOf = (db, owners) => db.Set<VaultItem>().Where(i => owners.Contains(i.Id)),
        OwnersAfter = (db, after) => db.Set<VaultItem>().Where(i => i.Id > after).OrderBy(i => i.Id).Select(i => i.Id),
    };

    private static readonly Watched<PaperGrant> Grants = new("vault.paper_grant/1", "Quyền dùng giấy tờ")
    {
        Birth = Deposited,
        Key = grant => grant.Id.ToString(), Stream = grant => PersonalVault.Stream(grant.ItemId), Title = grant => $"{grant.Id} cho {grant.ProcedureName}",
            Secret = grant => grant.Salt?.ToString(),
        Fields =
        [
            new("giấy tờ", g => [g.ItemId]), new("chủ giấy tờ", g => [g.OwnerKind, g.OwnerNumber]), new("hồ sơ", g => [g.DraftId, g.DossierId, g.DossierCode]),
            new("thủ tục", g => [g.ProcedureCode, g.ProcedureName]), new("phần được dùng", g => [g.Shared]),
                new("ai đồng ý", g => [g.Basis, g.GrantedBy, g.GrantedByName]),
            new("lúc đồng ý", g => [g.GrantedAt]), new("lúc thu hồi", g => [g.WithdrawnAt]), new("lúc dùng", g => [g.UsedAt]),
        ],
        RowsOf = (db, owners) => db.Set<PaperGrant>().Where(g => owners.Contains(g.Id)),
        OwnersAfter = (db, after) => db.Set<PaperGrant>().Where(g => g.Id > after).OrderBy(g => g.Id).Select(g => g.Id),
        Old = [new("vault.consent-given/1", "grantId", g => g.Id, ("giấy tờ", "itemId", g => g.ItemId.ToString()),
            ("thủ tục", "procedureCode", g => g.ProcedureCode), ("ai đồng ý", "basis", g => g.Basis))],
    };

    private static readonly Watched<AccessRow> Accesses = new("vault.access_record/1", "Lượt truy cập")
    {
        Birth = Deposited,
        Key = row => row.Id.ToString(), Stream = row => PersonalVault.Stream(row.ItemId), Title = row => $"{row.Id} của {row.ActorName}", Secret = row =>
            row.Salt?.ToString(),
        Fields =
        [
            new("thời điểm", r => [r.At]), new("người xem", r => [r.ActorId, r.ActorName, r.ActorKind, r.Unit]),
                new("chủ giấy tờ", r => [r.OwnerKind, r.OwnerNumber]),
            new("giấy tờ", r => [r.ItemId, r.PaperTitle]), new("việc", r => [r.Act, r.Purpose, r.Channel, r.Outcome]),
                new("hồ sơ", r => [r.DossierId, r.DossierCode]),
        ],
        RowsOf = (db, owners) => db.Set<AccessRow>().Where(r => owners.Contains(r.Id)),
        OwnersAfter = (db, after) => db.Set<AccessRow>().Where(r => r.Id > after).OrderBy(r => r.Id).Select(r => r.Id),
    };

    private static readonly Watched<ReuseRow> Reuses = new("vault.reuse/1", "Lượt tái sử dụng")
    {
        Birth = Deposited,
        Key = row => row.Id.ToString(), Stream = row => PersonalVault.Stream(row.ItemId), Title = row => $"{row.Id} cho hồ sơ {row.DossierCode}",
        Fields = [new("giấy tờ", r => [r.ItemId, r.GrantId, r.PaperType]), new("hồ sơ", r => [r.DossierId, r.DossierCode]), new("thời điểm", r => [r.At]),
            new("đơn vị", r => [r.Unit])],
        RowsOf = (db, owners) => db.Set<ReuseRow>().Where(r => owners.Contains(r.Id)),
        OwnersAfter = (db, after) => db.Set<ReuseRow>().Where(r => r.Id > after).OrderBy(r => r.Id).Select(r => r.Id),
        Old = [new("vault.paper-reused/1", "grantId", r => r.GrantId, ("hồ sơ", "dossierCode", r => r.DossierCode), ("đơn vị", "unit", r => r.Unit))],
    };

    public static readonly IReadOnlyList<Watched> All = [Items, Answers, Subjects, Grants, Accesses, Reuses, ReadingRow.Watched];
}
