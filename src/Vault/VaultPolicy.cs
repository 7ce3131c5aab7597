using MotCua.Organisation.Contracts;
using MotCua.People.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Vault;

/// <summary>Who may do what with a paper of the vault. The one place; asked for the list, for the act and again at the bytes.</summary>
internal static class VaultPolicy
{
    public static bool IsOwner(Actor actor, OwnerIdentity owner) =>
        actor.Kind is ActorKind.Citizen or ActorKind.Organisation && actor.OwnerKind == owner.Kind && actor.OwnerNumber == owner.Number;

    /// <param name="grant">The grant that names both this paper and the dossier of the case, when there is one.</param>
    public static bool MayRead(Actor actor, VaultItem item, PaperGrant? grant, Guid? dossierId) => actor.Kind switch
    {
        ActorKind.Citizen or ActorKind.Organisation => IsOwner(actor, item.Owner) && !item.Hidden && item.Assurance != "disowned",
        ActorKind.Staff or ActorKind.System => dossierId is not null && grant is { IsActive: true }
            && grant.ItemId == item.Id && (grant.DossierId ?? grant.DraftId) == dossierId,
        _ => false,
    };

    /// <summary>"owner", "counter", or null when this actor cannot consent for the owner.</summary>
    public static string? BasisOfConsent(Actor actor, OwnerIdentity owner) => actor.Kind switch
    {
        ActorKind.System => "counter",
        ActorKind.Staff => actor.Has(Roles.ReceivingOfficer) ? "counter" : null,
        _ => IsOwner(actor, owner) ? "owner" : null,
    };
}
