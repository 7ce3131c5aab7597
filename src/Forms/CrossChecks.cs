using System.Text.Json.Nodes;
using MotCua.Forms.Contracts;
using MotCua.People.Contracts.Identifiers;
using MotCua.Platform.Text;

namespace MotCua.Forms;

/// <summary>Comparisons of one answer with another.</summary>
internal static class CrossChecks
{
    public static void Look(FormDefinition form, FormField field, JsonObject answers, RawValues raw, FieldReader reader)
    {
        if (field.After is { } first && PartialDate.Parse(answers.TextAt(first)) is { } start
            && PartialDate.Parse(answers.TextAt(field.Name)) is { } end && end.Earliest <= start.Earliest)
        {
            var other = form.Pages.SelectMany(page => page.Fields).First(f => f.Name == first).Label;
            reader.Say(field.Name, $"{field.Label} phải sau {VietnameseText.InSentence(other)} ({start.Shown})");
        }
        if (field.DiffersFrom is { } another && answers.TextAt(another) is { } same && same == answers.TextAt(field.Name))
            reader.Say(field.Name, "Số này trùng số của người đứng tên. Sửa ở đây, hoặc sửa phần khai người đứng tên");
        if (field.Type != FieldType.PersonalId || PersonalId.Read(answers.TextAt(field.Name), out _) is not { } id) return;
        // The digits are only a hint: old registers hold mistakes, and the number stays as it was issued.
        if (field.BirthField is { } birth && PartialDate.Parse(answers.TextAt(birth)) is { } born && born.Year != id.BirthYear)
        {
            Warn($"{field.Name}.birth", $"{id.BirthYear}/{born.Year}",
                $"Số định danh thường cho năm sinh {id.BirthYear} nhưng ông/bà nhập {born.Year}. Xem lại, hoặc chọn \"Vẫn đúng\"");
        }
        if (field.SexField is { } sexField && answers.TextAt(sexField) is "male" or "female" && answers.TextAt(sexField) != id.Sex)
        {
            var (usual, given) = id.Sex == "male" ? ("nam", "nữ") : ("nữ", "nam");
            Warn($"{field.Name}.sex", $"{id.Digits}/{given}",
                $"Số định danh thường cho giới tính {usual} nhưng ông/bà chọn {given}. Xem lại, hoặc chọn \"Vẫn đúng\"");
        }

        void Warn(string what, string value, string message)
        {
            if (raw[$"confirm.{what}"] == value) return;
            reader.Warnings.Add(new FieldWarning(AnswerPaths.ElementId(field.Name), message, $"confirm.{what}", value));
        }
    }
}
