using MotCua.Platform.Events;

namespace MotCua.Proof.Contracts;

/// <summary>Kiểm tra thấy chỗ không khớp. Key: what it is about; words stand on the page of the administrators.</summary>
[Fact("log.breach-found/1")]
public sealed record BreachFound(string Key);

/// <summary>Đã đóng một chỗ không khớp, with the reason of the administrator.</summary>
[Fact("log.breach-closed/1")]
public sealed record BreachClosed(string Key);

/// <summary>Tệp đối chứng được viết tiếp một dòng that a crash had kept away: the only thing that is mended without being asked.</summary>
[Fact("log.witness-caught-up/1")]
public sealed record WitnessCaughtUp(long Batch);

/// <summary>Nhật ký và đối chứng mâu thuẫn: nothing is sealed, sensitive things are not read. The reason says how.</summary>
[Fact("log.caution-raised/1")]
public sealed record CautionRaised;

/// <summary>Quản trị thứ nhất đề nghị gỡ, with a reason.</summary>
[Fact("log.caution-proposed/1")]
public sealed record CautionProposed(Guid CautionId);

/// <summary>Quản trị thứ hai xác nhận, with a reason; the witness begins anew from here.</summary>
[Fact("log.caution-lifted/1")]
public sealed record CautionLifted(Guid CautionId, long LastBatch);
