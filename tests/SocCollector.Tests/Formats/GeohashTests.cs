using System.Text;
using SocCollector.Formats;
using Xunit;

namespace SocCollector.Tests.Formats;

public sealed class GeohashTests
{
    [Theory]
    [InlineData(10.7769, 106.7009, "w3gvk1")]
    [InlineData(57.64911, 10.40744, "u4pruy")]
    [InlineData(-90, -180, "000000")]
    [InlineData(90, 180, "zzzzzz")]
    public void A_place_lies_in_its_cell(double latitude, double longitude, string cell)
    {
        byte[] output = new byte[Geohash.Length];
        Geohash.Write(latitude, longitude, output);
        Assert.Equal(cell, Encoding.ASCII.GetString(output));
    }
}
