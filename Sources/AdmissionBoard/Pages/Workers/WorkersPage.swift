import Admission
import Operations
import QueueContracts
import WorkerRuntime
import WorkerStore

/// The page on which an operator pauses and resumes workers.
///
/// On the same page the operator limits the number of questions that a state register is asked in a second.
struct WorkersPage: Sendable {
  let board: Board

  var routes: [Route] {
    [
      .get("/workers", may: .look) { _ in try await show() },
      .post("/workers/pause", may: .act, bodyLimit: 4 << 10) { try await pause($0) },
      .post("/workers/resume", may: .act, bodyLimit: 4 << 10) { try await resume($0) },
      .post("/workers/limit", may: .act, bodyLimit: 4 << 10) { try await limit($0) },
      .post("/workers/unlimit", may: .act, bodyLimit: 4 << 10) { try await unlimit($0) },
    ]
  }

  private var orders: OperatorOrders { OperatorOrders(board.store) }

  private func show() async throws -> Answer {
    let model = WorkersModel(try await orders.all(at: board.now()))
    return .page(Page(title: "Workers", place: .workers, template: "workers", model: model))
  }

  private func pause(_ request: BoardRequest) async throws -> Answer {
    let (worker, reason, until) = (try worker(request), try request.reason(), try until(request))
    let order = try OperatorOrder.pause(
      worker, because: reason, by: request.user.name, until: until, at: board.now())
    let words = until.map { "until \(Moment($0).text)" } ?? "until it is resumed"
    try await board.record(.paused, on: "\(worker.rawValue), \(words)", reason: reason, by: request)
    try await orders.give(order)
    return .redirect("/workers", .done("The worker \(worker.rawValue) is paused \(words)."))
  }

  private func resume(_ request: BoardRequest) async throws -> Answer {
    let (worker, reason) = (try worker(request), try request.reason())
    try await board.record(.resumed, on: worker.rawValue, reason: reason, by: request)
    let wasPaused = try await orders.resume(worker)
    return .redirect(
      "/workers",
      wasPaused
        ? .done("The worker \(worker.rawValue) consumes again.")
        : .failed("The worker \(worker.rawValue) was not paused."))
  }

  private func limit(_ request: BoardRequest) async throws -> Answer {
    let (register, reason, until) = (try register(request), try request.reason(), try until(request))
    // What is no number is out of range, too.
    let perSecond = request.form.text("perSecond").flatMap { Int($0) } ?? 0
    let order = try OperatorOrder.limit(
      register, perSecond: perSecond, because: reason, by: request.user.name, until: until, at: board.now())
    let words = "\(perSecond) a second" + (until.map { " until \(Moment($0).text)" } ?? "")
    try await board.record(.limited, on: "\(register.rawValue): \(words)", reason: reason, by: request)
    try await orders.give(order)
    return .redirect("/workers", .done("The register \(register.rawValue) is asked \(words) at most."))
  }

  private func unlimit(_ request: BoardRequest) async throws -> Answer {
    let (register, reason) = (try register(request), try request.reason())
    try await board.record(.limited, on: "\(register.rawValue): no limit", reason: reason, by: request)
    _ = try await orders.unlimit(register)
    return .redirect("/workers", .done("The register \(register.rawValue) is asked at REGISTER_RATE again."))
  }

  // MARK: - Reading the form

  private func worker(_ request: BoardRequest) throws(BoardError) -> WorkerName {
    guard let worker = request.form.text("worker").flatMap({ WorkerName(rawValue: $0) }) else {
      throw .badInput("There is no such worker.")
    }
    return worker
  }

  private func register(_ request: BoardRequest) throws(BoardError) -> Register {
    guard let register = request.form.text("register").flatMap({ Register(rawValue: $0) }) else {
      throw .badInput("There is no such register.")
    }
    return register
  }

  /// The time at which the order ends by itself; nil if the order lasts until somebody takes it back.
  private func until(_ request: BoardRequest) throws(BoardError) -> Timestamp? {
    guard let text = request.form.text("hours") else { return nil }
    guard let hours = Int64(text), (1...72).contains(hours) else {
      throw .badInput("Choose an end after 1 to 72 hours.")
    }
    return board.now().adding(seconds: hours * 3600)
  }
}

struct WorkersModel: Sendable {
  struct Order: Sendable {
    let by: String
    let because: String
    let givenAt: Moment
    let endsAt: Moment?
    let perSecond: Int?

    init(_ order: StandingOrder) {
      by = order.by
      because = order.because
      givenAt = Moment(order.givenAt)
      endsAt = order.until.map { Moment($0) }
      perSecond = order.perSecond
    }
  }

  struct Subject: Sendable {
    let name: String
    let order: Order?
  }

  let workers: [Subject]
  let registers: [Subject]

  init(_ orders: [StandingOrder]) {
    func subject(_ kind: StandingOrder.Kind, _ name: String) -> Subject {
      Subject(name: name, order: orders.first { $0.kind == kind && $0.subject == name }.map(Order.init))
    }
    workers = WorkerName.allCases.map { subject(.pause, $0.rawValue) }
    registers = Register.allCases.map { subject(.limit, $0.rawValue) }
  }
}
