namespace SocHost.Simulation.Attacks;

/// <summary>Whoever is inside makes the data warehouse stop writing down what is done in it.</summary>
internal sealed class AuditSwitchedOff() : Attack(new PlantedAttack(
    "audit-switched-off", "shared-data-warehouse", RuleIds.AuditSwitchedOff, "postgres_admin switches pgaudit.log off from 203.0.113.36"))
{
    public override void Begin(CitySystems systems)
    {
        systems.Warehouse.Statement("postgres_admin", "kho_dan_cu", "203.0.113.36", 42_001, "psql", ("MISC", "ALTER SYSTEM"), "", "ALTER SYSTEM SET pgaudit.log = 'none'", 0);
    }
}
