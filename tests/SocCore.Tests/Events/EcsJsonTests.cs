using System.Text;
using System.Text.Json.Nodes;
using SocCore.Events;
using Xunit;

namespace SocCore.Tests.Events;

public sealed class EcsJsonTests
{
    [Theory]
    [InlineData("""{"@timestamp":"2026-03-12T00:00:00.000Z","event":{"category":["web"]},"source":{"ip":"192.0.2.1","port":80}}""")]
    [InlineData("""{"message":"a \"quoted\" \\ line\nwith\tcontrol \u0007","zeek":{"uid":"C1","deep":{"x":true}}}""")]
    [InlineData("""{"labels":{"a":1.5,"b":[1,2]},"tags":["x"]}""")]
    [InlineData("""{"vendor":{"list":[{"a":1},{"b":"2"}]}}""")]
    public void Document_survives_reading_and_writing(string json)
    {
        using EventBatch batch = Read(json);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(batch[0].ToJson())), batch[0].ToJson());
    }

    [Fact]
    public void Dotted_and_nested_names_are_one_field()
    {
        using EventBatch batch = Read("""{"source.ip":"192.0.2.1","source":{"port":1}}""");
        Assert.Equal("192.0.2.1", batch[0].Text(EcsField.SourceIp));
        Assert.Equal("""{"source":{"ip":"192.0.2.1","port":1}}""", batch[0].ToJson());
    }

    [Fact]
    public void Value_beside_object_of_the_same_name_keeps_its_dots()
    {
        using EventBatch batch = Read("""{"a":1,"a.b":2,"a.c":3,"b":{"c":4}}""");
        Assert.Equal("""{"a":1,"a.b":2,"a.c":3,"b":{"c":4}}""", batch[0].ToJson());
    }

    [Fact]
    public void Null_and_empty_list_are_missing()
    {
        using EventBatch batch = Read("""{"user":{"name":null},"tags":[],"host":{"name":"h"}}""");
        Assert.False(batch[0].Has(EcsField.UserName));
        Assert.False(batch[0].Has(EcsField.Tags));
        Assert.True(batch[0].Has(EcsField.HostName));
    }

    [Fact]
    public void Text_is_stored_composed()
    {
        using EventBatch batch = Read("{\"message\":\"Tha\u0302\u0301t ba\u0323i\"}");
        Assert.Equal("Thất bại", batch[0].Text(EcsField.Message));
        Assert.True(batch[0].Text(EcsField.Message)!.IsNormalized());
    }

    [Fact]
    public void Long_documents_cross_buffer_ends()
    {
        string message = string.Concat(Enumerable.Repeat("line \"x\"\n", 5000));
        string json = new JsonObject { ["message"] = message, ["host"] = new JsonObject { ["name"] = "h" } }.ToJsonString();
        using EventBatch batch = Read(json);
        Assert.Equal(message, JsonNode.Parse(batch[0].ToJson())!["message"]!.GetValue<string>());
    }

    private static EventBatch Read(string json)
    {
        using EventBatchBuilder builder = new();
        builder.Begin();
        EcsJsonReader.Read(Encoding.UTF8.GetBytes(json), builder);
        builder.Commit(new EventId(1, 2), 1, 1, 0, 0);
        return builder.Build();
    }
}
