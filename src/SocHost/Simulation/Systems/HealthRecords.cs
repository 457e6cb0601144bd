namespace SocHost.Simulation.Systems;

/// <summary>The hospitals' record systems: FHIR R4 AuditEvents, one a line.</summary>
internal sealed class HealthRecords(City city)
{
    private const string System = "health";
    private const string File = "health/audit-event.ndjson";

    /// <summary>Somebody read a record; <paramref name="purpose"/> is HL7's word for why (TREAT, or ETREAT for an emergency).</summary>
    public void Read(string user, string address, int patient, string purpose = "TREAT") =>
        city.Write(System, CityChannel.File, File, $"{{\"resourceType\":\"AuditEvent\",\"type\":{{\"system\":\"http://terminology.hl7.org/CodeSystem/audit-event-type\",\"code\":\"rest\"}},\"subtype\":[{{\"code\":\"read\"}}],\"action\":\"R\",\"recorded\":\"{CityTime.Rfc3339(city.Now)}\",\"outcome\":\"0\",\"purposeOfEvent\":[{{\"coding\":[{{\"code\":\"{purpose}\"}}]}}],\"agent\":[{{\"who\":{{\"identifier\":{{\"value\":\"{user}\"}}}},\"requestor\":true,\"network\":{{\"address\":\"{address}\",\"type\":\"2\"}}}}],\"source\":{{\"observer\":{{\"display\":\"ehr-01\"}}}},\"entity\":[{{\"what\":{{\"reference\":\"Patient/{patient:000000}\"}}}}]}}");

    /// <summary>All records at once were asked for.</summary>
    public void Export(string user, string address) =>
        city.Write(System, CityChannel.File, File, $"{{\"resourceType\":\"AuditEvent\",\"type\":{{\"system\":\"http://terminology.hl7.org/CodeSystem/audit-event-type\",\"code\":\"rest\"}},\"subtype\":[{{\"code\":\"operation\"}}],\"action\":\"E\",\"recorded\":\"{CityTime.Rfc3339(city.Now)}\",\"outcome\":\"0\",\"agent\":[{{\"who\":{{\"identifier\":{{\"value\":\"{user}\"}}}},\"requestor\":true,\"network\":{{\"address\":\"{address}\",\"type\":\"2\"}}}}],\"source\":{{\"observer\":{{\"display\":\"ehr-01\"}}}},\"entity\":[{{\"what\":{{\"reference\":\"$export\"}}}}]}}");

    /// <summary>An event that was cut.</summary>
    public void CutRead(string user) =>
        city.Write(System, CityChannel.File, File, $"{{\"resourceType\":\"AuditEvent\",\"action\":\"R\",\"recorded\":\"{CityTime.Rfc3339(city.Now)}\",\"agent\":[{{\"who\":{{\"identifier\":{{\"value\":\"{user}");
}
