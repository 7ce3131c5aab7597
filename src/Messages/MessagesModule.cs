using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MotCua.Messages.Channels;
using MotCua.Messages.Contracts;
using MotCua.Messages.Notices;
using MotCua.Messages.Outbox;
using MotCua.Messages.Texts;
using MotCua.Platform;
using MotCua.Platform.Events;
using MotCua.Platform.Outside;
using MotCua.Platform.Data;
using MotCua.Platform.Jobs;
using MotCua.Platform.Security;
using MotCua.Platform.Ui;
using MotCua.Platform.Vitals;

namespace MotCua.Messages;

public sealed class MessagesModule : Module
{
    public override int Rank => 3;

    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped(provider => new Messenger(provider.GetRequiredService<Db>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<QuietHours>()));
        services.AddScoped(provider => new ToldMessages(provider.GetRequiredService<Db>()));
        services.AddScoped(provider => new StaffNotices(provider.GetRequiredService<Db>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<MyNotices>().AddScoped<ChooseChannels>();
        services.AddSingleton(new NavigationItem(Face.Desk, 50, "Nhắc việc", "/noi-bo/nhac-viec", "alarm") { Question = MyNotices.Unread });
        services.AddScoped<TextReading>().AddScoped<ChangeText>();
        services.AddScoped<SendMessage>().AddScoped<Deliver>();
        services.AddSingleton<QuietHours>();
        services.AddHttpClient(SendMessage.ClientName);
    }

    public override IEnumerable<string> KeptByReset => ["template", "text_change"];

    public override IEnumerable<StreamName> StreamNames =>
        [new("message-text", "Lời tin nhắn", "select id::text, event || ', ' || channel from messages.text_change where id = any($1::uuid[])")];

    public override Task Reconcile(IServiceProvider services, Lost lost) => TakenAgain.Keep(services.GetRequiredService<Db>(), lost);

    public override void Map(ModelBuilder model)
    {
        Message.Map(model);
        TextChange.Map(model);
    }

    public override IEnumerable<JobHandler> JobHandlers => [new(Reset.SendResetCode.Kind, Reset.SendResetCode.Run)];

    public override IEnumerable<RecurringJob> Recurring => [.. Deliver.Jobs, BlankCodes.Job];

    public override IEnumerable<Gauge> Gauges =>
    [
        new("motcua.messages.waiting", "{message}", "Messages that are not sent yet, at most 100000",
            "select count(*) from (select from messages.message where state = 'waiting' limit 100000) waiting"),
        new("motcua.messages.overdue", "s", "How long the oldest unsent message waits",
            "select coalesce(extract(epoch from $1 - min(created_at)), 0) from messages.message where state = 'waiting'"),
    ];

    public override IEnumerable<TroubleSource> Troubles => [MessageTroubles.Source];

    public override void MapEndpoints(IEndpointRouteBuilder app)
    {
        OutboxEndpoint.Map(app);
        NoticeEndpoints.Map(app);
    }
}
