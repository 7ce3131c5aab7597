namespace MotCua.Organisation.Reorganise;

/// <summary>What comes of a plan and the units of before: pure, so that the preview and the act say the same.</summary>
internal sealed class NewUnit
{
    private static readonly (string Word, string Type)[] Types = [("xã ", "xa"), ("phường ", "phuong"), ("thị trấn ", "thi_tran"), ("đặc khu ", "dac_khu")];

    public NewUnit(Reorganisation row, UnitsBefore before)
    {
        (Plan, Before, Splits) = (row.Plan, before, row.Kind == Reorganisation.Split);
        IsCommittee = before.Agencies.Count > 0 && before.Agencies.All(agency => agency is { Kind: "ubnd", Level: 3 });
        Model = before.Of(Plan.Keep) ?? (before.Agencies is [var first, ..] ? first : null);
        Code = Plan.Keep.Length > 0 ? Plan.Keep : IsCommittee ? $"UBND-{Plan.NewCode}" : Plan.NewCode;
        Commune = !IsCommittee ? Model?.AdminUnitCode : Plan.Keep.Length > 0 ? Model?.AdminUnitCode : Plan.NewCode;
    }

    public ReorganisationPlan Plan { get; }

    public UnitsBefore Before { get; }

    /// <summary>Chia, tách: the unit of before goes on, this one begins beside it with a part of its people and offices.</summary>
    public bool Splits { get; }

    /// <summary>Committees of communes take their communes with them.</summary>
    public bool IsCommittee { get; }

    /// <summary>Whose level, parent and address the new unit takes where the plan names none.</summary>
    public AgencyBefore? Model { get; }

    public string Code { get; }

    /// <summary>Administrative unit of the new agency.</summary>
    public string? Commune { get; }

    public string? UnitType => Types.FirstOrDefault(type => Plan.UnitName.StartsWith(type.Word, StringComparison.OrdinalIgnoreCase)).Type;

    /// <summary>"Đất Mũi" of "Xã Đất Mũi".</summary>
    public string BareUnitName => Types.FirstOrDefault(type => Plan.UnitName.StartsWith(type.Word, StringComparison.OrdinalIgnoreCase)).Word is { } word
        ? Plan.UnitName[word.Length..] : Plan.UnitName;

    /// <summary>Agencies whose code goes.</summary>
    public IEnumerable<AgencyBefore> Ending => Splits ? [] : Before.Agencies.Where(agency => agency.Code != Code);

    /// <summary>The communes change: another name, or more than one becomes one.</summary>
    public bool ChangesCommunes => !Splits && IsCommittee && (Before.Communes.Count > 1 || Before.Communes.Any(unit => unit.Code != Commune
        || !string.Equals(unit.FullName, Plan.UnitName, StringComparison.Ordinal)));

    public PlannedOffice Planned(OfficeBefore office) =>
        Plan.Offices.FirstOrDefault(planned => planned.Code == office.Code) ?? new PlannedOffice(office.Code, office.Name, "");

    public bool Closes(OfficeBefore office) => !Splits && Planned(office).Heir.Length > 0;

    public IEnumerable<OfficeBefore> Closing => Before.Offices.Where(Closes);

    /// <summary>Those that stay, and are not just as they were.</summary>
    public IEnumerable<OfficeBefore> Changing => Splits ? Before.Offices.Where(office => Planned(office).Heir == PlannedOffice.Goes)
        : Before.Offices.Where(office => !Closes(office) && (office.AgencyCode != Code
        || Planned(office).Name != office.Name || Before.Of(office.AgencyCode)?.AdminUnitCode != Commune));

    /// <summary>Positions that end, with the office in which they go on.</summary>
    public IEnumerable<(PositionBefore Position, string? Office)> Moving => Splits ? Before.Positions.Where(GoesAlong)
            .Select(position => (position, position.OfficeCode)) : Before.Positions
        .Select(position => (position, Office: NewOffice(position.OfficeCode)))
        .Where(move => move.position.AgencyCode != Code || move.Office != move.position.OfficeCode);

    private bool GoesAlong(PositionBefore position) => position.OfficeCode is { } office ? Changing.Any(one => one.Code == office)
        : Plan.People?.Contains(position.AccountId) == true;

    private string? NewOffice(string? office) => office is null ? null
        : Plan.Offices.FirstOrDefault(planned => planned.Code == office) is { Heir.Length: > 0 } closing ? closing.Heir : office;
}
