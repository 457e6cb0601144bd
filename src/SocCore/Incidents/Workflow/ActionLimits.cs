namespace SocCore.Incidents.Workflow;

/// <summary>How long and how many; the API publishes these numbers and refuses more.</summary>
public static class ActionLimits
{
    /// <summary>Characters of a title.</summary>
    public const int Title = 160;

    /// <summary>Characters of a description, comment, summary, reason or root cause.</summary>
    public const int Prose = 30_000;

    /// <summary>Number of tags.</summary>
    public const int Tags = 200;

    /// <summary>Characters of a tag.</summary>
    public const int Tag = 256;

    /// <summary>Characters of a person's name.</summary>
    public const int Person = 128;

    /// <summary>The longest rest.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromDays(90);

    internal static List<WorkflowRefusal> Check(IncidentAction action, DateTimeOffset now)
    {
        List<WorkflowRefusal> refusals = [];
        switch (action)
        {
            case Transition move:
                Length("summary", move.Summary, Prose);
                Length("root_cause", move.RootCause, Prose);
                Length("hold_reason", move.HoldReason, Prose);
                Length("reason", move.Reason, Prose);
                if (move.HoldUntil is { } until && (until <= now || until > now + Hold))
                    Refuse("hold_until", $"hold_until is a time within the next {Hold.TotalDays:0} days.");
                break;
            case Assignment { Assignee: { } assignee }:
                NotBlank("assignee", assignee);
                Length("assignee", assignee, Person);
                break;
            case Comment comment:
                NotBlank("text", comment.Text);
                Length("text", comment.Text, Prose);
                break;
            case Edit edit:
                if (edit.Title is not null)
                    NotBlank("title", edit.Title);
                Length("title", edit.Title, Title);
                Length("desc", edit.Description, Prose);
                if (edit.Tags is { Count: > Tags })
                    Refuse("tags", $"There are {edit.Tags.Count} tags; the most is {Tags}.");
                foreach (string tag in edit.Tags ?? [])
                {
                    NotBlank("tags", tag);
                    Length("tags", tag, Tag);
                }

                break;
            default:
                break;
        }

        return refusals;

        void Refuse(string member, string message) => refusals.Add(new WorkflowRefusal(RefusalKind.Invalid, message, member));

        void Length(string member, string? value, int most)
        {
            if (value?.Length > most)
                Refuse(member, $"{member} has {value.Length} characters; the most is {most}.");
        }

        void NotBlank(string member, string value)
        {
            if (string.IsNullOrWhiteSpace(value))
                Refuse(member, $"{member} is empty.");
        }
    }
}
