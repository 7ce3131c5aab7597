namespace MotCua.Organisation.Contracts;

/// <summary>
/// Những gì đang gắn với một cơ quan: what a room above keeps there, for the page of the agency and for the preview of a reorganisation. Each
/// room that keeps something there gives one; the organisation stands below them and may not look up.
/// </summary>
public interface IAgencyStakes
{
    /// <param name="at">Codes of agencies, of their offices and of their administrative units.</param>
    Task<IReadOnlyList<AgencyStake>> At(StakePlaces at);
}

/// <summary>Where one asks: whole agencies with all their offices, or single offices.</summary>
/// <param name="Agencies">More than one become one.</param>
/// <param name="Part">Of a split: what of them goes to the new unit.</param>
public sealed record StakePlaces(string[] Agencies, string[] Offices, string[] Units, StakePart? Part = null);

/// <summary>People and offices that leave an agency which goes on.</summary>
public sealed record StakePart(Guid[] People, string[] Offices);

/// <summary>One kind of thing that is kept there.</summary>
/// <param name="Rank">Its place in the list; people first, then dossiers, then what waits.</param>
/// <param name="Words">"Hồ sơ đang mở".</param>
/// <param name="Link">Page with all of them, when the administrator may open one.</param>
/// <param name="Lines">What stands below it.</param>
public sealed record AgencyStake(int Rank, string Words, int Count, string? Link = null, IReadOnlyList<StakeLine>? Lines = null);

/// <summary>One line below a stake.</summary>
/// <param name="Account">Of a person: for the form that chooses who goes.</param>
public sealed record StakeLine(string Words, string? Link = null, Guid? Account = null);
