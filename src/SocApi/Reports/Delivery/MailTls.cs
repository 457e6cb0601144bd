namespace SocApi.Reports.Delivery;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailTls
{
    /// <summary>Begins in the clear and goes over to TLS, or is given up (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Implicit,

    /// <summary>In the clear; for a server on this machine.</summary>
    None,
}
