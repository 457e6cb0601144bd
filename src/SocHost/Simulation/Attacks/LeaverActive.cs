using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Attacks;

/// <summary>Somebody who has left the city's service still has an account that works, and uses it.</summary>
internal sealed class LeaverActive() : Attack(new PlantedAttack(
    "leaver-active", "_city", RuleIds.LeaverActive, "the employment of nv.tung ends; six minutes later nv.tung signs in at the portal"))
{
    public override void Begin(CitySystems systems)
    {
        systems.Personnel.EmploymentEnds("ns.bich", "NV-00417", "nv.tung", systems.City.Now);
        systems.City.After(TimeSpan.FromMinutes(6), () => systems.Identity.Login(IdentityProvider.Officials, "nv.tung", "203.0.113.71"));
    }
}
