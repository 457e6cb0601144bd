namespace SocHost.Kibana.Asking;

/// <summary>A column of an answer.</summary>
/// <param name="Id">Its name in the answer.</param>
/// <param name="Kind">Where its value stands.</param>
/// <param name="IsFiltered">Whether it is of some documents only, so that it stands a step deeper.</param>
internal sealed record AskedColumn(string Id, ColumnKind Kind, bool IsFiltered = false);
