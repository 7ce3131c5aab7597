using MotCua.Platform.Events;

namespace MotCua.Organisation.Contracts;

/// <summary>Đính chính thông tin liên hệ của một cơ quan: what stood there and what stands there now.</summary>
[Fact("agency.corrected/1")]
public sealed record AgencyCorrected(string Code, ContactDetails Before, ContactDetails After);

/// <summary>Địa chỉ, điện thoại, trang thông tin of an agency, as they stand.</summary>
public sealed record ContactDetails(string? Address, string? Phone, string? Website);

/// <summary>Mở bộ phận Một cửa, from that day on.</summary>
[Fact("office.opened/1")]
public sealed record OfficeOpened(string Code, string Agency, string Name, string? Address, DateOnly From);

/// <summary>Đóng bộ phận Một cửa; the last day on which it receives.</summary>
[Fact("office.closed/1")]
public sealed record OfficeClosed(string Code, string Agency, string Name, DateOnly LastDay);

/// <summary>Đổi tên bộ phận Một cửa, from that day on.</summary>
[Fact("office.renamed/1")]
public sealed record OfficeRenamed(string Code, string Agency, string Before, string After, DateOnly From);
