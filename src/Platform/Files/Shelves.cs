using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using MotCua.Platform.Postgres;

namespace MotCua.Platform.Files;

/// <summary>
/// Chọn kho tệp. Files:Place (or --files) names it: a folder, or s3://bucket/prefix with Files:S3:Endpoint, Region, AccessKey and SecretKey;
/// without keys those of the machine are used, as the Amazon SDK finds them.
/// </summary>
public static class Shelves
{
    public const string Setting = "Files:Place";
    private const string Scheme = "s3://";

    public static IShelf Of(IConfiguration settings, string dataFolder, ILoggerFactory loggers) => At(settings[Setting], settings, dataFolder, loggers);

    /// <param name="place">null or "folder": the folder "files" of the data folder.</param>
    /// <exception cref="GroundException">The address or a setting is wrong; the sentence says which.</exception>
    public static IShelf At(string? place, IConfiguration settings, string dataFolder, ILoggerFactory loggers)
    {
        var address = Normal(place, dataFolder);
        if (!address.StartsWith(Scheme, StringComparison.Ordinal)) return new FolderShelf(address);
        var (bucket, prefix) = address[Scheme.Length..].Split('/', 2) is [var first, var rest]
            ? (first, rest.TrimEnd('/') + "/") : (address[Scheme.Length..], "");
        if (bucket.Length is < 3 or > 63) throw new GroundException($"Địa chỉ kho tệp {place} chưa có tên thùng. Viết s3://THÙNG hoặc s3://THÙNG/TIỀN_TỐ.");
        var config = new AmazonS3Config
        {
            // What every S3 server understands, not only the newest.
            ForcePathStyle = true, RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED, Timeout = TimeSpan.FromSeconds(20), MaxErrorRetry = 2,
            AuthenticationRegion = settings["Files:S3:Region"] ?? "us-east-1",
        };
        if (settings["Files:S3:Endpoint"] is { Length: > 0 } endpoint)
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                throw new GroundException($"Files__S3__Endpoint “{endpoint}” không phải địa chỉ http hoặc https.");
            config.ServiceURL = endpoint;
        }
        else config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(config.AuthenticationRegion);
        var client = (settings["Files:S3:AccessKey"], settings["Files:S3:SecretKey"]) switch
        {
            ({ Length: > 0 } key, { Length: > 0 } secret) => new AmazonS3Client(new BasicAWSCredentials(key, secret), config),
            (null or "", null or "") => new AmazonS3Client(config),
            _ => throw new GroundException("Đặt cả Files__S3__AccessKey và Files__S3__SecretKey, hoặc không đặt cái nào."),
        };
        return new S3Shelf(client, bucket, prefix, Path.Combine(dataFolder, "files", "incoming"), loggers.CreateLogger<S3Shelf>());
    }

    /// <summary>The one way to write an address, so that two that are the same are seen to be.</summary>
    public static string Normal(string? place, string dataFolder) => place is null or "" or "folder" ? Path.Combine(dataFolder, "files")
        : place.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Scheme + place[Scheme.Length..].Trim('/')
        : place.Contains("://", StringComparison.Ordinal) ? throw new GroundException($"Kho tệp {place} phải là một thư mục hoặc s3://THÙNG/TIỀN_TỐ.")
        : Path.GetFullPath(place);
}
