namespace MotCua.Platform.Events;

/// <summary>Việc bị để riêng: tried often enough, a person decides. Who looks after the system is told of it.</summary>
/// <param name="What">fact, job or timer.</param>
/// <param name="Name">The subscriber, the kind of job, the kind of timer.</param>
/// <param name="Key">Which one, for the page and the log.</param>
[Fact("work.set-aside/1")]
public sealed record WorkSetAside(string What, string Name, string Key)
{
    public const string Fact = "fact";
    public const string Job = "job";
    public const string Timer = "timer";
}

/// <summary>Thử lại: who asked stands in the log.</summary>
/// <param name="What">As in <see cref="WorkSetAside"/>, or message.</param>
/// <param name="Key">Which one; "all": all of the name.</param>
[Fact("work.retry-asked/1")]
public sealed record WorkRetryAsked(string What, string Name, string Key);
