import WorkerStore

/// The page with the recorded actions: what was done on the board, when and by whom.
struct ActionsPage: Sendable {
  let board: Board
  private static let length = 100

  var routes: [Route] { [.get("/actions", may: .audit) { try await list($0) }] }

  private func list(_ request: BoardRequest) async throws -> Answer {
    let before = request.query("before").flatMap { Int64($0) }
    let actions = try await board.store.boardActions(before: before, limit: Self.length + 1)
    let shown = actions.prefix(Self.length)
    let model = ActionsModel(
      rows: shown.map(ActionsModel.Row.init), isEmpty: actions.isEmpty,
      older: actions.count > Self.length ? shown.last.map { "/actions?before=\($0.number)" } : nil)
    return .page(Page(title: "Actions", place: .actions, template: "actions", model: model))
  }
}

struct ActionsModel: Sendable {
  struct Row: Sendable {
    let time: Moment
    let who: String
    let role: String
    let action: String
    let target: String
    let reason: String

    init(_ action: BoardAction) {
      time = Moment(action.time)
      who = action.who
      role = action.role
      self.action = action.action
      target = action.target
      reason = action.reason
    }
  }

  let rows: [Row]
  let isEmpty: Bool
  /// The path of the page with older actions; nil if there are none.
  let older: String?
}
