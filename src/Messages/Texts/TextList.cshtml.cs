using Microsoft.AspNetCore.Mvc.RazorPages;
using MotCua.Organisation.Contracts;
using MotCua.Platform.Security;

namespace MotCua.Messages.Texts;

/// <summary>Lời tin nhắn: every text that people are sent, since when, and by whom.</summary>
[Face(Face.Admin, Roles.ProcedureOfficer, Roles.Administrator)]
internal sealed class TextListModel(TextReading reading) : PageModel
{
    public ILookup<string, TextInForce> Events { get; private set; } = Array.Empty<TextInForce>().ToLookup(_ => "");

    public async Task OnGet() => Events = (await reading.All()).OrderBy(text => text.Channel switch { "inApp" => 0, "sms" => 1, _ => 2 })
        .ToLookup(text => text.Event);
}
