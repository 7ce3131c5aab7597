using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MotCua.Platform.Security;

namespace MotCua.Platform.Ui;

/// <summary>
/// The style sheet, script, icons and fonts, held in memory and served from our own origin. The address of each holds a
/// hash of its content, so a browser may keep it for ever and never asks twice.
/// </summary>
public static class Assets
{
    private const string Prefix = "ui/";
    private static readonly FrozenDictionary<string, Asset> ByName = Load();
    private static readonly FrozenDictionary<string, Asset> ByFile = ByName.Values.ToFrozenDictionary(asset => asset.File);

    /// <summary>Address of an asset, for example <c>Assets.Url("duoc.css")</c> → <c>/assets/duoc.1f0c9a3b2d.css</c>.</summary>
    public static string Url(string name) => ByName.TryGetValue(name, out var asset)
        ? asset.Url
        : throw new ArgumentException($"There is no asset {name}.", nameof(name));

    public static IEndpointRouteBuilder MapAssets(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/assets/{file}", [HttpMethods.Get, HttpMethods.Head], (string file, HttpContext http) => Send(file, http))
            .OpenTo(Face.Portal).WithMetadata(Web.DoorKeeper.Free).ExcludeFromDescription();
        app.MapGet("/favicon.ico", () => Results.Redirect(Url("icon.svg"))).OpenTo(Face.Portal).ExcludeFromDescription();
        return app;
    }

    internal static int CompressedSize(string name) => ByName[name].Brotli.Length;

    internal static int Size(string name) => ByName[name].Content.Length;

    internal static string Text(string name) => Encoding.UTF8.GetString(ByName[name].Content);

    private static async Task Send(string file, HttpContext http)
    {
        if (!ByFile.TryGetValue(file, out var asset))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var (bytes, encoding) = !asset.Compressible ? (asset.Content, null)
            : accepted.Contains("br", StringComparison.Ordinal) ? (asset.Brotli, "br")
            : accepted.Contains("gzip", StringComparison.Ordinal) ? (asset.Gzip, "gzip")
            : (asset.Content, (string?)null);
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.ContentType = asset.Type;
        headers.ContentLength = bytes.Length;
        headers.Vary = "Accept-Encoding";
        if (encoding is not null) headers.ContentEncoding = encoding;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var house = typeof(Assets).Assembly;
        var assets = new Dictionary<string, Asset>();
        // Style sheets last: they name the fonts by their hashed addresses.
        foreach (var resource in house.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .OrderBy(name => name.EndsWith(".css", StringComparison.Ordinal)))
        {
            var name = resource[Prefix.Length..];
            var content = Read(house, resource);
            if (name.EndsWith(".css", StringComparison.Ordinal))
            {
                var sheet = new StringBuilder(Encoding.UTF8.GetString(content));
                foreach (var other in assets.Values) sheet.Replace($"url(\"{other.Name}\")", $"url(\"{other.Url}\")");
                content = Encoding.UTF8.GetBytes(sheet.ToString());
            }
            assets.Add(name, new Asset(name, content));
        }
        return assets.ToFrozenDictionary();
    }

    private static byte[] Read(Assembly house, string resource)
    {
        using var stream = house.GetManifestResourceStream(resource)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private sealed class Asset(string name, byte[] content)
    {
        private readonly Lazy<byte[]> brotli = new(() => Squeeze(content, into => new BrotliStream(into, CompressionLevel.SmallestSize)));
        private readonly Lazy<byte[]> gzip = new(() => Squeeze(content, into => new GZipStream(into, CompressionLevel.SmallestSize)));

        public string Name { get; } = name;

        public byte[] Content { get; } = content;

        public string File { get; } = Path.GetFileNameWithoutExtension(name) + "."
            + Convert.ToHexStringLower(SHA256.HashData(content))[..10] + Path.GetExtension(name);

        public string Url => "/assets/" + File;

        public byte[] Brotli => brotli.Value;

        public byte[] Gzip => gzip.Value;

        /// <summary>Fonts are compressed already.</summary>
        public bool Compressible => !Name.EndsWith(".woff2", StringComparison.Ordinal);

        public string Type => Path.GetExtension(Name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            _ => "application/octet-stream",
        };

        private static byte[] Squeeze(byte[] content, Func<Stream, Stream> open)
        {
            using var into = new MemoryStream();
            using (var stream = open(into)) stream.Write(content);
            return into.ToArray();
        }
    }
}
