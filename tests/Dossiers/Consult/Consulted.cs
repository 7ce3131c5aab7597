using System.Text.Json;
using MotCua.Tests.Dossiers.Lifecycle;
using MotCua.Tests.TestKit;

namespace MotCua.Tests.Dossiers.Consult;

/// <summary>Năm Căn (luan, kiet) and Tân Thành (phuc, loan) are asked about a birth registration that khoi of Đất Mũi appraises.</summary>
internal static class Consulted
{
    public const string NamCan = "UBND-32191";
    public const string TanThanh = "UBND-32025";
    public const string Question = "Cha của trẻ có hộ khẩu tại địa phương không?";

    /// <summary>A dossier that stands at the appraisal.</summary>
    public static async Task<string> Dossier(House house)
    {
        house.Clock.Set(House.Morning);
        return await Received.New(house);
    }

    public static object Body(string[]? agencies = null, string question = Question, string legalBasis = "Điều 5 Nghị định 123/2015/NĐ-CP", decimal term = 1,
        string unit = "workingDay",
        string[]? papers = null, bool showsForm = false) =>
        new { agencies = agencies ?? [NamCan], question, legalBasis, term, unit, papers = papers ?? [], showsForm };

    /// <summary>Asks as khoi.</summary>
    /// <returns>Ids of what is new, in the order of asking.</returns>
    public static async Task<Guid[]> Ask(House house, string code, object? body = null)
    {
        var before = await house.Scalar<long>("select count(*) from dossiers.consultation c join dossiers.dossier d on d.id = c.dossier_id where d.code = "
            + "$1", code);
        var rows = await Received.Act(await house.SignedIn("khoi"), code, "consultations", body ?? Body()).Ok();
        return [.. rows.EnumerateArray().Skip((int)before).Select(row => row.GetProperty("id").GetGuid())];
    }

    public static Task<HttpResponseMessage> Answer(HttpClient official, Guid id, string? stance, string? text = null) =>
        Applicant.Send(official, HttpMethod.Post, $"/api/v1/desk/consultations/{id}/answer", new { stance, text });

    public static async Task<JsonElement> Row(House house, string code, int no = 1) =>
        (await Applicant.Send(await house.SignedIn("khoi"), HttpMethod.Get, $"/api/v1/desk/dossiers/{code}/consultations").Ok()).EnumerateArray()
        .ElementAt(no - 1);

    public static Task<string> State(House house, Guid id) => house.Scalar<string>("select state from dossiers.consultation where id = $1", id);
}
