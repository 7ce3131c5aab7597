using MotCua.Platform.Events;

namespace MotCua.Catalogue.Contracts;

/// <summary>Công bố phiên bản mới của một thủ tục đã có.</summary>
/// <param name="Changed">Parts of the definition that differ from the version before.</param>
[Fact("procedure.version-published/1")]
public sealed record ProcedureVersionPublished(Guid VersionId, string Code, int Number, string Checksum, IReadOnlyList<string> Changed);
