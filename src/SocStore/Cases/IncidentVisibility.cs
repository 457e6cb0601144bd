using SocCore.Incidents;
using SocCore.Storage;

namespace SocStore.Cases;

/// <summary>Who sees an incident: its owner and the agencies involved, and the city SOC.</summary>
internal static class IncidentVisibility
{
    public static bool Sees(this AgencyScope scope, Incident incident)
    {
        if (scope.Sees(incident.Agency))
            return true;
        foreach (string agency in incident.InvolvedAgencies)
        {
            if (scope.Sees(agency))
                return true;
        }

        return false;
    }

    public static bool Sees(this AgencyScope scope, Detection detection)
    {
        if (scope.SeesAll)
            return true;
        foreach (string agency in detection.Agencies)
        {
            if (scope.Sees(agency))
                return true;
        }

        return false;
    }
}
