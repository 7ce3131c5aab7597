namespace MotCua.People.Programs;

/// <summary>The facts of a program in words, for its page.</summary>
internal static class ProgramHistory
{
    public static string Words(string kind) => kind switch
    {
        "program.proposed/1" => "Đề nghị chương trình",
        "program.approved/1" => "Duyệt chương trình",
        "program.secret-made/1" => "Cấp khóa",
        "program.secret-ended/1" => "Thu hồi khóa",
        "position.granted/1" => "Giao vị trí",
        "position.ended/1" => "Kết thúc vị trí",
        "account.made/1" => "Lập tài khoản",
        "account.ended/1" => "Chấm dứt chương trình",
        _ => kind,
    };
}
