namespace MotCua.Organisation.Reorganise;

/// <summary>The facts of a plan in words.</summary>
internal static class ReorganisationWords
{
    public static string Of(string kind) => kind switch
    {
        "reorganisation.drafted/1" => "Lập, sửa phương án",
        "reorganisation.approved/1" => "Duyệt phương án",
        "reorganisation.withdrawn/1" => "Rút phương án",
        "reorganisation.applied/1" => "Phương án có hiệu lực",
        _ => kind,
    };
}
