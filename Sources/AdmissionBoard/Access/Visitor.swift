import WorkerStore

/// The sender of a request.
enum Visitor: Sendable, Equatable {
  case nobody
  case staff(User)
  case citizen(String)

  /// Somebody who has signed in to the board.
  struct User: Sendable, Equatable {
    let name: String
    let role: BoardRole
  }
}
