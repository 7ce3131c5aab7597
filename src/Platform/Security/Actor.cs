namespace MotCua.Platform.Security;

/// <summary>What kind of account acts.</summary>
public enum ActorKind { Anonymous, Citizen, Organisation, Staff, System }

/// <summary>A position the actor holds now: role code and where.</summary>
/// <param name="Role">Role code of Organisation, for example "receivingOfficer".</param>
public sealed record ActorPosition(Guid Id, string Role, string AgencyCode, string? OfficeCode);

/// <summary>Who acts in this request or job.</summary>
/// <param name="OwnerKind">"person" or "organisation" when the account stands for an owner of dossiers.</param>
/// <param name="OwnerNumber">Personal ID or tax code of that owner.</param>
public sealed record Actor(
    Guid? AccountId, ActorKind Kind, string Name,
    string? OwnerKind = null, string? OwnerNumber = null, string? Phone = null,
    IReadOnlyList<ActorPosition>? HeldPositions = null)
{
    public static readonly Actor Anonymous = new(null, ActorKind.Anonymous, "Người dùng chưa đăng nhập");

    public static readonly Actor System = new(null, ActorKind.System, "Hệ thống");

    public IReadOnlyList<ActorPosition> Positions => HeldPositions ?? [];

    public bool IsSignedIn => AccountId is not null;

    public bool IsStaff => Kind == ActorKind.Staff;

    public bool Has(params string[] roles) => Positions.Any(position => roles.Contains(position.Role));

    public IEnumerable<string> Agencies => Positions.Select(position => position.AgencyCode).Distinct();

    public IEnumerable<string> Offices => Positions.Where(position => position.OfficeCode is not null).Select(position => position.OfficeCode!).Distinct();
}

/// <summary>The actor of the current scope; set by authentication or by the background runner.</summary>
public sealed class CurrentActor
{
    public Actor Value { get; set; } = Actor.Anonymous;
}
