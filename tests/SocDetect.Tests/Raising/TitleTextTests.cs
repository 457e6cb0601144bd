using SocDetect.Raising;
using Xunit;

namespace SocDetect.Tests.Raising;

public sealed class TitleTextTests
{
    [Theory]
    [InlineData("Dò mật khẩu SSH từ {source.ip}", "Dò mật khẩu SSH từ 203.0.113.9")]
    [InlineData("{user.name} ở {source.ip}: {user.name}", "nv.anh ở 203.0.113.9: nv.anh")]
    [InlineData("Không có trường nào", "Không có trường nào")]
    [InlineData("Trường lạ {host.name}", "Trường lạ …")]
    [InlineData("Ngoặc {source.ip", "Ngoặc {source.ip")]
    [InlineData("", "")]
    public void Title_names_the_values_of_its_group(string title, string expected) =>
        Assert.Equal(expected, TitleText.Fill(title, [new("source.ip", "203.0.113.9"), new("user.name", "nv.anh")]));

    [Fact]
    public void Value_with_braces_is_not_read_again() =>
        Assert.Equal("Tệp {source.ip}", TitleText.Fill("Tệp {file.name}", [new("file.name", "{source.ip}"), new("source.ip", "203.0.113.9")]));
}
