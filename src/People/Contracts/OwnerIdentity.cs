namespace MotCua.People.Contracts;

/// <summary>
/// Chủ sở hữu hồ sơ, giấy tờ: a person by personal ID (số định danh cá nhân, 12 digits) or an organisation by tax code
/// (mã số thuế, 10 or 13 digits). Two of them are the same owner when both parts are equal.
/// </summary>
/// <param name="Kind"><see cref="Person"/> or <see cref="Organisation"/>.</param>
/// <param name="Number">Digits only, as stored.</param>
public sealed record OwnerIdentity(string Kind, string Number)
{
    public const string Person = "person";

    public const string Organisation = "organisation";

    public static OwnerIdentity OfPerson(string personalId) => new(Person, personalId);

    public static OwnerIdentity OfOrganisation(string taxCode) => new(Organisation, taxCode);
}
