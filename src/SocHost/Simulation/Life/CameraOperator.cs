using SocHost.Simulation.Systems;

namespace SocHost.Simulation.Life;

/// <summary>Somebody who looks after cameras: signs in at one, sometimes at the second try, and sometimes changes the privacy mask, which is the job.</summary>
internal sealed class CameraOperator(CitySystems systems, int number)
    : Actor(systems.City, LineText.Of($"camera operator {number}"), 6, DayRhythm.Office)
{
    private readonly string _address = LineText.Of($"192.0.2.{70 + number}");
    private readonly string _account = LineText.Of($"kt{number + 1:00}");

    protected override void Act()
    {
        string camera = Cameras.NameOf(OneOf(Places.Junctions), Chance.Next(Cameras.EachJunction));
        if (Chance.NextDouble() < 0.25)
            systems.Cameras.LoginFailed(camera, _account, _address);
        Later(5, 12, () => systems.Cameras.LoggedIn(camera, _account, _address));
        if (Chance.NextDouble() < 0.3)
            Later(40, 120, () => systems.Cameras.SettingChanged(camera, "privacy mask", _account, _address));
    }
}
