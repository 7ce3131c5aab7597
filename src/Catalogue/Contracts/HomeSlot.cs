namespace MotCua.Catalogue.Contracts;

/// <summary>Phần thêm của trang chủ: a higher room registers one, for example "Tiếp tục hồ sơ đang làm".</summary>
/// <param name="Partial">Path of the partial view, without a model.</param>
public sealed record HomeSlot(int Order, string Partial);
