using Microsoft.Playwright;
using Xunit;

namespace MotCua.Journeys;

/// <summary>A visitor without a mouse: reaches everything by Tab and sees at each stop where the focus is.</summary>
public sealed class Keys
{
    private const int Patience = 250;
    private readonly IPage page;
    private readonly string journey;

    public Keys(IPage page, string journey)
    {
        (this.page, this.journey) = (page, journey);
        // Whoever listens from the beginning misses no chooser: a listener that comes with the key press may come after it.
        page.FileChooser += (_, _) => { };
    }

    /// <summary>Whether the focus is on the target, and what is wrong with where it is: no ring, or hidden by something.</summary>
    private const string Stop = """
        target => {
          const here = document.activeElement;
          if (!here || here === document.body || here === document.documentElement) return ['', ''];
          const style = getComputedStyle(here), box = here.getClientRects()[0];
          const name = here.outerHTML.slice(0, 160);
          const at = here === target || (here.type === 'radio' && target.type === 'radio' && here.name === target.name) ? 'at' : '';
          if (!box) return [at, 'the focus is on something that is not shown: ' + name];
          const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
          if (!ring) return [at, 'no focus is seen on ' + name];
          const inside = (low, high, most) => Math.max(1, Math.min(most - 1, (Math.max(low, 0) + Math.min(high, most)) / 2));
          if (box.bottom < 0 || box.top > innerHeight) return [at, 'the focus is out of sight on ' + name];
          const top = document.elementFromPoint(inside(box.left, box.right, innerWidth), inside(box.top, box.bottom, innerHeight));
          const own = top && (here.contains(top) || top.contains(here) || [...(here.labels || [])].some(label => label.contains(top)));
          return [at, own ? '' : 'the focus is covered on ' + name + ' by ' + (top && top.outerHTML.slice(0, 160))];
        }
        """;

    /// <summary>Marks a document that is about to be replaced: by a link of this window or by a form that no script sends itself.</summary>
    private const string Leaving = """
        () => {
          if (window.leaving !== undefined) return;
          window.leaving = false;
          addEventListener('click', pressed => {
            const link = pressed.target.closest('a[href]');
            const here = link && link.hash && link.pathname + link.search === location.pathname + location.search;
            const stays = !link || here || link.target || link.hasAttribute('download');
            if (!stays && !pressed.defaultPrevented) window.leaving = true;
          });
          addEventListener('submit', sent => { if (!sent.defaultPrevented && sent.target.method !== 'dialog') window.leaving = true; });
        }
        """;

    private IKeyboard Board => page.Keyboard;

    public async Task To(ILocator target)
    {
        var wanted = await target.ElementHandleAsync();
        for (var stops = 0; stops < Patience; stops++)
        {
            var seen = await page.EvaluateAsync<string[]>(Stop, wanted);
            Assert.True(seen[1].Length == 0, $"{journey} {page.Url}: {seen[1]}");
            if (seen[0].Length > 0) return;
            await Board.PressAsync("Tab");
        }
        Assert.Fail($"{journey} {page.Url}: {target} is not reached by Tab");
    }

    /// <summary>Whoever presses a link or sends a form reads on only when the next page is there; a key press itself does not wait for it.</summary>
    public async Task Press(ILocator target)
    {
        await To(target);
        await page.EvaluateAsync(Leaving);
        await Board.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => !window.leaving");
    }

    public async Task Write(ILocator box, string text)
    {
        await To(box);
        if ((await box.InputValueAsync()).Length > 0) await Board.PressAsync("Control+A");
        if (text.Length == 0) await Board.PressAsync("Delete");
        else await Board.TypeAsync(text);
    }

    public async Task Tick(ILocator box, bool on = true)
    {
        await To(box);
        if (await box.IsCheckedAsync() != on) await Board.PressAsync("Space");
    }

    /// <summary>A group of radio buttons is one stop; the arrows choose in it.</summary>
    public async Task Choose(ILocator radio)
    {
        await To(radio);
        await Board.PressAsync("Space");
        for (var turns = 0; !await radio.IsCheckedAsync(); turns++)
        {
            Assert.True(turns < 20, $"{journey} {page.Url}: the arrows do not reach {radio}");
            await Board.PressAsync("ArrowDown");
        }
    }

    public async Task Give(ILocator box, FilePayload file)
    {
        await To(box);
        var chooser = await page.RunAndWaitForFileChooserAsync(() => Board.PressAsync("Enter"));
        await chooser.SetFilesAsync(file);
    }
}
