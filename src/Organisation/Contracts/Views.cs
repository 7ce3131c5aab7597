namespace MotCua.Organisation.Contracts;

/// <summary>Vai trò của một vị trí công tác; the stored role codes.</summary>
public static class Roles
{
    public const string ReceivingOfficer = "receivingOfficer";
    public const string Specialist = "specialist";
    public const string Leader = "leader";
    public const string Registrar = "registrar";
    public const string ProcedureOfficer = "procedureOfficer";
    public const string Administrator = "administrator";

    /// <summary>Every role with its name on screen.</summary>
    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [ReceivingOfficer] = "Cán bộ tiếp nhận và trả kết quả",
        [Specialist] = "Chuyên viên thụ lý",
        [Leader] = "Lãnh đạo",
        [Registrar] = "Văn thư",
        [ProcedureOfficer] = "Cán bộ kiểm soát thủ tục hành chính",
        [Administrator] = "Quản trị hệ thống",
    };
}

/// <summary>Đơn vị hành chính at a date.</summary>
/// <param name="Type">tinh, thanh_pho_thuoc_tinh, huyen, xa, phuong or thi_tran.</param>
/// <param name="Level">1 province, 2 district (only until 30/06/2025), 3 commune.</param>
public sealed record UnitView(string Code, string Name, string FullName, string Type, int Level, string? ParentCode,
    DateOnly? ValidFrom, DateOnly? ValidTo, decimal? Latitude, decimal? Longitude);

/// <summary>A commune found by its present or a former name.</summary>
/// <param name="FormerName">"xã Đất Mũi, huyện Ngọc Hiển" when the words matched a name before a merger.</param>
/// <param name="Whole">false = only part of the former unit went there, so a person must choose.</param>
public sealed record CommuneFound(string Code, string FullName, string? FormerName, bool Whole)
{
    /// <summary>The province of the former unit, by its name of then.</summary>
    public string? Province { get; init; }

    /// <summary>The day from which the former name is no longer written.</summary>
    public DateOnly? Changed { get; init; }
}

/// <summary>Cơ quan at a date.</summary>
/// <param name="UnitCode">Identifier in front of dossier codes, for example "H12.5"; see <paramref name="UnitCodeVerified"/>.</param>
/// <param name="UnitCodeVerified">false = numbered by us until the province loads its list.</param>
/// <param name="Generated">true = derived from the list of administrative units.</param>
public sealed record AgencyView(string Code, string Name, string ShortName, string Kind, int Level, string? ParentCode,
    string? AdminUnitCode, string UnitCode, bool UnitCodeVerified, bool Generated, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>Bộ phận Một cửa, trung tâm phục vụ hành chính công at a date.</summary>
/// <param name="Kind">serviceCentre (province), communeCentre or oneStop.</param>
public sealed record OfficeView(string Code, string Name, string Kind, string AgencyCode, string? AdminUnitCode, string? Address,
    string? Phone, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>
/// Điểm hỗ trợ: a post office, a hamlet's house, where people are helped to file. It stands on the dossier beside the office
/// that takes it in and the agency that decides.
/// </summary>
public sealed record SupportPoint(string Code, string Name, string? Address = null);

/// <summary>Vị trí công tác of an account.</summary>
public sealed record PositionView(Guid Id, Guid AccountId, string AgencyCode, string? OfficeCode, string Role, DateOnly ValidFrom, DateOnly? ValidTo)
{
    /// <summary>Codes of before a reorganisation whose work this agency or office goes on with; read with one's own positions.</summary>
    [System.ComponentModel.DataAnnotations.Schema.NotMapped]
    public IReadOnlyList<string> Former { get; init; } = [];

    /// <summary>The position that this one goes on with after a reorganisation, or itself.</summary>
    [System.ComponentModel.DataAnnotations.Schema.NotMapped]
    public Guid Line { get; init; } = Id;

    /// <summary>Short name of the agency; read with one's own positions.</summary>
    [System.ComponentModel.DataAnnotations.Schema.NotMapped]
    public string? AgencyName { get; init; }
}

/// <summary>Ủy quyền xử lý thay: <paramref name="DelegateId"/> acts in a position of <paramref name="AccountId"/>.</summary>
public sealed record DelegationView(Guid Id, Guid PositionId, Guid AccountId, Guid DelegateId, string Role, string AgencyCode, string? OfficeCode,
    DateOnly ValidFrom, DateOnly ValidTo, string Basis, DateTimeOffset? EndedAt);
