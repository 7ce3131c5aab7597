namespace MotCua.Platform.Security;

/// <summary>Which <see cref="Doors"/> counts the requests of a page or an endpoint; without it Page, or Write when the request changes something.</summary>
/// <param name="door">Name of the budget.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DoorAttribute(string door) : Attribute
{
    public string Door { get; } = door;

    /// <summary>Only requests that change something; looking at the page is Page.</summary>
    public bool OnlyWrites { get; init; }
}
