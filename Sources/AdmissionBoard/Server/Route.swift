import HTTPTypes

/// A method and a path that the board answers, with the permission that they need.
///
/// A page's permission is stated only in its route.
struct Route: Sendable {
  enum Handler: Sendable {
    case answer(@Sendable (BoardRequest) async throws -> Answer)
    /// The current parts of a page, the same for everybody.
    case live(@Sendable (Snapshot) throws -> [LivePart])
    /// A stream of parts of a page for one visitor.
    case stream(@Sendable (BoardRequest) async throws -> AsyncStream<[LivePart]>)
  }

  let method: HTTPRequest.Method
  /// The path with its parameters, like `/parked/:queue`; it is logged in place of a request's own path.
  let path: String
  let permission: Permission
  /// The maximum size of a form, in bytes.
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
