using MotCua.Platform.Events;

namespace MotCua.Catalogue.Contracts;

/// <summary>Thêm từ thường ngày cho việc tìm thủ tục.</summary>
/// <param name="Said">How people call it.</param>
/// <param name="Law">What a search for it is also tried with.</param>
[Fact("everyday-term.added/1")]
public sealed record EverydayTermAdded(Guid Id, string Said, string Law);

/// <summary>Thôi dùng một từ thường ngày.</summary>
[Fact("everyday-term.ended/1")]
public sealed record EverydayTermEnded(Guid Id, string Said);
