using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Papers.Contracts;
using MotCua.Platform.Security;
using MotCua.Platform.Time;
using MotCua.Platform.Ui;
using MotCua.Platform.Web;

namespace MotCua.Papers.Verify;

// Larger than what is judged: a browser whose body is cut off shows no answer at all.
[Face(Face.Portal), Door("Verify", OnlyWrites = true), RequestSizeLimit(MostPosted), RequestFormLimits(MultipartBodyLengthLimit = MostPosted)]
internal sealed class VerifyModel(ResultVerification verification, Budgets budgets, TimeProvider clock) : PageModel
{
    private const long MostPosted = 110L * 1024 * 1024;

    public PdfVerdict? Verdict { get; private set; }
    public PublicResult? Result { get; private set; }
    public DateOnly Today => clock.Today();
    public bool FromToken { get; private set; }
    public IReadOnlyList<FieldProblem> Problems { get; private set; } = [];

    public async Task<IActionResult> OnGet(string? token)
    {
        if (token is null) return Page();
        budgets.Spend(Doors.Verify);
        if (await verification.CheckToken(token) is not { } found)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            Problems = [new FieldProblem("", "Không có kết quả nào mang mã này. Quét lại mã QR, hoặc tải tệp lên để kiểm tra")];
            return Page();
        }
        (Result, Verdict, FromToken) = (found.Result, found.Verdict, true);
        return Page();
    }

    public async Task<IActionResult> OnPost(IFormFile? file)
    {
        if (file is null || file.Length == 0)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            Problems = [new FieldProblem("f-file", "Chọn tệp PDF cần kiểm tra. Tệp rỗng thì tải lại tệp khác")];
            return Page();
        }
        if (file.Length > UploadInspection.MaxBytes)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            Problems = [new FieldProblem("f-file", $"Tệp nặng {Vi.FileSize(file.Length)}. Chọn tệp dưới 20 MB")];
            return Page();
        }
        await using var stream = file.OpenReadStream();
        try
        {
            (Verdict, Result) = await verification.CheckFile(await VerifyEndpoints.Bytes(stream, HttpContext.RequestAborted));
        }
        catch (Refused refused) when (refused.Status is 400)
        {
            Response.StatusCode = refused.Status;
            Problems = [new FieldProblem("f-file", refused.Message)];
        }
        return Page();
    }
}
