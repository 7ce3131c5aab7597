using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MotCua.Messages;
using MotCua.People.Contracts;
using MotCua.People.SignIn;
using MotCua.Platform;
using MotCua.Platform.Events;
using MotCua.Platform.Jobs;
using MotCua.Platform.Time;
using MotCua.Platform.Web;
using Npgsql;
using Xunit;

namespace MotCua.Tests.TestKit;

/// <summary>
/// The real product on a database of its own: take it as <c>IClassFixture&lt;House&gt;</c> (one per class; tests of one
/// class share it) or make and dispose one in a test.
/// <code>
/// public sealed class ReceiveTests(House house) : IClassFixture&lt;House&gt;
/// {
///     [Fact] public async Task An_official_receives()
///     {
///         var desk = await house.SignedIn("diem");                    // a demo account of data/demo/people.json
///         var page = await House.Read(await desk.GetAsync("/noi-bo"));  // AngleSharp document
///         var answer = await house.Post(desk, "/tai-khoan", new() { ["name"] = "…" });  // GET, then post its form with the token
///         await house.Drain();                                        // subscribers and due jobs
///         Assert.Equal(1, await house.Scalar&lt;long&gt;("select count(*) from dossiers.dossier"));
///     }
/// }
/// </code>
/// The clock stands at 28/04/2026 09:00 Vietnam time and ticks; move it with <see cref="Clock"/>. Sessions age by <see cref="SessionClock"/>.
/// Derive and override <see cref="Demo"/> or <see cref="Configure"/> for another set-up.
/// </summary>
public class House : IAsyncLifetime
{
    public static readonly DateTimeOffset Morning = new(2026, 4, 28, 9, 0, 0, VietnamTime.Offset);

    private readonly List<HttpClient> clients = [];
    private WebApplication? app;
    private Ground? ground;
    private string owner = "";

    /// <summary>false = as in production: no test controls.</summary>
    protected virtual bool Demo => true;

    /// <summary>Data folder of its own; null: the one that all houses of the run share.</summary>
    protected virtual string? DataFolder => null;

    /// <summary>The database, as owner and as application: a fresh copy of the template.</summary>
    protected virtual Task<(string Owner, string Application)> Database(Ground given) => given.Clone();

    /// <summary>Settings and services on top of the product's own.</summary>
    protected virtual void Configure(WebApplicationBuilder builder) { }

    public AdjustableClock Clock { get; } = new();

    public AdjustableClock SessionClock { get; } = new();

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => app!.Services;

    /// <summary>Connection of the schema owner, who may do what the application may not.</summary>
    public string OwnerConnection => owner;

    public virtual async ValueTask InitializeAsync()
    {
        ground = await Ground.Get();
        (owner, var application) = await Database(ground);
        await Start(ground, application);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var client in clients) client.Dispose();
        if (app is not null)
        {
            var source = app.Services.GetRequiredService<NpgsqlDataSource>();
            await app.StopAsync();
            await app.DisposeAsync();
            await source.DisposeAsync();
        }
        if (ground is not null && owner.Length > 0) await ground.Drop(owner);
    }

    /// <summary>A client without session. Redirects are not followed; cookies are kept.</summary>
    public HttpClient Anonymous(string? token = null)
    {
        var cookies = new CookieContainer();
        if (token is not null) cookies.Add(Address, new Cookie("motcua", token));
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = Address };
        lock (clients) clients.Add(client);
        return client;
    }

    /// <summary>A client with the session cookie of a demo account, for pages and the API alike.</summary>
    public async Task<HttpClient> SignedIn(string username)
    {
        await using var scope = Scope();
        var account = await scope.ServiceProvider.GetRequiredService<Accounts>().Find(username)
            ?? throw new InvalidOperationException($"There is no account {username}.");
        var client = Anonymous((await scope.ServiceProvider.GetRequiredService<Sessions>().Start(account, "Kiểm thử")).Token);
        Names.Add(client, username);
        return client;
    }

    /// <summary>Of the demo account that a client of <see cref="SignedIn"/> is: what a leader types before signing.</summary>
    public static string PasswordOf(HttpClient signedIn) => "motcua-" + (Names.TryGetValue(signedIn, out var username) ? username : "");

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<HttpClient, string> Names = [];

    public static async Task<IHtmlDocument> Read(HttpResponseMessage response)
    {
        var context = BrowsingContext.New(Configuration.Default);
        return (IHtmlDocument)await context.OpenAsync(async request => request.Content(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>Opens a page and posts its form (the one the selector names) as a browser would, with these fields changed.</summary>
    /// <param name="to">Where somebody sends it who does not keep to the form.</param>
    public static async Task<HttpResponseMessage> Post(HttpClient client, string url, Dictionary<string, string> fields, string form = "main form[method=post]",
        string? to = null, IHtmlDocument? opened = null)
    {
        var page = opened is null ? await client.GetAsync(url) : null;
        if (page is { StatusCode: not HttpStatusCode.OK }) throw new InvalidOperationException($"GET {url} answered {(int)page.StatusCode}.");
        var document = opened ?? await Read(page!);
        var element = (IHtmlFormElement?)document.QuerySelector(form) ?? throw new InvalidOperationException($"{url} has no form {form}.");
        var values = new List<KeyValuePair<string, string>>();
        foreach (var input in element.QuerySelectorAll<IHtmlInputElement>("input[name]"))
        {
            if (input.Type is "submit" or "button" or "file" || (input.Type is "checkbox" or "radio" && !input.IsChecked)) continue;
            if (!fields.ContainsKey(input.Name!)) values.Add(new(input.Name!, input.Value));
        }
        foreach (var area in element.QuerySelectorAll<IHtmlTextAreaElement>("textarea[name]"))
            if (!fields.ContainsKey(area.Name!)) values.Add(new(area.Name!, area.Value));
        foreach (var select in element.QuerySelectorAll<IHtmlSelectElement>("select[name]"))
            if (!fields.ContainsKey(select.Name!)) values.Add(new(select.Name!, select.Value ?? ""));
        values.AddRange(fields);
        if (to is not null) return await client.PostAsync(to[0] == '?' ? url + to : to, new FormUrlEncodedContent(values));
        var action = element.GetAttribute("action") is { Length: > 0 } given ? given : url;
        return await client.PostAsync(action, new FormUrlEncodedContent(values));
    }

    /// <summary>Feeds all subscribers and runs all jobs that are due, until nothing moves.</summary>
    public async Task Drain()
    {
        var jobs = Services.GetRequiredService<JobRunner>();
        do { await Services.GetRequiredService<Dispatcher>().Drain(); }
        while (await jobs.RunNext() || await Delivered());
    }

    private async Task<bool> Delivered()
    {
        var tried = false;
        foreach (var channel in Deliver.Channels)
        {
            await using var scope = Scope();
            tried |= await scope.ServiceProvider.GetRequiredService<Deliver>().Run(channel);
        }
        return tried;
    }

    public AsyncServiceScope Scope() => Services.CreateAsyncScope();

    /// <summary>One value, as the schema owner. Parameters are $1, $2…</summary>
    public async Task<T> Scalar<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (await command.ExecuteScalarAsync()) is T found ? found : default!;
    }

    public async Task<int> Execute(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>With the rights of the application and no more.</summary>
    public async Task ExecuteAsApplication(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Does something at another time ("2026-05-05T10:00:00+07:00") and turns the clock back to where it was.</summary>
    public async Task At(string time, Func<Task> what)
    {
        Clock.Set(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        try { await what(); }
        finally { Clock.Set(Morning); }
    }

    /// <summary>Fills the template once: reference data and demo people of every room.</summary>
    internal async Task Furnish(Ground given, string ownerConnection, string application)
    {
        owner = ownerConnection;
        await Start(given, application);
        var options = Services.GetRequiredService<StartOptions>();
        foreach (var module in Services.GetRequiredService<ModuleSet>().All)
        {
            await using var scope = Scope();
            await module.Load(scope.ServiceProvider, options, _ => { });
        }
        foreach (var module in Services.GetRequiredService<ModuleSet>().All)
        {
            await using var scope = Scope();
            await module.SeedDemo(scope.ServiceProvider, options, _ => { });
        }
        await Drain();
    }

    private async Task Start(Ground given, string application)
    {
        Clock.Set(Morning);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "MotCua.Host", ContentRootPath = Path.Combine(Ground.Repository, "src", "Host"),
            EnvironmentName = Demo ? "Demo" : "Production",
        });
        builder.Configuration.Sources.Clear();
        // One writer on every machine, as many requests as a test likes; LibreOffice and budgets have tests of their own.
        builder.Configuration.AddInMemoryCollection([new("Papers:Office", "off"), new("Budgets:Off", "true")]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddKeyedSingleton<TimeProvider>(Sessions.Clock, SessionClock);
        Configure(builder);
        var options = new StartOptions(Path.Combine(Ground.Repository, "data"), DataFolder ?? Path.Combine(given.Folder, "house"), Demo,
            OwnerConnection: Demo ? owner : null);
        builder.Services.AddHouse(builder.Configuration, ModuleSet.Discover(), options, application, Clock);
        app = builder.Build();
        app.UseHouse();
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }
}
