using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Forms.Contracts;
using MotCua.Platform;

namespace MotCua.Forms;

public sealed class FormsModule : Module
{
    public override int Rank => 2;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<FormLibrary>();
        services.AddScoped<PlaceBook>();
    }

    public override async Task Load(IServiceProvider services, StartOptions options, Action<string> say)
    {
        var published = await FormFiles.Publish(services.GetRequiredService<FormLibrary>(), options.ReferenceData);
        if (published.Count > 0) say($"Biểu mẫu điện tử: công bố {string.Join(", ", published)}");
    }
}
