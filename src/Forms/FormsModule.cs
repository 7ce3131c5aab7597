using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Forms.Contracts;
using MotCua.Platform;
using MotCua.Platform.Loading;

namespace MotCua.Forms;

public sealed class FormsModule : Module
{
    public override int Rank => 2;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<KnownForms>().AddScoped<FormLibrary>();
        services.AddScoped<PlaceBook>();
        services.AddSingleton(new ReferenceStep("Biểu mẫu điện tử", 90,
            (provider, folder) => FormFiles.Load(provider.GetRequiredService<FormLibrary>(), folder)));
    }
}
