namespace SocHost.Simulation.Attacks;

/// <summary>Frames of an air station are recorded and sent again, to keep a good value where the air is bad.</summary>
internal sealed class RadioReplay() : Attack(new PlantedAttack(
    "radio-replay", "environment", RuleIds.RadioReplay, "frames of aq-linhtrung-02 are replayed nine times within six minutes"))
{
    public override void Begin(CitySystems systems)
    {
        for (int i = 0; i < 9; i++)
            systems.City.After(TimeSpan.FromSeconds(i * 40), () => systems.Air.DeviceError("aq-linhtrung-02", "UPLINK_F_CNT_RETRANSMISSION", "Uplink was flagged as re-transmission / frame-counter did not increment"));
    }
}
