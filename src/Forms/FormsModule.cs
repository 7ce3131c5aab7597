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
}
