using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting.Display;
using SocCore.Events;

namespace SocHost.Logging;

/// <summary>
/// A line of the service's own log as a document of ECS: <c>log.level</c>, <c>log.logger</c>, <c>event.code</c> for the id
/// that every line has, <c>error.*</c>, <c>trace.id</c>, and the named values below <c>labels</c>, which ECS has as text.
/// </summary>
internal sealed class EcsLogEvent(string role)
{
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}", CultureInfo.InvariantCulture);

    private const string SourceContext = "SourceContext";
    private const string EventIdProperty = "EventId";

    private static readonly string Version =
        typeof(EcsLogEvent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>The document, one line.</summary>
    public ReadOnlyMemory<byte> Write(LogEvent line)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteString("@timestamp", Rfc3339.Format(line.Timestamp.ToUniversalTime()));
        json.WriteString("message", MessageOf(line));
        json.WriteStartObject("ecs");
        json.WriteString("version", EcsSchema.Version);
        json.WriteEndObject();
        json.WriteStartObject("log");
        json.WriteString("level", LevelOf(line.Level));
        if (TextOf(line, SourceContext) is { } logger)
            json.WriteString("logger", logger);
        json.WriteEndObject();
        WriteEvent(json, line);
        json.WriteStartObject("service");
        json.WriteString("name", "soc");
        json.WriteString("version", Version);
        json.WriteStartObject("node");
        json.WriteString("name", $"{Environment.MachineName}/{Environment.ProcessId}");
        json.WriteString("role", role);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("host");
        json.WriteString("name", Environment.MachineName);
        json.WriteEndObject();
        json.WriteStartObject("process");
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteEndObject();
        WriteTrace(json, line);
        WriteError(json, line.Exception);
        WriteLabels(json, line);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static string MessageOf(LogEvent line)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        Message.Format(line, text);
        return text.ToString();
    }

    private static void WriteEvent(Utf8JsonWriter json, LogEvent line)
    {
        json.WriteStartObject("event");
        json.WriteString("kind", "event");
        json.WriteString("dataset", "soc.app");
        if (line.Properties.TryGetValue(EventIdProperty, out LogEventPropertyValue? id)
            && id is StructureValue structure && structure.Properties.FirstOrDefault(static p => p.Name == "Id")?.Value is ScalarValue { Value: int code })
        {
            json.WriteString("code", code.ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static void WriteTrace(Utf8JsonWriter json, LogEvent line)
    {
        if (line.TraceId is { } trace && trace != default(ActivityTraceId))
        {
            json.WriteStartObject("trace");
            json.WriteString("id", trace.ToHexString());
            json.WriteEndObject();
        }

        if (line.SpanId is { } span && span != default(ActivitySpanId))
        {
            json.WriteStartObject("span");
            json.WriteString("id", span.ToHexString());
            json.WriteEndObject();
        }
    }

    private static void WriteError(Utf8JsonWriter json, Exception? error)
    {
        if (error is null)
            return;
        json.WriteStartObject("error");
        json.WriteString("type", error.GetType().FullName);
        json.WriteString("message", error.Message);
        json.WriteString("stack_trace", error.ToString());
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, LogEvent line)
    {
        json.WriteStartObject("labels");
        foreach ((string name, LogEventPropertyValue value) in line.Properties)
        {
            if (name is SourceContext or EventIdProperty || name.StartsWith('{'))
                continue;
            // A dot would make an object of the label, which another line may have as text.
            json.WriteString(name.Replace('.', '_'), value is ScalarValue { Value: string text } ? text : value.ToString(null, CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private static string? TextOf(LogEvent line, string name) =>
        line.Properties.TryGetValue(name, out LogEventPropertyValue? value) && value is ScalarValue { Value: string text } ? text : null;

    private static string LevelOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "trace",
        LogEventLevel.Debug => "debug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warn",
        LogEventLevel.Error => "error",
        _ => "fatal",
    };
}
