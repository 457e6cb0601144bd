using System.Net;
using System.Text;
using CsCheck;
using SocCore.Conditions;
using SocTesting;
using Xunit;

namespace SocCore.Tests.Conditions;

public sealed class NetworkTests
{
    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.7", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.0/24", "192.0.2.007", false)]
    [InlineData("192.0.2.0/24", "192.0.2", false)]
    [InlineData("192.0.2.0/24", "192.0.2.7.1", false)]
    [InlineData("192.0.2.0/24", "host", false)]
    [InlineData("192.0.2.0/24", "", false)]
    public void Network_contains_address(string network, string address, bool expected) =>
        Assert.Equal(expected, Network.Parse(network).Contains(Encoding.UTF8.GetBytes(address)));

    [Theory]
    [InlineData("192.0.2.1/24", "the network is 192.0.2.0/24")]
    [InlineData("2001:db8::1/64", "the network is 2001:db8::/64")]
    [InlineData("192.0.2.0/33", "0 to 32")]
    [InlineData("x/8", "192.0.2.0/24")]
    public void What_is_no_network_is_refused_with_the_cure(string text, string cure) =>
        Assert.Contains(cure, Assert.Throws<FormatException>(() => Network.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Addresses_are_read_as_the_framework_reads_them() =>
        Gen.UInt.TryAll(value =>
        {
            IPAddress address = new(value);
            Assert.True(Network.TryRead(Encoding.ASCII.GetBytes(address.ToString()), out UInt128 number));
            Assert.Equal(Network.ToNumber(address), number);
        }, count: 2000, seed: "0000KrVy4pg4");
}
