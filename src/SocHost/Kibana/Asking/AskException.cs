namespace SocHost.Kibana.Asking;

/// <summary>A panel asks in a way that is not translated here.</summary>
internal sealed class AskException(string message) : Exception(message);
