using System.Net.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MotCua.People.Contracts;
using MotCua.Platform.Data;
using MotCua.Platform.Files;
using MotCua.Platform.Security;
using MotCua.Tests.Dossiers;
using MotCua.Tests.TestKit;
using MotCua.Vault.Contracts;
using Npgsql;
using Xunit;

namespace MotCua.Tests.Security;

/// <summary>
/// Everything a citizen ("benam") owns in the house: a dossier being resolved, a draft, files, a paper in the vault with a
/// grant; and the address of each endpoint filled with it.
/// </summary>
internal sealed class Victim
{
    public const string Number = "096159999001";
    public const string VaultTitle = "Giấy chứng nhận thử 4711";

    private readonly House house;

    private string? look;

    private Victim(House house) => this.house = house;

    public string Code { get; private set; } = "";
    public string ShortCode { get; private set; } = "";
    public string TrackingToken { get; private set; } = "";
    public Guid Owner { get; private set; }
    public Guid DossierId { get; private set; }
    public Guid DossierFile { get; private set; }
    public Guid DraftId { get; private set; }
    public string DraftToken { get; private set; } = "";
    public Guid DraftFile { get; private set; }
    public Guid VaultItem { get; private set; }
    public Guid Grant { get; private set; }

    /// <summary>A new telephone whose code has not come back yet.</summary>
    public Guid ContactChange { get; private set; }

    /// <summary>A question about the dossier to an agency in which no stranger of the matrix works, with everything shown.</summary>
    public Guid Consultation { get; private set; }

    /// <summary>The open step.</summary>
    public Guid Task { get; private set; }

    /// <summary>What nobody else may read, wherever it stands.</summary>
    public IReadOnlyList<string> Personal { get; } =
        ["Nguyễn Thị Bé Năm", "NGUYỄN THỊ BÉ NĂM", Number, "096 159 999 001", "0900999001", "0900 999 001", "Nguyễn Gia Hân", "Nguyễn Thị Lành", "Rạch Tàu",
        VaultTitle];

    public static async Task<Victim> Settle(House house)
    {
        var made = new Victim(house);
        var citizen = await house.SignedIn("benam");
        var done = await Applicant.Submitted(citizen);
        made.Code = done.GetProperty("code").GetString()!;
        made.ShortCode = done.GetProperty("shortCode").GetString()!;
        made.TrackingToken = done.GetProperty("trackingToken").GetString()!;
        made.DossierId = await house.Scalar<Guid>("select id from dossiers.dossier where code = $1", made.Code);
        made.DossierFile = await house.Scalar<Guid>("select id from dossiers.attachment where dossier_id = $1", made.DossierId);
        (made.DraftId, made.DraftToken) = await Applicant.Draft(citizen);
        made.DraftFile = await house.Scalar<Guid>("select id from filing.draft_file where draft_id = $1", made.DraftId);
        await made.FillVault();
        await House.Post(citizen, "/tai-khoan/lien-lac", new() { ["channel"] = "phone", ["phone"] = "0912000999", ["phonePassword"] = "motcua-benam" });
        made.ContactChange = await house.Scalar<Guid>("select id from people.contact_change order by asked_at desc limit 1");
        var desk = await house.SignedIn("diem");
        var received = await desk.PostAsJsonAsync($"/api/v1/desk/dossiers/{made.Code}/receive",
            new { papers = new[] { new { paperKey = "giay-chung-sinh", state = "have", originals = 1, copies = 0 } } });
        Assert.True(received.IsSuccessStatusCode, await received.Content.ReadAsStringAsync());
        await (await house.SignedIn("khoi")).PostAsJsonAsync($"/api/v1/desk/dossiers/{made.Code}/consultations",
            new
            {
                agencies = new[] { "UBND-32191" }, question = "Nguyễn Thị Bé Năm có hộ khẩu ở xã không?", legalBasis = "Điều 5", term = 2, unit = "workingDay",
                papers = new[] { "giay-chung-sinh" }, showsForm = true
            });
        made.Consultation = await house.Scalar<Guid>("select id from dossiers.consultation where dossier_id = $1", made.DossierId);
        Assert.NotEqual(Guid.Empty, made.Consultation);
        made.Task = await house.Scalar<Guid>("select id from workflow.task where dossier_id = $1 and state = 'open'", made.DossierId);
        await house.Drain();
        return made;
    }

    /// <summary>One number for each table with rows of this citizen. A refused try is written into the record of accesses, as it must be.</summary>
    public async Task<string> State()
    {
        await using var connection = new NpgsqlConnection(house.OwnerConnection);
        await connection.OpenAsync();
        await using var read = new NpgsqlCommand(look ??= await Look(connection), connection);
        foreach (var id in new[] { DossierId, DraftId, VaultItem }) read.Parameters.Add(new() { Value = id });
        await read.PrepareAsync();
        return (string)(await read.ExecuteScalarAsync())!;
    }

    /// <summary>The same statement for thousands of tries: asked of the catalogue once, planned once for each connection.</summary>
    private static async Task<string> Look(NpgsqlConnection connection)
    {
        var tables = new List<(string Table, string Column)>();
        await using var find = new NpgsqlCommand("""
            select quote_ident(c.table_schema) || '.' || quote_ident(c.table_name), c.column_name::text from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and t.table_name not in ('access_record', 'reading', 'phone_code') and c.data_type = 'uuid'
                and c.column_name in ('dossier_id', 'draft_id', 'item_id')
            union all values ('dossiers.dossier', 'id'), ('filing.draft', 'id'), ('vault.item', 'id') order by 1, 2
            """, connection);
        await using (var reader = await find.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add((reader.GetString(0), reader.GetString(1)));
        var each = tables.Select(t => $"select '{t.Table}.{t.Column} ' || md5(coalesce(string_agg(r::text, '|' order by r::text), '')) as line from {t.Table} "
            + $"r where r.{t.Column} in ($1, $2, $3)");
        return $"select string_agg(line, chr(10) order by line) from ({string.Join(" union all ", each)}) lines";
    }

    /// <summary>The endpoint's address with this citizen's things in it; null when the table below does not know a parameter.</summary>
    public string? Address(RouteEndpoint endpoint)
    {
        var template = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var address = template;
        foreach (var parameter in endpoint.RoutePattern.Parameters)
        {
            if (Value(template, parameter.Name) is not { } value) return null;
            var start = address.IndexOf("{" + parameter.Name, StringComparison.Ordinal);
            var end = address.IndexOf('}', start);
            address = address[..start] + Uri.EscapeDataString(value) + address[(end + 1)..];
        }
        return address + Query(template);
    }

    /// <summary>Addresses that answer anybody who knows the code or the key in them, with the status and nothing personal.</summary>
    public static bool IsPublic(string template) => template is "/tra-cuu/{token?}" or "/tra-cuu/{token}/thoi-han"
        or "/api/v1/tracking/{codeOrShort}/clock" or "/hoan-tat/{token}" or "/quen-mat-khau/{id:guid}"
        or "/api/v1/tracking/{codeOrShort}" or "/api/v1/tracking/{codeOrShort}/phone-code"
        or "/bo-sung/{code}" or "/bo-sung/{code}/da-gui" or "/kiem-tra/{token?}" or "/api/v1/verify/{token}"
        // The calendar is nobody's: days, office hours, and which codes a version moved.
        || template.StartsWith("/quan-tri/lich-lam-viec", StringComparison.Ordinal)
        // So are the agencies: their addresses, who works there, and numbers.
        || template.StartsWith("/quan-tri/to-chuc", StringComparison.Ordinal)
        // Asks for a second factor, whatever stands in the address.
        || template == "/nop/tiep-tuc/{token?}"
        // An empty reception form of a procedure: nobody's dossier yet.
        || template.StartsWith("/noi-bo/tiep-nhan/truc-tiep", StringComparison.Ordinal)
        || template.StartsWith("/thu-tuc", StringComparison.Ordinal) || template.StartsWith("/api/v1/procedures", StringComparison.Ordinal)
        // The draft of these pages is the asker's own: its key comes with the asker.
        || (template.StartsWith("/nop/{ma}", StringComparison.Ordinal))
        || template.StartsWith("/assets/", StringComparison.Ordinal) || template.StartsWith("/openapi/", StringComparison.Ordinal);

    private string? Value(string template, string parameter) => (template, parameter) switch
    {
        (_, "slug") => "ks01",
        (_, "event" or "channel" or "list" or "reason") => "khong-co",
        (_, "scan") => Guid.NewGuid().ToString(),
        (_, "no") => "1",
        (_, "item") => "0",
        (_, "year") => "2026",
        (_, "version") => "1",
        (_, "office") => "MC-32248",
        (_, "agency") => "UBND-32248",
        ({ } t, "code") when t.StartsWith("/thu-tuc", StringComparison.Ordinal) || t.StartsWith("/api/v1/procedures", StringComparison.Ordinal) => "ks01",
        (_, "code" or "codeOrShort") => Code,
        (_, "ma") => "ks01",
        (_, "trang") => "tre",
        (_, "key") => Guid.NewGuid().ToString(),
        ({ } t, "id") when t.StartsWith("/noi-bo/tiep-nhan/kho/", StringComparison.Ordinal) => VaultItem.ToString(),
        (_, "file") when template.StartsWith("/noi-bo/phoi-hop/", StringComparison.Ordinal) => DossierFile.ToString(),
        (_, "file") when template.StartsWith("/noi-bo/ho-so/{code}/", StringComparison.Ordinal) => DossierFile.ToString(),
        (_, "file") when template.StartsWith("/assets/", StringComparison.Ordinal) => "khong-co.css",
        (_, "file") => DraftFile.ToString(),
        (_, "paperKey") => "giay-chung-sinh",
        ("/nop/tiep-tuc/{token?}", "token") => DraftToken,
        (_, "request") => "khong-co-phien-nay",
        (_, "token") => TrackingToken,
        (_, "documentName") => "v1",
        (_, "peer") => "sms",
        ({ } t, "id") when t.StartsWith("/noi-bo/phoi-hop/", StringComparison.Ordinal) || t.Contains("/consultations/{id", StringComparison.Ordinal) =>
            Consultation.ToString(),
        ({ } t, "id") when t.StartsWith("/nop/tep/", StringComparison.Ordinal) => DraftFile.ToString(),
        ({ } t, "id") when t.Contains("/{code}/tep/", StringComparison.Ordinal) || t.Contains("/{code}/files/", StringComparison.Ordinal) =>
            DossierFile.ToString(),
        ({ } t, "id") when t.StartsWith("/api/v1/desk/tasks/", StringComparison.Ordinal) => Task.ToString(),
        ({ } t, "id") when t.Contains("/{code}/kho/", StringComparison.Ordinal) => VaultItem.ToString(),
        ({ } t, "id") when t.StartsWith("/quan-tri/can-bo/", StringComparison.Ordinal) => Owner.ToString(),
        ({ } t, "id") when t.StartsWith("/quan-tri/to-chuc/", StringComparison.Ordinal) => Guid.NewGuid().ToString(),
        ({ } t, "id") when t.StartsWith("/quan-tri/chuong-trinh/", StringComparison.Ordinal) => Guid.NewGuid().ToString(),
        ({ } t, "id") when t.StartsWith("/tai-khoan/lien-lac/", StringComparison.Ordinal) => ContactChange.ToString(),
        ({ } t, "id") when t.StartsWith("/quen-mat-khau/", StringComparison.Ordinal) => Guid.NewGuid().ToString(),
        ({ } t, "id") when t.StartsWith("/kho-giay-to/", StringComparison.Ordinal) => VaultItem.ToString(),
        ({ } t, "id") when t.StartsWith("/api/v1/drafts/", StringComparison.Ordinal) => DraftId.ToString(),
        ({ } t, "id") when t.StartsWith("/quan-tri/bo-quy-dinh/", StringComparison.Ordinal) => Guid.NewGuid().ToString(),
        ({ } t, "id") when t.StartsWith("/noi-bo/quy-trinh/", StringComparison.Ordinal) => Guid.NewGuid().ToString(),
        ({ } t, "id") when t.StartsWith("/api/v1/vault/grants/", StringComparison.Ordinal) => Grant.ToString(),
        _ => null,
    };

    private string Query(string template) => template switch
    {
        "/api/v1/desk/dossiers" or "/api/v1/dossiers" => $"?owner={Number}",
        "/api/v1/desk/statistics" => "?from=2026-04-01&to=2026-04-30",
        "/api/v1/desk/search" => "?q=" + Uri.EscapeDataString("be nam"),
        "/noi-bo/tiep-nhan" or "/noi-bo/tra-ket-qua" or "/noi-bo/viec" => "?q=" + Uri.EscapeDataString("be nam"),
        _ when template.StartsWith("/kho-giay-to/{id", StringComparison.Ordinal) => $"?hoSo={DossierId}",
        _ when template.EndsWith("/files", StringComparison.Ordinal) => "?paper=giay-chung-sinh",
        _ => "",
    };

    private async Task FillVault()
    {
        var owner = OwnerIdentity.OfPerson(Number);
        var account = Owner = await house.Scalar<Guid>("select id from people.account where username = 'benam'");
        await using var scope = house.Scope();
        var services = scope.ServiceProvider;
        var acting = new Actor(account, ActorKind.Citizen, "Nguyễn Thị Bé Năm", owner.Kind, owner.Number);
        services.GetRequiredService<CurrentActor>().Value = acting;
        var (vault, db) = (services.GetRequiredService<PersonalVault>(), services.GetRequiredService<Db>());
        var stored = await services.GetRequiredService<FileStore>().Put(Applicant.Png(64));
        VaultItem = await vault.Deposit(new NewVaultItem(owner, "giay-thu", VaultTitle, Guid.NewGuid(), stored.Sha256, "image/png", NewVaultItem.Accepted));
        await db.Save();
        var draft = await house.Scalar<Guid>("select draft_id from dossiers.dossier where id = $1", DossierId);
        Grant = await vault.Consent(owner, VaultItem, draft, "1.001193", "Đăng ký khai sinh", acting);
        await db.Save();
        await vault.Use(Grant, DossierId, Code, "Một cửa Đất Mũi");
        await db.Save();
    }
}
