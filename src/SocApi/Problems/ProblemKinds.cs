namespace SocApi.Problems;

/// <summary>All kinds of errors that the API answers with.</summary>
public static class ProblemKinds
{
    public static readonly ProblemKind Malformed = new("malformed", 400, "Yêu cầu không đọc được", "The request cannot be read");
    public static readonly ProblemKind QuerySyntax = new("query-syntax", 400, "Câu truy vấn sai cú pháp", "The query has a syntax error");
    public static readonly ProblemKind CursorInvalid = new("cursor-invalid", 400, "Con trỏ trang không hợp lệ", "The page cursor is not valid");
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "Cần token hợp lệ", "A valid token is needed");
    public static readonly ProblemKind ScopeMissing = new("scope-missing", 403, "Không đủ quyền", "The token lacks a scope");
    public static readonly ProblemKind ForeignOrigin = new("foreign-origin", 403, "Yêu cầu đến từ trang khác", "The request comes from another site");
    public static readonly ProblemKind ShareReadOnly = new("share-read-only", 403, "Chỉ đơn vị chủ trì mới được thay đổi sự cố này", "Only the owner changes this incident");
    public static readonly ProblemKind NotFound = new("not-found", 404, "Không tìm thấy", "Not found");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "Phương thức không được hỗ trợ", "The method is not allowed");
    public static readonly ProblemKind IllegalTransition = new("illegal-transition", 409, "Không thể chuyển sang trạng thái này", "The incident cannot change to that state");
    public static readonly ProblemKind FourEyesRequired = new("four-eyes-required", 409, "Cần người thứ hai đóng sự cố", "Another person has to close it");
    public static readonly ProblemKind IdempotencyInFlight = new("idempotency-in-flight", 409, "Yêu cầu cùng khóa đang được xử lý", "A request with that key is still running");
    public static readonly ProblemKind StaleVersion = new("stale-version", 412, "Sự cố đã được người khác thay đổi", "The incident was changed by someone else");
    public static readonly ProblemKind PayloadTooLarge = new("payload-too-large", 413, "Nội dung quá lớn", "The content is too large");
    public static readonly ProblemKind MediaType = new("media-type", 415, "Kiểu nội dung không được hỗ trợ", "The media type is not supported");
    public static readonly ProblemKind Validation = new("validation", 422, "Dữ liệu không hợp lệ", "The content is not valid");
    public static readonly ProblemKind UnknownMember = new("unknown-member", 422, "Có trường không được biết đến", "The content has an unknown member");
    public static readonly ProblemKind ServerOwnedField = new("server-owned-field", 422, "Trường này do hệ thống quản lý", "The member belongs to the server");
    public static readonly ProblemKind VerdictRequired = new("verdict-required", 422, "Cần kết luận phù hợp", "A fitting verdict is needed");
    public static readonly ProblemKind QueryTooCostly = new("query-too-costly", 422, "Truy vấn quá tốn tài nguyên", "The query costs too much");
    public static readonly ProblemKind QueryUnsupported = new("query-unsupported", 422, "Kho dữ liệu không tìm được theo điều kiện này", "The store cannot search for that");
    public static readonly ProblemKind IdempotencyMismatch = new("idempotency-mismatch", 422, "Khóa đã dùng cho yêu cầu khác", "The key was used for another request");
    public static readonly ProblemKind PreconditionRequired = new("precondition-required", 428, "Thiếu If-Match", "If-Match is needed");
    public static readonly ProblemKind RateLimited = new("rate-limited", 429, "Quá nhiều yêu cầu", "Too many requests");
    public static readonly ProblemKind Internal = new("internal", 500, "Lỗi trong hệ thống", "An error inside the server");
    public static readonly ProblemKind StoreUnavailable = new("store-unavailable", 503, "Kho dữ liệu tạm thời không dùng được", "The store is not available");

    public static readonly ProblemKind NotHere = new("not-here", 503, "Tiến trình này không làm việc đó", "This process does not do that");

    /// <summary>Each of them once, for the documentation and its test.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        Malformed, QuerySyntax, CursorInvalid, Unauthenticated, ScopeMissing, ForeignOrigin, ShareReadOnly, NotFound, MethodNotAllowed, IllegalTransition, FourEyesRequired,
        IdempotencyInFlight, StaleVersion, PayloadTooLarge, MediaType, Validation, UnknownMember, ServerOwnedField, VerdictRequired, QueryTooCostly,
        QueryUnsupported, IdempotencyMismatch, PreconditionRequired, RateLimited, Internal, StoreUnavailable, NotHere,
    ];
}
