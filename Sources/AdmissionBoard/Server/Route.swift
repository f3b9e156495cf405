import HTTPTypes

/// One way to ask the board for something, with who may: the only place that says so.
struct Route: Sendable {
  enum Handler: Sendable {
    case answer(@Sendable (BoardRequest) async throws -> Answer)
    /// Parts of a page as they are now, the same for everybody.
    case live(@Sendable (Snapshot) throws -> [LivePart])
    /// Parts of a page of one user, as they come.
    case stream(@Sendable (BoardRequest) async throws -> AsyncStream<[LivePart]>)
  }

  let method: HTTPRequest.Method
  /// With parameters as `/parked/:queue`; what is logged of a request.
  let path: String
  let permission: Permission
  /// Bytes of a form at most.
  let bodyLimit: Int
  let handler: Handler

  private init(
    _ method: HTTPRequest.Method, _ path: String, _ permission: Permission, bodyLimit: Int = 0, _ handler: Handler
  ) {
    self.method = method
    self.path = path
    self.permission = permission
    self.bodyLimit = bodyLimit
    self.handler = handler
  }

  static func get(
    _ path: String, may permission: Permission, _ handle: @escaping @Sendable (BoardRequest) async throws -> Answer
  ) -> Route { Route(.get, path, permission, .answer(handle)) }

  static func post(
    _ path: String, may permission: Permission, bodyLimit: Int = 64 << 10,
    _ handle: @escaping @Sendable (BoardRequest) async throws -> Answer
  ) -> Route { Route(.post, path, permission, bodyLimit: bodyLimit, .answer(handle)) }

  static func live(
    _ path: String, may permission: Permission, _ parts: @escaping @Sendable (Snapshot) throws -> [LivePart]
  ) -> Route { Route(.get, path, permission, .live(parts)) }

  static func stream(
    _ path: String, may permission: Permission,
    _ parts: @escaping @Sendable (BoardRequest) async throws -> AsyncStream<[LivePart]>
  ) -> Route { Route(.get, path, permission, .stream(parts)) }
}
