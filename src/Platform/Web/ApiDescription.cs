using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using MotCua.Platform.Security;

namespace MotCua.Platform.Web;

/// <summary>
/// Bản mô tả API (OpenAPI): what holds for every operation is said here once, from what the endpoints themselves say (face, route, body). What one
/// operation answers is said beside it.
/// </summary>
internal static class ApiDescription
{
    private const string Session = "session";
    private const string Token = "bearer";
    private const string Program = "program";
    private const string Problem = "ProblemDetails";

    private static readonly (int Status, string Words)[] Refusals =
    [
        (400, "Nội dung gửi lên chưa đúng; errors nói từng chỗ"), (401, "Chưa đăng nhập, hoặc mã truy cập đã hết hiệu lực"),
        (403, "Tài khoản không được giao việc này"), (404, "Không có, hoặc không phải của người hỏi"),
        (409, "Không làm được ở trạng thái này, hoặc vừa có người làm trước"), (413, "Nội dung gửi lên quá lớn"),
        (415, "Kiểu nội dung chưa được hỗ trợ"), (422, "Idempotency-Key đã dùng cho nội dung khác"),
        (428, "Thiếu If-Match: phiên bản đã đọc"), (429, "Quá nhiều yêu cầu; Retry-After nói phải đợi bao lâu"),
        (503, "Cơ sở dữ liệu tạm thời không trả lời; gửi lại sau"),
    ];

    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Tài khoản"] = "Đăng nhập, mã truy cập của chương trình, tài khoản đang dùng", ["Thủ tục"] = "Danh mục thủ tục và biểu mẫu điện tử",
        ["Bản nháp"] = "Soạn hồ sơ trước khi nộp", ["Hồ sơ của người nộp"] = "Nộp, tra cứu, bổ sung, rút hồ sơ",
        ["Bàn một cửa"] = "Việc của cán bộ trên hồ sơ", ["Lấy ý kiến, phối hợp"] = "Hỏi và trả lời ý kiến giữa các cơ quan",
        ["Kho giấy tờ"] = "Giấy tờ của chủ tài khoản và ai đã xem", ["Kiểm tra kết quả"] = "Chữ ký của kết quả đã phát hành",
    };

    public static void Describe(OpenApiOptions options)
    {
        // Bytes and papers beside the pages are for who sits before them.
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = type => IsAnswers(type.Type) ? "Answers" : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer((document, _, _) =>
        {
            Whole(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            One(operation, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            ApiShapes.Number(schema);
            // Answers to a form: what they hold, the form itself says.
            if (IsAnswers(context.JsonTypeInfo.Type))
                (schema.Type, schema.AdditionalPropertiesAllowed, schema.Description) =
                    (JsonSchemaType.Object, true, "Câu trả lời theo biểu mẫu: GET /api/v1/procedures/{code}/form");
            return Task.CompletedTask;
        });
    }

    private static bool IsAnswers(Type type) => type == typeof(JsonObject) || type == typeof(JsonElement);

    private static void Whole(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "API một cửa", Version = "v1",
            Description = "Thủ tục hành chính: biểu mẫu, nộp, tiếp nhận, giải quyết, tra cứu. Mọi từ chối là problem+json (RFC 9457) bằng tiếng Việt.",
            License = new OpenApiLicense { Name = "Apache License 2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "Máy chủ này" }];
        var used = document.Paths.Values.SelectMany(path => path.Operations?.Values.AsEnumerable() ?? [])
            .SelectMany(one => one.Tags ?? Enumerable.Empty<OpenApiTagReference>())
            .Select(tag => tag.Name!).Distinct().Order(StringComparer.Ordinal);
        document.Tags = used.Select(name => new OpenApiTag { Name = name, Description = Tags.GetValueOrDefault(name, name) }).ToHashSet();
        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        components.SecuritySchemes[Session] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "__Host-motcua", Description = "Phiên của trình duyệt (qua http: motcua)",
        };
        components.SecuritySchemes[Token] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Mã phiên của người, từ POST /api/v1/session",
        };
        components.SecuritySchemes[Program] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OAuth2, Description = "Mã truy cập của chương trình kết nối, sống 30 phút",
            Flows = new OpenApiOAuthFlows
            {
                ClientCredentials = new OpenApiOAuthFlow
                {
                    TokenUrl = new Uri("/api/v1/token", UriKind.Relative),
                    Scopes = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["file"] = "Nộp hồ sơ cho người dân của chương trình", ["desk"] = "Làm việc ở vị trí được giao",
                    },
                },
            },
        };
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        components.Schemas[Problem] = ProblemSchema();
        ApiShapes.Settle(document);
    }

    /// <summary>RFC 9457, with the places to mend and, for an accident, the code to say on the phone.</summary>
    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object, Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("about:blank"), ["title"] = Text("Câu nói phải làm gì"), ["instance"] = Text("Đường dẫn đã gọi"),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "Mã trạng thái HTTP" },
            ["incident"] = Text("Mã sự cố để đọc khi gọi 1022"),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array, Description = "Từng chỗ cần sửa",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object, Required = new HashSet<string>(StringComparer.Ordinal) { "field", "message" },
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["field"] = Text("JSON pointer hoặc tên trường"), ["message"] = Text("Câu nói phải sửa gì"),
                    },
                },
            },
        },
    };

    private static OpenApiSchema Text(string words) => new() { Type = JsonSchemaType.String, Description = words };

    private static void One(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var (method, path) = (context.Description.HttpMethod ?? "GET", "/" + context.Description.RelativePath!.TrimEnd('/'));
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var face = metadata.OfType<FaceAttribute>().LastOrDefault()?.Face ?? Face.Portal;
        operation.OperationId = operation.OperationId is { } name ? char.ToLowerInvariant(name[0]) + name[1..] : NameOf(method, path);
        operation.Description ??= operation.Summary;
        if (metadata.OfType<OpensSessionAttribute>().Any()) operation.Security = [new OpenApiSecurityRequirement()];
        else Secure(operation, face, path, context.Document!);
        if (metadata.OfType<DescribedBody>().LastOrDefault() is { } body) operation.RequestBody = body.Describe();
        // In the address a name begins small, as everywhere in the API.
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(one => one.In == ParameterLocation.Query))
            parameter.Name = char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..];
        var writes = method is not "GET";
        var hasBody = operation.RequestBody is not null;
        foreach (var (status, words) in Refusals)
        {
            var may = status switch
            {
                401 or 403 => face != Face.Portal || path.StartsWith("/api/v1/me", StringComparison.Ordinal)
                    || path.StartsWith("/api/v1/d", StringComparison.Ordinal),
                404 => path.Contains('{', StringComparison.Ordinal),
                409 => writes, 413 or 415 => hasBody, 422 => TakesKey(method, path), 428 => TakesVersion(method, path),
                _ => true,
            };
            if (may) Refusal(operation, status, words, context.Document!);
        }
        if (TakesKey(method, path)) Header(operation, "Idempotency-Key", "Một khóa cho một việc: gửi lại cùng khóa thì nhận lại đúng trả lời đầu", true);
        if (TakesVersion(method, path)) Header(operation, "If-Match", "Phiên bản của hồ sơ đã đọc (ETag); khi ký thì bắt buộc", Signs(path));
        foreach (var header in metadata.OfType<DescribedHeader>()) Header(operation, header.Name, header.Words, false);
        foreach (var (status, response) in operation.Responses!)
        {
            if (response is not OpenApiResponse own || status[0] != '2') continue;
            if (string.IsNullOrEmpty(own.Description) || own.Description is "OK" or "Created" or "No Content" or "Accepted")
                own.Description = status switch { "201" => "Đã tạo", "202" => "Đã nhận", "204" => "Đã làm, không có nội dung", _ => "Được" };
            foreach (var (kind, content) in own.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                if (kind == "application/schema+json") content.Schema = FormShape();
                else if (!kind.EndsWith("json", StringComparison.Ordinal)) content.Schema = ApiShapes.Bytes();
            }
            if (status == "201") Answer(own, "Location", "Địa chỉ của điều vừa tạo");
            if (path.StartsWith("/api/v1/desk/dossiers/{code}", StringComparison.Ordinal)
                && context.Description.SupportedResponseTypes.Any(one => one.Type?.GetProperty("Version") is not null))
                Answer(own, "ETag", "Phiên bản của hồ sơ sau việc này");
        }
    }

    /// <summary>GET …/form: its shape is JSON Schema's own.</summary>
    private static OpenApiSchema FormShape() =>
        new() { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true, Description = "JSON Schema 2020-12 của câu trả lời" };

    // Repeated without harm (decision 0022): whoever begins or files something says which time it is.
    private static bool TakesKey(string method, string path) => method == "POST"
        && (path == "/api/v1/drafts" || path.EndsWith("/files", StringComparison.Ordinal)
        || path.StartsWith("/api/v1/dossiers", StringComparison.Ordinal));

    // Acts on what was looked at (decision 0016).
    private static bool TakesVersion(string method, string path) =>
        method == "POST" && path.StartsWith("/api/v1/desk/dossiers/{code}", StringComparison.Ordinal);

    private static bool Signs(string path) => path.EndsWith("/sign", StringComparison.Ordinal);

    /// <summary>"POST /api/v1/vault/grants/{id:guid}/withdrawal" → postVaultGrantsIdWithdrawal.</summary>
    private static string NameOf(string method, string path) => method.ToLowerInvariant() + string.Concat(path.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Where(part => part is not ("api" or "v1"))
        .SelectMany(part => part.Trim('{', '}').Split(':')[0].Split('-')).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static void Secure(OpenApiOperation operation, Face face, string path, OpenApiDocument document)
    {
        OpenApiSecurityRequirement By(string scheme, params List<string> scopes) =>
            new() { [new OpenApiSecuritySchemeReference(scheme, document)] = scopes };
        operation.Security = face switch
        {
            Face.Portal => [new OpenApiSecurityRequirement(), By(Session), By(Token), By(Program, "file")],
            Face.Mine => [By(Session), By(Token)],
            // A signature is a person's (decision 0030).
            _ when Signs(path) => [By(Session), By(Token)],
            _ => [By(Session), By(Token), By(Program, "desk")],
        };
    }

    private static void Refusal(OpenApiOperation operation, int status, string words, OpenApiDocument document)
    {
        var key = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        operation.Responses ??= [];
        // What the endpoint says of itself counts, for example the errors of OAuth.
        if (operation.Responses.TryGetValue(key, out var own) && own.Content?.Keys.Any(kind => kind != "application/problem+json") == true) return;
        var response = new OpenApiResponse
        {
            Description = words,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, document) },
            },
        };
        if (status is 429 or 503) Answer(response, "Retry-After", "Số giây phải đợi");
        if (status == 401) Answer(response, "WWW-Authenticate", "Cách xác thực (RFC 6750)");
        operation.Responses[key] = response;
    }

    private static void Answer(OpenApiResponse response, string name, string words)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        response.Headers[name] = new OpenApiHeader { Description = words, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }

    private static void Header(OpenApiOperation operation, string name, string words, bool required)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            In = ParameterLocation.Header, Name = name, Description = words, Required = required, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }
}
