using MotCua.Platform.Security;

namespace MotCua.Platform.Ui;

/// <summary>
/// Mục điều hướng: a place in the navigation of a face. Each room registers its own as a singleton; the layout shows those
/// that the actor may open.
/// </summary>
/// <param name="Face">Portal or Desk (Admin items appear in the desk's bar).</param>
/// <param name="Order">Smaller comes first; ties by text.</param>
/// <param name="Icon">Name in the icon sprite.</param>
/// <param name="Roles">Any one of these roles is enough; none = everybody of the face.</param>
public sealed record NavigationItem(Face Face, int Order, string Text, string Url, string Icon, params IReadOnlyList<string> Roles)
{
    /// <summary>A number beside the text, asked for when the page is drawn; one index range at most. Nothing is shown for zero.</summary>
    public Func<IServiceProvider, Task<int>>? Count { get; init; }

    /// <summary>The same where one statement has it for its one answer: those of a page are asked together. Null: zero.</summary>
    public Func<Actor, FormattableString?>? Question { get; init; }

    public bool IsFor(Actor actor) => Face == Face.Portal || actor.IsStaff && (Roles.Count == 0 || actor.Has([.. Roles]));

    /// <summary>The longest matching address is the current place: /noi-bo/viec is current on /noi-bo/viec/12.</summary>
    public bool IsCurrent(string path) => path == Url || path.StartsWith(Url + "/", StringComparison.Ordinal);
}
